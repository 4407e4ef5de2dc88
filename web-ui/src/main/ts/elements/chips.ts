import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { differing, type Settings } from '../state/settings.js';
import { hasSchedule } from '../state/schedule.js';
import { labelOf } from '../state/lanes.js';
import { TUNING_KEYS } from '../state/tuning.js';
import { chip, type Chip } from '../ui/chip.js';
import { field, sliderInput, type Wiring } from '../ui/field.js';
import { icons } from '../ui/icons.js';
import { referenceCount, shapeName } from '../ui/format.js';
import { View } from '../ui/view.js';

const COUNTS = [1, 2, 4, 8];

/** The settings as chips: each says its value, opens its control, and is filled where the run on the stage was drawn with another. */
@customElement('demist-chips')
export class Chips extends View {
  private differing: ReadonlySet<keyof Settings> = new Set();

  override render() {
    const { store } = this;
    const { settings, takesGuidance, takesNegativePrompt } = store.form;
    const { view } = store.position;
    this.differing = view ? differing(settings, view.run) : new Set();
    return html`<div class="chips" role="group" aria-label="Settings">
      ${this.model()} ${this.preset()} ${this.scheduler()} ${this.steps()} ${takesGuidance ? this.guidance() : nothing} ${this.size()} ${this.seed()} ${this.count()} ${this.compare()}
      ${this.references()} ${this.picture()} ${takesNegativePrompt ? this.negative() : nothing} ${this.more()}
    </div>`;
  }

  /** What a chip says of its settings: whether they differ, and whether one is wrong. */
  private marks(...keys: (keyof Settings)[]): Pick<Chip, 'differs' | 'wrong'> {
    const { errors } = this.store.form;
    return { differs: keys.some((key) => this.differing.has(key)), wrong: keys.some((key) => errors[key] !== undefined) };
  }

  private model() {
    const { settings } = this.store.form;
    const label = settings.model || 'Model';
    return chip({ name: 'model', label, title: 'Model', ...this.marks('model') }, html`<demist-models .store=${this.store}></demist-models>`);
  }

  /** There once a preset was recognised, or chosen or refused. */
  private preset() {
    const { presets, form } = this.store;
    const { used } = presets;
    if (presets.names.length === 0 || (used === '' && form.settings.preset === '')) return nothing;
    const label = used === '' ? 'no preset' : `preset ${used}`;
    return chip({ name: 'preset', label, title: 'Preset for few steps', ...this.marks('preset') }, html`<demist-preset .store=${this.store}></demist-preset>`);
  }

  private scheduler() {
    const { settings, scheduler, errors } = this.store.form;
    const wrong = scheduler?.options.some(({ name }) => errors[name] !== undefined) || this.marks('scheduler', 'timesteps', 'sigmas').wrong === true;
    const changed = Object.keys(settings.options).length > 0 || hasSchedule(settings);
    const label = `${this.store.offer.schedulerLabel(settings.scheduler) || 'Scheduler'}${changed ? ' *' : ''}`;
    const marks = { ...this.marks('scheduler', 'options', 'timesteps', 'sigmas'), wrong };
    return chip({ name: 'scheduler', label, title: 'Scheduler', ...marks }, html`<demist-schedulers .store=${this.store}></demist-schedulers>`);
  }

  private steps() {
    const { store } = this;
    const { settings } = store.form;
    const label = hasSchedule(settings) ? 'own schedule' : `${number(settings.steps)} steps`;
    const hint = hasSchedule(settings) ? 'The custom schedule decides their number' : '';
    const slider = sliderInput(store, 'steps', 'Steps', { min: 1, max: 1000, step: 1, high: 60 });
    return chip({ name: 'steps', label, title: 'Steps', ...this.marks('steps') }, field(store, 'steps', 'Steps', slider, hint));
  }

  private guidance() {
    const { store } = this;
    const label = `guidance ${number(store.form.settings.guidance)}`;
    const slider = sliderInput(store, 'guidance', 'Guidance', { min: 0, max: 100, step: 0.5, high: 15 });
    return chip({ name: 'guidance', label, title: 'Guidance', ...this.marks('guidance') }, field(store, 'guidance', 'Guidance', slider));
  }

