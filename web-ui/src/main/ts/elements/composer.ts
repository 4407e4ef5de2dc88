import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { field, numberInput, sliderInput, type Wiring } from '../ui/field.js';
import { icons } from '../ui/icons.js';
import { hasSchedule } from '../state/schedule.js';
import { View } from '../ui/view.js';

const EXAMPLES = ['a red apple', 'rocket', 'octopus', 'grinning face', 'hot air balloon'];
const COUNTS = [1, 2, 4, 8];
const SHAPES: readonly [name: string, width: number, height: number][] = [
  ['Square', 1, 1],
  ['Portrait', 3, 4],
  ['Landscape', 4, 3],
];

/** The form: what to draw, and how. */
@customElement('demist-composer')
export class Composer extends View {
  private readonly problem = async () => {
    await new Promise(requestAnimationFrame);
    const wrong = this.querySelector<HTMLElement>('[aria-invalid=true]');
    wrong?.closest('details')?.setAttribute('open', '');
    wrong?.focus();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.addEventListener('problem', this.problem);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.removeEventListener('problem', this.problem);
  }

  override render() {
    return html`<form class="composer" aria-label="What to draw" novalidate @submit=${this.submit}>
      ${this.words()}
      <div class="settings">
        ${this.model()} ${this.scheduler()}
        ${this.store.scheduler?.description ? html`<p class="hint about">${this.store.scheduler.description}</p>` : nothing}
        <demist-scheduler-options .store=${this.store}></demist-scheduler-options>
        ${field(this.store, 'steps', 'Steps', sliderInput(this.store, 'steps', 'Steps', { min: 1, max: 1000, step: 1, high: 60 }), hasSchedule(this.store.settings) ? 'The custom schedule decides their number' : '')}
        ${this.store.takesPrompt ? field(this.store, 'guidance', 'Guidance', sliderInput(this.store, 'guidance', 'Guidance', { min: 0, max: 100, step: 0.5, high: 15 })) : nothing}
        <demist-seed .store=${this.store}></demist-seed>
        ${this.size()} ${this.count()}
        <demist-more-options .store=${this.store}></demist-more-options>
      </div>
    </form>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    void this.store.generate();
  }

  private words() {
    const { store } = this;
    return html`<div class="words card">
      ${store.takesPrompt ? this.prompts() : html`<p class="wordless">This model draws without words.</p>`}
      <demist-start-picture .store=${store}></demist-start-picture>
      <div class="actions">
        <button class="primary" type="submit" ?disabled=${store.busy}>${icons.spark} Generate <kbd>Ctrl ↵</kbd></button>
        <button class="quiet" type="button" title="Start from a picture, or take its settings" aria-label="Start from a picture, or take its settings" @click=${this.openPicture}>
          ${icons.picture}
        </button>
      </div>
    </div>`;
  }

  private prompts() {
    const { store } = this;
    return html`${field(store, 'prompt', 'Prompt', this.area('prompt', 3, 'Describe a picture'))}
      ${store.settings.prompt === '' ? this.examples() : nothing}
      ${field(store, 'negativePrompt', 'Negative prompt', this.area('negativePrompt', 1, 'What to keep away from'))}`;
  }

  private openPicture(): void {
    document.querySelector<HTMLInputElement>('#picture-file')?.click();
  }

  private examples() {
    return html`<div class="chips" role="group" aria-label="Examples">
      ${EXAMPLES.map((text) => html`<button type="button" class="chip" @click=${() => this.example(text)}>${text}</button>`)}
    </div>`;
  }

  private example(prompt: string): void {
    this.store.set({ prompt });
    this.querySelector<HTMLTextAreaElement>('[name=prompt]')?.focus();
  }

  private area(key: 'prompt' | 'negativePrompt', rows: number, placeholder: string) {
    const { store } = this;
    return (wiring: Wiring) => html`<textarea
      id=${wiring.id}
      name=${key}
      rows=${rows}
      placeholder=${placeholder}
      aria-invalid=${wiring.invalid}
      aria-describedby=${wiring.describedBy}
      .value=${store.settings[key]}
      @input=${(event: Event) => store.set({ [key]: (event.target as HTMLTextAreaElement).value })}
    ></textarea>`;
  }

  private model() {
    const { store } = this;
    const select = (wiring: Wiring) => html`<select
      id=${wiring.id}
      name="model"
      aria-invalid=${wiring.invalid}
      aria-describedby=${wiring.describedBy}
      @change=${(event: Event) => store.chooseModel((event.target as HTMLSelectElement).value)}
    >
      ${store.offer.models.map(({ name }) => html`<option value=${name} ?selected=${name === store.settings.model}>${name}</option>`)}
    </select>`;
    return field(store, 'model', 'Model', select);
  }

  private scheduler() {
    const { store } = this;
    const own = store.model?.scheduler;
    const select = (wiring: Wiring) => html`<select
      id=${wiring.id}
      name="scheduler"
      aria-invalid=${wiring.invalid}
      aria-describedby=${wiring.describedBy}
      @change=${(event: Event) => store.set({ scheduler: (event.target as HTMLSelectElement).value, options: {} })}
    >
      ${store.offer.schedulers.map(
        ({ name }) =>
          html`<option value=${name} ?selected=${name === store.settings.scheduler}>${name}${name === own ? ' (default)' : ''}</option>`,
      )}
    </select>`;
    return field(store, 'scheduler', 'Scheduler', select);
  }

  private size() {
    const { store } = this;
    const range = { min: 8, max: 4096, step: 8 };
    return html`<div class="size" role="group" aria-label="Size">
      ${field(store, 'width', 'Width', numberInput(store, 'width', range))}
      ${field(store, 'height', 'Height', numberInput(store, 'height', range))}
      <div class="shapes">${SHAPES.map((shape) => this.shape(...shape))}</div>
    </div>`;
  }

  /** A shape with the long side of the model's own size, in whole blocks of eight pixels. */
  private shape(name: string, across: number, down: number) {
    const long = Math.max(this.store.model?.width ?? 512, this.store.model?.height ?? 512);
    const side = (part: number) => Math.max(8, Math.round((long * part) / Math.max(across, down) / 8) * 8);
    const [width, height] = [side(across), side(down)];
    const chosen = this.store.settings.width === width && this.store.settings.height === height;
    return html`<button type="button" class="shape" aria-pressed=${chosen} aria-label=${name} title="${name}, ${width} × ${height}"
      @click=${() => this.store.set({ width, height })}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <rect x=${12 - across * 2.2} y=${12 - down * 2.2} width=${across * 4.4} height=${down * 4.4} rx="1.5" transform=${across === down ? 'translate(-24 -24) scale(3)' : ''} />
      </svg>
    </button>`;
  }

  private count() {
    const { store } = this;
    return html`<fieldset class="field count" data-field="count">
      <legend>How many</legend>
      <div class="segments">
        ${COUNTS.map(
          (n) => html`<label><input type="radio" name="count" value=${n} .checked=${store.settings.count === n} @change=${() => store.set({ count: n })} /><span>${n}</span></label>`,
        )}
      </div>
      ${store.fieldErrors['count'] ? html`<p class="error">${store.fieldErrors['count']}</p>` : nothing}
    </fieldset>`;
  }
}
