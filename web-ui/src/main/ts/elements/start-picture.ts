import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { field, sliderInput } from '../ui/field.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** The picture to start from: how much of it is left, and which part is repainted. Empty without one. */
@customElement('demist-start-picture')
export class StartPicture extends View {
  override render() {
    const { store } = this;
    const { image, mask } = store.form.settings;
    if (image === null) return nothing;
    const strength = sliderInput(store, 'strength', 'Strength', { min: 0.05, max: 1, step: 0.05, high: 1 });
    return html`<div class="start">
      <div class="start-thumb">
        <img src=${image} alt="The picture to start from" />
        ${mask === null ? nothing : html`<img class="mask" src=${mask} alt="The part that is repainted, in white" />`}
      </div>
      <div class="start-words">
        ${field(store, 'strength', 'Strength', strength, 'Low keeps the picture, high redraws it')}
        <div class="start-actions">
          <button type="button" class="quiet labelled" name="mask" @click=${this.paint}>${icons.brush} ${mask === null ? 'Repaint a part' : 'Change the part'}</button>
          <button type="button" class="quiet" name="no-image" aria-label="Start from noise again" title="Start from noise again" @click=${this.dismiss}>${icons.close}</button>
        </div>
        ${this.problem('image')} ${this.problem('mask')}
      </div>
    </div>`;
  }

  private problem(name: 'image' | 'mask') {
    const error = this.store.form.errors[name];
    return error === undefined ? nothing : html`<p class="error" role="alert">${error}</p>`;
  }

  private paint(): void {
    document.querySelector('demist-mask')?.open();
  }

  private dismiss(): void {
    this.store.form.set({ image: null, mask: null });
  }
}
