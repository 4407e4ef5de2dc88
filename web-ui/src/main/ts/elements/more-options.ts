import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { field, numberInput, type Wiring } from '../ui/field.js';
import { TUNING } from '../state/tuning.js';
import type { Preview } from '../net/types.js';
import { View } from '../ui/view.js';

const PREVIEWS: readonly [Preview, string][] = [
  ['auto', 'As sharp as time allows'],
  ['linear', 'Quick'],
  ['tiny', 'Tiny decoder'],
  ['full', 'Full decoder'],
];

/** What few people need: LoRAs, and how the prompt is read and followed. */
@customElement('demist-more-options')
export class MoreOptions extends View {
  override render() {
    const { store } = this;
    const { settings } = store.form;
    const { loras } = settings;
    return html`<div class="options-body">
        ${this.names.map((name) => field(store, `lora-${name}`, `LoRA ${name}`, (wiring) => this.weight(name, wiring), loras[name] === undefined ? 'Not in use' : ''))}
        ${store.form.errors['loras'] === undefined ? nothing : html`<p class="error" role="alert">${store.form.errors['loras']}</p>`}
        ${store.presets.names.length > 0 && store.presets.used === '' && settings.preset === '' ? html`<demist-preset .store=${store}></demist-preset>` : nothing}
        ${this.embeddings()}
        <demist-control .store=${store}></demist-control>
        ${store.form.tuning.map((key) => field(store, key, TUNING[key].label, numberInput(store, key, TUNING[key]), TUNING[key].hint))}
        ${store.typing.possible ? html`<label class="check"><input type="checkbox" name="morphs" .checked=${store.typing.morphs} @change=${(event: Event) => (store.typing.morphs = (event.target as HTMLInputElement).checked)} /> Live pictures grow out of the one before</label>` : nothing}
        ${field(store, 'preview', 'Previews', (wiring) => this.previews(wiring), 'Better ones take time from the picture')}
    </div>`;
  }

  /** Words that were learned from pictures; a prompt can use those that are in use. */
  private embeddings() {
    const { store } = this;
    const used = store.form.settings.embeddings;
    const names = [...new Set([...store.offer.embeddings, ...used])];
    if (names.length === 0) return nothing;
    const toggle = (name: string) => store.form.set({ embeddings: used.includes(name) ? used.filter((it) => it !== name) : [...used, name] });
    return html`<fieldset class="field" data-field="embeddings">
      <legend>Textual inversions</legend>
      ${names.map((name) => html`<label class="check"><input type="checkbox" name=${`embedding-${name}`} .checked=${used.includes(name)} @change=${() => toggle(name)} /> ${name}</label>`)}
      ${store.form.errors['embeddings'] === undefined ? nothing : html`<p class="error" role="alert">${store.form.errors['embeddings']}</p>`}
    </fieldset>`;
  }

  private previews({ id, describedBy }: Wiring) {
    const { store } = this;
    return html`<select id=${id} name="preview" aria-describedby=${describedBy} @change=${(event: Event) => store.choosePreview((event.target as HTMLSelectElement).value as Preview)}>
      ${PREVIEWS.map(([value, label]) => html`<option value=${value} ?selected=${value === store.preview}>${label}</option>`)}
    </select>`;
  }

  /** The server's, and those of restored settings that it does not have: they can then be taken out. */
  private get names(): string[] {
    return [...new Set([...this.store.offer.loras, ...Object.keys(this.store.form.settings.loras)])];
  }

  private weight(name: string, wiring: Wiring) {
    const weight = this.store.form.settings.loras[name];
    return html`<input id=${wiring.id} name=${`lora-${name}`} type="number" step="0.05" inputmode="decimal" placeholder="0"
      aria-describedby=${wiring.describedBy} .value=${weight === undefined ? '' : String(weight)} @change=${(event: Event) => this.change(name, event)} />`;
  }

  private change(name: string, event: Event): void {
    const weight = (event.target as HTMLInputElement).valueAsNumber;
    const { [name]: _, ...others } = this.store.form.settings.loras;
    void this.store.presets.turnLoras(Number.isFinite(weight) && weight !== 0 ? { ...others, [name]: weight } : others);
  }
}
