import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { readSeed } from '../net/json.js';
import { type Axis } from '../state/lanes.js';
import { segments } from '../ui/segments.js';
import { View } from '../ui/view.js';

const AXES: readonly (readonly [Axis, string])[] = [
  ['scheduler', 'Scheduler'],
  ['guidance', 'Guidance'],
  ['steps', 'Steps'],
  ['model', 'Model'],
  ['seed', 'Seed'],
];

/** Which values of one setting are drawn beside each other. */
@customElement('demist-compare')
export class Compare extends View {
  @state() private axis: Axis = 'scheduler';

  override render() {
    const { comparison, stopAt } = this.store.side;
    const axes = AXES.filter(([axis]) => (axis !== 'guidance' || this.store.form.takesGuidance) && (axis !== 'model' || this.store.offer.models.length > 1));
    return html`${segments({ name: 'axis', legend: 'What differs', items: axes, chosen: this.axis, choose: (axis) => this.turn(axis) })}
      ${this.axis === 'scheduler' || this.axis === 'model' ? this.names(this.axis) : this.numbers(this.axis)}
      <label class="stop-at">Pause each at step
        <input type="number" name="stop-at" min="1" step="1" inputmode="numeric" placeholder="–" .value=${stopAt === null ? '' : String(stopAt)} @change=${this.stop} />
      </label>
      <p class="hint">Then choose which of them go on. Words can differ, too: a {red|green} apple.</p>
      ${comparison ? html`<button type="button" class="quiet labelled" name="compare-nothing" @click=${() => this.store.side.set({ comparison: null })}>Compare nothing</button>` : nothing}`;
  }

  private turn(axis: Axis): void {
    this.axis = axis;
    this.store.side.set({ comparison: null });
  }

  private get chosen(): readonly (string | number)[] {
    const { comparison } = this.store.side;
    return comparison?.axis === this.axis ? comparison.values : [];
  }

  private choose(values: readonly (string | number)[]): void {
    this.store.side.set({ comparison: values.length === 0 ? null : { axis: this.axis, values } });
  }

  private names(axis: 'scheduler' | 'model') {
    const { form, offer } = this.store;
    const own = axis === 'model' ? form.settings.model : form.settings.scheduler;
    const all = axis === 'model' ? offer.models.map(({ name }) => name) : [...new Set([...(form.model?.schedulers ?? []), ...offer.schedulers.map(({ name }) => name)])];
    const { chosen } = this;
    const used = chosen.length > 0 ? chosen : [own];
    const turn = (name: string) => this.choose(used.includes(name) ? used.filter((it) => it !== name) : [...used, name]);
    return html`<fieldset class="choices many">
      <legend class="unseen">Which of them</legend>
      ${all.map((name) => html`<label><input type="checkbox" name=${`compare-${name}`} .checked=${used.includes(name)} @change=${() => turn(name)} /><span>${axis === 'model' ? name : offer.schedulerLabel(name)}</span></label>`)}
    </fieldset>`;
  }

  private numbers(axis: 'guidance' | 'steps' | 'seed') {
    const { settings } = this.store.form;
    const example = { guidance: '2, 5, 9', steps: '6, 12, 24', seed: '1, 2, 3' }[axis];
    const value = this.chosen.length > 0 ? this.chosen.join(', ') : '';
    return html`<label class="field">Values, with commas between them
      <input name="compare-values" type="text" inputmode="decimal" placeholder=${`${example}; now ${settings[axis] ?? 'a new one'}`} .value=${value} @change=${this.typed} />
    </label>`;
  }

  private readonly typed = (event: Event) => {
    const words = (event.target as HTMLInputElement).value.split(/[\s,;]+/).filter(Boolean);
    const values = words.map((word) => (this.axis === 'seed' ? readSeed(word) : Number(word)));
    this.choose([...new Set(values.filter((value): value is string | number => value !== undefined && !Number.isNaN(value)))]);
  };

  private readonly stop = (event: Event) => {
    const step = (event.target as HTMLInputElement).valueAsNumber;
    this.store.side.set({ stopAt: step >= 1 ? Math.floor(step) : null });
  };
}