  private size() {
    const { width, height } = this.store.form.settings;
    return chip({ name: 'size', label: shapeName(width, height), title: 'Size', ...this.marks('width', 'height') }, html`<demist-size .store=${this.store}></demist-size>`);
  }

  private seed() {
    const { seed, seedLocked } = this.store.form.settings;
    const label = seedLocked && seed !== null ? html`${icons.locked} seed ${seed}` : 'new seed';
    return chip({ name: 'seed', label, title: 'Seed', ...this.marks('seed') }, html`<demist-seed .store=${this.store}></demist-seed>`);
  }

  private count() {
    const { form } = this.store;
    const { count } = form.settings;
    const choice = html`<fieldset class="field count" data-field="count">
      <legend>How many</legend>
      <div class="segments">
        ${COUNTS.map((n) => html`<label><input type="radio" name="count" value=${n} .checked=${count === n} @change=${() => form.set({ count: n })} /><span>${n}</span></label>`)}
      </div>
      ${form.errors['count'] ? html`<p class="error">${form.errors['count']}</p>` : nothing}
    </fieldset>`;
    return chip({ name: 'count', label: `× ${count}`, title: 'How many', ...this.marks('count') }, choice);
  }

  private compare() {
    const { comparison } = this.store.side;
    const label = comparison === null ? '+ compare with…' : html`<span class="cut">compare ${comparison.values.map((value) => labelOf(comparison.axis, value, this.store.offer)).join(', ')}</span>`;
    return chip({ name: 'compare', label, title: 'Compare' }, html`<demist-compare .store=${this.store}></demist-compare>`);
  }

  private picture() {
    const { image, mask } = this.store.form.settings;
    if (image === null) {
      return html`<button type="button" class="chip" name="open-picture" title="Start from a picture, or take its settings"
        @click=${openPicture}>+ picture</button>`;
    }
    const label = html`<img src=${image} alt="" /> ${mask === null ? 'from a picture' : 'part of a picture'}`;
    const marks = this.marks('image', 'mask', 'strength');
    return chip({ name: 'picture', label, title: 'The picture to start from', ...marks }, html`<demist-start-picture .store=${this.store}></demist-start-picture>`);
  }

  private references() {
    const { form } = this.store;
    if (form.mostReferences === 0) return nothing;
    const { references } = form.wished;
    const label = references.length === 0 ? '+ reference' : html`${references.map((picture) => html`<img src=${picture} alt="" />`)} ${referenceCount(references.length)}`;
    return chip({ name: 'references', label, title: 'Reference pictures', ...this.marks('references') }, html`<demist-references .store=${this.store}></demist-references>`);
  }

  private negative() {
    const { form } = this.store;
    const { negativePrompt } = form.settings;
    const area = ({ id, invalid, describedBy }: Wiring) => html`<textarea id=${id} name="negativePrompt" rows="3"
      placeholder="What to keep away from" aria-invalid=${invalid} aria-describedby=${describedBy}
      .value=${negativePrompt} @input=${(event: Event) => form.set({ negativePrompt: (event.target as HTMLTextAreaElement).value })}></textarea>`;
    const label = negativePrompt ? html`<span class="cut">without ${negativePrompt}</span>` : '+ negative';
    return chip({ name: 'negative', label, title: 'Negative prompt', ...this.marks('negativePrompt') }, field(this.store, 'negativePrompt', 'Negative prompt', area));
  }

  private more() {
    const marks = this.marks('loras', 'embeddings', 'controlImage', 'controlNet', 'controlScale', ...TUNING_KEYS);
    const label = html`<span aria-hidden="true">⋯</span><span class="unseen">More settings</span>`;
    return chip({ name: 'more', label, title: 'More settings', ...marks }, html`<demist-more-options .store=${this.store}></demist-more-options>`);
  }
}

const number = (value: number): string => (Number.isFinite(value) ? String(value) : '?');

function openPicture(): void {
  document.querySelector<HTMLInputElement>('#picture-file')?.click();
}
