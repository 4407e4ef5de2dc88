import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { api } from '../net/api.js';
import type { RunView } from '../state/run-view.js';
import { fileName, statusText } from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** The picture in its pane, with its caption and the transport beneath. */
@customElement('demist-stage')
export class Stage extends View {
  private readonly shown = () => this.comeIntoSight();

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.addEventListener('show', this.shown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.removeEventListener('show', this.shown);
  }

  /** On a phone the form and the earlier runs are below the picture. */
  private comeIntoSight(): void {
    const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ behavior: smooth ? 'smooth' : 'instant' });
  }

  protected override updated(): void {
    const run = this.store.selected?.run;
    const ratio = run && run.height > 0 ? run.width / run.height : 1;
    this.style.setProperty('--ratio', String(ratio));
  }

  override render() {
    const view = this.store.selected;
    return html`<section id="stage" class="stage" aria-label="Picture" tabindex="-1">
      <figure>
        <div class="pane">
          <demist-canvas .store=${this.store}></demist-canvas>
          ${this.overlay(view)}
        </div>
        ${view ? this.caption(view) : nothing}
      </figure>
      ${view ? html`<demist-transport .store=${this.store}></demist-transport>` : nothing}
    </section>`;
  }

  private overlay(view: RunView | undefined) {
    if (!view) {
      return html`<div class="overlay welcome"><p>Say what you would like to see.</p><p class="small">It comes out of the mist step by step, and every step stays here.</p></div>`;
    }
    if (view.head > 0) return nothing;
    return html`<div class="overlay"><p>${this.opening(view) ?? statusText(view.run)}</p></div>`;
  }

  /** What a first step waits for, if its model is still being opened. */
  private opening({ run }: RunView): string | null {
    const { opening } = this.store.live;
    if (!opening || run.status !== 'running' || opening.model !== run.request.model) return null;
    return `Opening ${opening.model}: ${opening.part}, ${opening.done + 1} of ${opening.parts}`;
  }

  private caption(view: RunView) {
    const { run } = view;
    return html`<figcaption>
      <div class="words">
        <p class="title">${view.title}</p>
        <p class="facts">${this.facts(view)}</p>
        ${run.error ? html`<p class="error">${run.error.detail}</p>` : nothing}
      </div>
      <div class="actions">
        <button class="quiet labelled" name="reuse" title="Put this run’s settings into the form" @click=${() => this.store.reuse(view)}>
          ${icons.reuse} Use these settings
        </button>
        ${view.finished
          ? html`<button class="quiet" name="start-from" aria-label="Draw the next picture from this one" title="Draw the next picture from this one" @click=${() => this.startFrom(view)}>${icons.picture}</button>
              <a class="button" data-save href=${api.imageUrl(view.id)} download=${fileName(run)}>${icons.save} Save <kbd>S</kbd></a>`
          : nothing}
      </div>
    </figcaption>`;
  }

  private async startFrom(view: RunView): Promise<void> {
    await this.store.startFrom(await api.picture(api.imageUrl(view.id)));
  }

  private facts({ run }: RunView): string {
    const { request } = run;
    const options = Object.keys(request.scheduler?.options ?? {}).length;
    return [
      request.model,
      request.scheduler?.name ? request.scheduler.name + (options > 0 ? ` +${options}` : '') : null,
      `${request.steps ?? run.steps}\u00a0steps`,
      request.guidance === undefined ? null : `guidance\u00a0${request.guidance}`,
      request.seed === undefined ? null : `seed\u00a0${request.seed}`,
      `${run.width}\u00a0×\u00a0${run.height}`,
      request.image ? `${request.mask ? 'part of a picture' : 'from a picture'}, strength\u00a0${request.strength}` : null,
      ...(request.loras ?? []).map(({ name, weight }) => `${name}\u00a0${weight ?? 1}`),
      run.parent ? `forked at ${run.parent.state}` : null,
    ]
      .filter((fact) => fact)
      .join(' · ');
  }
}
