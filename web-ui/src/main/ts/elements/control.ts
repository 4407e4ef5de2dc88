import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { field, sliderInput, type Wiring } from '../ui/field.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** The input picture of a ControlNet and its scale. Empty if there is no ControlNet. */
@customElement('demist-control')
export class Control extends View {
  override render() {
    const { store } = this;
    const { controlImage } = store.form.settings;
    if (this.names.length === 0 && controlImage === null) return nothing;
    return html`${field(store, 'controlNet', 'ControlNet', (wiring) => this.choice(wiring))}
      ${field(store, 'controlImage', 'What it sees', (wiring) => this.picture(wiring), 'Edges, depth, a pose: what it was trained on')}
      ${controlImage === null
        ? nothing
        : field(store, 'controlScale', 'How much it counts', sliderInput(store, 'controlScale', 'How much it counts', { min: 0, max: 10, step: 0.05, high: 2 }))}`;
  }

  /** The model's own has no name. */
  private get names(): string[] {
    const { store } = this;
    return store.form.model?.kind.includes('ControlNet') ? ['', ...store.offer.controlNets] : [...store.offer.controlNets];
  }

  private choice({ id, describedBy }: Wiring) {
    const { store } = this;
    return html`<select id=${id} name="controlNet" aria-describedby=${describedBy} @change=${(event: Event) => store.form.set({ controlNet: (event.target as HTMLSelectElement).value })}>
      ${this.names.map((name) => html`<option value=${name} ?selected=${name === store.form.settings.controlNet}>${name || 'the model’s own'}</option>`)}
    </select>`;
  }

  private picture({ id, invalid, describedBy }: Wiring) {
    const { controlImage } = this.store.form.settings;
    if (controlImage === null) {
      return html`<input id=${id} name="controlImage" type="file" accept="image/*" aria-invalid=${invalid} aria-describedby=${describedBy} @change=${this.chosen} />`;
    }
    return html`<div class="control-picture">
      <img src=${controlImage} alt="What the ControlNet sees" />
      <button id=${id} type="button" class="quiet" name="no-control" aria-label="Draw without the ControlNet" title="Draw without the ControlNet" @click=${this.dismiss}>${icons.close}</button>
    </div>`;
  }

  private readonly chosen = async (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    const { controlNet } = this.store.form.settings;
    if (!this.names.includes(controlNet)) this.store.form.set({ controlNet: this.names[0] ?? '' });
    await this.store.form.control(file);
  };

  private readonly dismiss = () => this.store.form.set({ controlImage: null });
}
