import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { RunView } from '../state/run-view.js';
import { differences } from '../state/settings.js';
import { duration, rate, statusText } from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** Time in the hand: how far the run is, pause, stop, go back to a kept state, and fork from it. */
@customElement('demist-transport')
export class Transport extends View {
  override render() {
    const view = this.store.selected;
    if (!view) return nothing;
    return html`<section class="transport card" aria-label="Progress">
      <div class="line">${this.position(view)} ${this.speed(view)}</div>
      <div class="track">
        <demist-curve .store=${this.store}></demist-curve>
        ${this.scrubber(view)}
      </div>
      <div class="buttons">${this.playing(view)} ${this.stepping(view)} <span class="grow"></span> ${this.fork(view)}</div>
    </section>`;
  }

  private position(view: RunView) {
    const { run } = view;
    const status = this.store.playhead === null ? statusText(run) : 'Looking back';
    return html`<p class="position" data-status=${run.status}>
      <span class="status">${status}</span>
      <output for="scrubber">step <b data-step>${this.store.shownStep}</b> of <b>${run.steps}</b></output>
    </p>`;
  }

  private speed({ run, noise }: RunView) {
    const left = noise.get(this.store.shownStep);
    const running = run.status === 'running';
    return html`<p class="speed">
      ${left === undefined ? nothing : html`<span title="The noise left in the state shown: its sigma" data-noise>noise ${left.toFixed(2)}</span>`}
      ${run.stepsPerSecond ? html`<span data-speed>${rate(run.stepsPerSecond)} steps/s</span>` : nothing}
      ${running && run.secondsLeft !== null ? html`<span data-left>${duration(run.secondsLeft)} left</span>` : nothing}
    </p>`;
  }

  private scrubber(view: RunView) {
    const { shownStep } = this.store;
    const noise = view.noise.get(shownStep);
    return html`<input
      id="scrubber"
      type="range"
      min="0"
      step="1"
      max=${view.run.steps}
      .value=${String(shownStep)}
      ?disabled=${view.head === 0}
      aria-label="State"
      aria-valuetext=${`state ${shownStep} of ${view.run.steps}${noise === undefined ? '' : `, noise ${noise.toFixed(2)}`}`}
      @input=${this.scrub}
    />`;
  }

  private scrub(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.store.seek(input.valueAsNumber);
    input.value = String(this.store.shownStep);
  }

  private playing(view: RunView) {
    if (!view.active) return nothing;
    const paused = view.run.status === 'paused';
    return html`<button name="pause" class="labelled" aria-pressed=${paused} @click=${() => this.store.togglePause()}>
        ${paused ? icons.play : icons.pause} ${paused ? 'Resume' : 'Pause'} <kbd>Space</kbd>
      </button>
      <button name="stop" class="labelled" @click=${() => this.store.stop()}>${icons.stop} Stop</button>`;
  }

  private stepping(view: RunView) {
    const { shownStep, playhead } = this.store;
    return html`<div class="stepper" role="group" aria-label="States">
      <button class="quiet" aria-label="One state back" title="One state back (,)" ?disabled=${shownStep <= 1} @click=${() => this.store.seek(shownStep - 1)}>${icons.back}</button>
      <button class="quiet" aria-label="One state forward" title="One state forward (.)" ?disabled=${playhead === null} @click=${() => this.store.seek(shownStep + 1)}>${icons.forward}</button>
      <button class="quiet" name="live" aria-label=${view.active ? 'Follow the newest state' : 'To the end'} title="Newest (L)" ?disabled=${playhead === null} @click=${() => this.store.seek(null)}>${icons.live}</button>
    </div>`;
  }

  private fork(view: RunView) {
    const { shownStep, settings } = this.store;
    const changed = differences(settings, view.run);
    const possible = shownStep >= 1 && shownStep < view.run.steps;
    const what = changed.length > 0 ? `with another ${changed.join(', ')}` : 'with the same settings; change the form to fork into something else';
    return html`<button name="fork" class="labelled" ?disabled=${!possible || this.store.busy} title=${possible ? `A new run from state ${shownStep}, ${what}` : 'Go back to an earlier state to fork from it'} @click=${() => this.store.fork()}>
      ${icons.fork} Fork${possible ? ` from ${shownStep}` : ''} ${possible && changed.length > 0 ? html`<span class="badge">${changed.length} changed</span>` : nothing} <kbd>F</kbd>
    </button>`;
  }
}
