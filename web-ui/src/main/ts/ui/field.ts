import { html, nothing, type TemplateResult } from 'lit';
import type { Store } from '../state/store.js';
import type { NumberKey } from '../state/form.js';

/** What a control needs to belong to its label and its error. */
export interface Wiring {
  readonly id: string;
  readonly invalid: 'true' | 'false';
  readonly describedBy: string | typeof nothing;
}

/** A labelled control with its error beneath it; `hint` stands there while nothing is wrong. */
export function field(store: Store, name: string, label: string, control: (wiring: Wiring) => TemplateResult, hint = ''): TemplateResult {
  const error = store.form.errors[name];
  const note = error ?? hint;
  const wiring: Wiring = {
    id: `field-${name}`,
    invalid: error === undefined ? 'false' : 'true',
    describedBy: note ? `note-${name}` : nothing,
  };
  return html`<div class="field" data-field=${name}>
    <label for=${wiring.id}>${label}</label>
    ${control(wiring)} ${note ? html`<p id="note-${name}" class=${error === undefined ? 'hint' : 'error'}>${note}</p>` : nothing}
  </div>`;
}

/** A number of the settings as an input. */
export function numberInput(store: Store, key: NumberKey, range: { min: number; max: number; step: number }) {
  return (wiring: Wiring) => html`<input
    id=${wiring.id}
    name=${key}
    type="number"
    inputmode="decimal"
    min=${range.min}
    max=${range.max}
    step=${range.step}
    aria-invalid=${wiring.invalid}
    aria-describedby=${wiring.describedBy}
    .value=${String(store.form.settings[key])}
    @change=${(event: Event) => take(store, key, event.target as HTMLInputElement)}
  />`;
}

// What was taken may differ from what was typed, and be what was there before: it is shown here, and not at each rendering, which
// would wipe away what is being typed.
function take(store: Store, key: NumberKey, input: HTMLInputElement): void {
  store.form.setNumber(key, input.valueAsNumber);
  input.value = String(store.form.settings[key]);
}

/** A number as a slider and an input, both with the same value. */
export function sliderInput(store: Store, key: NumberKey, label: string, range: { min: number; max: number; step: number; high: number }) {
  const number = numberInput(store, key, range);
  return (wiring: Wiring) => html`<div class="slider">
    <input
      type="range"
      aria-label="${label}, by slider"
      min=${range.min}
      max=${range.high}
      step=${range.step}
      .value=${String(store.form.settings[key])}
      @input=${(event: Event) => store.form.set({ [key]: (event.target as HTMLInputElement).valueAsNumber })}
    />${number(wiring)}
  </div>`;
}
