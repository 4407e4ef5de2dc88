import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { RunView } from '../state/run-view.js';
import { duration, rate, statusText } from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** How far the run is, and what can be done to it while it goes on. */
@customElement('demist-film-bar')
export class FilmBar extends View {
  override render() {
    const { view } = this.store.position;
    return html`<div class="bar">${view ? this.of(view) : html`<p class="soft">Every step of a picture will be kept here.</p>`}</div>`;
  }

  private of(view: RunView) {
    return html`${this.playing(view)} ${this.where(view)} ${this.store.live.link === 'lost' ? this.offline(view) : this.pace(view)}`;
  }

  private playing(view: RunView) {
    if (!view.active || this.store.guest) return nothing;
    const paused = view.run.status === 'paused';
    const offline = this.store.live.link === 'lost';
    return html`<button name="pause" aria-label=${paused ? 'Resume' : 'Pause'} title="${paused ? 'Resume' : 'Pause'} (Space)" ?disabled=${offline} @click=${() => this.store.commands.togglePause()}>
        ${paused ? icons.play : icons.pause} <span>${paused ? 'Resume' : 'Pause'}</span>
      </button>
      <button name="stop" aria-label="Stop" title="Stop here and keep the steps" ?disabled=${offline} @click=${() => this.store.commands.stop()}>${icons.stop} <span>Stop</span></button>`;
  }

  private where({ run }: RunView) {
    const { position } = this.store;
    const step = position.peeked?.step ?? position.step;
    const status = position.back ? 'Looking back' : statusText(run);
    return html`<p class="position" data-status=${run.status}>
      <span class="status">${status}</span>
      ${step > 0 ? html`<output for="scrubber">step <b data-step>${step}</b> of ${run.steps}</output>` : nothing}
    </p>`;
  }

  private pace(view: RunView) {
    const { run } = view;
    const left = this.store.levels.at(view, this.store.position.step);
    const running = run.status === 'running';
    return html`<p class="soft pace">
      ${left === null || (run.status === 'done' && !this.store.position.back) ? nothing : html`<span title="The noise left in this step: its sigma" data-noise>noise ${left.toFixed(2)}</span>`}
      ${running && run.stepsPerSecond ? html`<span data-speed>${rate(run.stepsPerSecond)} steps/s</span>` : nothing}
      ${running && run.secondsLeft !== null ? html`<span data-left>${duration(run.secondsLeft)} left</span>` : nothing}
      ${run.status === 'done' && !this.store.position.back && run.startedAt && run.finishedAt ? html`<span>in ${seconds(run.startedAt, run.finishedAt)}</span>` : nothing}
    </p>`;
  }

  private offline(view: RunView) {
    const { retryIn } = this.store.live;
    const again = retryIn > 0 ? ` Trying again in ${retryIn} s.` : '';
    return html`<p class="offline" role="status">Connection lost${view.active && view.run.status !== 'paused' ? '; the run goes on' : ''}.${again}</p>`;
  }
}

function seconds(from: string, to: string): string {
  const elapsed = (Date.parse(to) - Date.parse(from)) / 1000;
  return elapsed < 10 ? `${elapsed.toFixed(1)} s` : duration(elapsed);
}
