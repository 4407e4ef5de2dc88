import { html, type TemplateResult } from 'lit';

interface Segments<T extends string> {
  readonly name: string;
  readonly legend: string;
  readonly items: readonly (readonly [value: T, label: string])[];
  readonly chosen: T;
  readonly choose: (value: T) => void;
}

/** One of a few, beside each other. */
export function segments<T extends string>({ name, legend, items, chosen, choose }: Segments<T>): TemplateResult {
  return html`<fieldset class="segmented">
    <legend class="unseen">${legend}</legend>
    <div class="segments">
      ${items.map(([value, label]) => html`<label><input type="radio" name=${name} value=${value} .checked=${value === chosen} @change=${() => choose(value)} /><span>${label}</span></label>`)}
    </div>
  </fieldset>`;
}
