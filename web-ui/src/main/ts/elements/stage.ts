import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { api } from '../net/api.js';
import type { RunView } from '../state/run-view.js';
import { factsOf } from '../ui/facts.js';
import { duration, fileName, statusText } from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { place } from '../ui/chip.js';
import { View } from '../ui/view.js';

const EXAMPLES = ['a red apple', 'rocket', 'octopus', 'hot air balloon'];

/** The picture in its pane, what can be done with it, and what it is. */
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

  /** In a small window the page scrolls, and the picture may be above it. */
  private comeIntoSight(): void {
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView({ behavior: 'instant' });
  }

  protected override updated(): void {
    this.style.setProperty('--ratio', String(this.store.position.view?.ratio ?? 1));
  }

  override render() {
    const { view } = this.store.position;
    return html`<section id="stage" class="stage" aria-label="Picture" tabindex="-1">
      ${this.store.side.shown.length > 1 ? this.together() : this.single(view)}
    </section>`;
  }

  private together() {
    const { side } = this.store;
    return side.isSheet ? html`<demist-sheet .store=${this.store}></demist-sheet>` : html`<demist-lanes .store=${this.store}></demist-lanes>`;
  }

  private single(view: RunView | undefined) {
    return html`<figure class="pane">
        <demist-canvas .store=${this.store} @click=${this.enlarge}></demist-canvas>
        ${view ? this.overlay(view) : this.welcome()} ${view ? this.caption(view) : nothing} ${view?.finished && !view.passes ? this.tools(view) : nothing}
        <demist-paint .store=${this.store}></demist-paint>
      </figure>`;
  }

  private welcome() {
    if (!this.store.form.takesPrompt) return nothing;
    return html`<div class="overlay welcome">
      <p>Say what you would like to see.</p>
      <p class="small">It comes out of the mist step by step, and every step is kept.</p>
      <div class="examples" role="group" aria-label="Examples">
        ${EXAMPLES.map((words) => html`<button type="button" class="chip" @click=${() => this.example(words)}>${words}</button>`)}
      </div>
    </div>`;
  }

  private example(prompt: string): void {
    this.store.form.set({ prompt });
    document.querySelector<HTMLTextAreaElement>('[name=prompt]')?.focus();
    void this.store.commands.generate();
  }

  private overlay(view: RunView) {
    const words = this.trouble(view) ?? (view.head > 0 ? null : this.waiting(view));
    return words === null ? nothing : html`<div class="overlay" data-status=${view.run.status}><p>${words}</p></div>`;
  }

  /** Why there is nothing to see, or nothing more to come. */
  private trouble(view: RunView): string | null {
    const { position, frames } = this.store;
    if (position.back && frames.isMissing(view.stateUrl(position.step))) return `Step ${position.step} is no longer kept`;
    return view.run.status === 'failed' ? (view.run.error?.detail ?? 'The run failed') : null;
  }

  /** What a first step waits for: its turn, or its model. */
  private waiting({ run }: RunView): string {
    const { opening } = this.store.live;
    if (opening && run.status === 'running' && opening.model === run.request.model) {
      return `Opening ${opening.model}: ${opening.part}, ${opening.done + 1} of ${opening.parts}`;
    }
    const wait = run.status === 'queued' && run.secondsLeft !== null ? `, about ${duration(run.secondsLeft)}` : '';
    return statusText(run) + wait;
  }

  private caption(view: RunView) {
    const { position } = this.store;
    const { view: shown, step } = position.peeked ?? { view, step: position.step };
    const { parent, steps } = shown.run;
    return html`<figcaption>
      <button type="button" class="tag" name="about" popovertarget="about" title="What it was drawn with">
        <span class="title">${shown.title}</span>
        ${step > 0 && step < steps ? html`<span class="step">step ${step}</span>` : nothing}
        ${parent ? html`<span class="step">${icons.fork} ${parent.state}</span>` : nothing}
      </button>
      ${this.about(view)}
    </figcaption>`;
  }

  private about(view: RunView) {
    const { request } = view.run;
    return html`<div id="about" class="pop" popover role="dialog" aria-label="About this picture" @beforetoggle=${place}>
      <p class="title">${view.title}</p>
      ${request.negativePrompt ? html`<p class="without">without ${request.negativePrompt}</p>` : nothing}
      ${view.run.warnings.map((warning) => html`<p class="hint" role="note">${warning}</p>`)}
      ${request.references?.length && !this.store.guest
        ? html`<p class="references">${request.references.map((_, i) => html`<img src=${api.inputUrl(view.id, `references.${i}`)} alt=${`Reference ${i + 1}`} />`)}</p>`
        : nothing}
      <ul class="facts">${factsOf(view.run, this.store.offer).map((fact) => html`<li>${fact}</li>`)}</ul>
      ${this.store.guest ? nothing : this.uses(view)}
    </div>`;
  }

  private uses(view: RunView) {
    return html`<div class="actions">
      <button name="reuse" popovertarget="about" popovertargetaction="hide" @click=${() => this.store.commands.reuse(view)}>${icons.reuse} Use these settings</button>
      ${view.finished
        ? html`<button name="larger" popovertarget="about" popovertargetaction="hide" @click=${() => this.store.commands.drawLarger(view)}>${icons.enlarge} Draw it larger</button>`
        : nothing}
    </div>`;
  }

  private tools(view: RunView) {
    return html`<div class="tools">
      ${this.store.guest ? nothing : this.ownTools(view)}
      <a class="button" data-save href=${api.imageUrl(view.id)} download=${fileName(view.run)} title="Save (S)">${icons.save} <span>Save</span></a>
      <button type="button" name="enlarge" aria-label="Full screen" title="Full screen (Z)" @click=${this.enlarge}>${icons.enlarge}</button>
    </div>`;
  }

  private ownTools(view: RunView) {
    const { kept } = view.run;
    const keep = kept ? 'Keep no longer' : 'Keep';
    return html`<button type="button" name="keep" aria-pressed=${kept} aria-label=${keep} title=${keep} @click=${() => this.store.library.keep([view], !kept)}>${kept ? icons.kept : icons.heart}</button>
      <button type="button" name="paint" title="Paint over a part to redraw it" @click=${() => document.querySelector('demist-paint')?.open()}>${icons.brush} <span>Brush</span></button>
      <button type="button" name="start-from" aria-label="Start from it" title="Draw the next picture from this one" @click=${() => this.store.commands.startFrom(view)}>${icons.picture}</button>
      ${this.store.form.mostReferences > 0
        ? html`<button type="button" name="refer" aria-label="Use it as a reference" title="Let the words speak of this picture" @click=${() => this.store.commands.refer(view)}>${icons.reference}</button>`
        : nothing}`;
  }

  private readonly enlarge = () => {
    if (this.store.position.view?.finished) document.querySelector('demist-enlarged')?.open();
  };
}
