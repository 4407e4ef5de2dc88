import { html, nothing, type TemplateResult } from 'lit';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly note?: string;
}

interface Choices {
  readonly name: string;
  readonly legend: string;
  readonly items: readonly Choice[];
  readonly chosen: string;
  readonly error?: string | undefined;
  readonly choose: (value: string) => void;
}

/** One of several, as a list of radio buttons. */
export function choices({ name, legend, items, chosen, error, choose }: Choices): TemplateResult {
  return html`<fieldset class="choices" data-field=${name}>
    <legend>${legend}</legend>
    ${items.map(
      ({ value, label, note }) => html`<label title=${note ?? nothing}>
        <input type="radio" name=${name} value=${value} .checked=${value === chosen} aria-invalid=${error !== undefined && value === chosen} @change=${() => choose(value)} />
        <span>${label}</span>${note ? html`<span class="note">${note}</span>` : nothing}
      </label>`,
    )}
    ${error ? html`<p class="error">${error}</p>` : nothing}
  </fieldset>`;
}
