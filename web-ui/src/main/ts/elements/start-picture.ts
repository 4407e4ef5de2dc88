import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Fit } from '../net/types.js';
import { field, sliderInput } from '../ui/field.js';
import { icons } from '../ui/icons.js';
import { segments } from '../ui/segments.js';
import { View } from '../ui/view.js';

const FITS: readonly (readonly [Fit, string, string])[] = [
  ['crop', 'Cut', 'Its middle fills the picture; what lies outside is cut off'],
  ['pad', 'Bars', 'All of it is seen, with black bars beside it'],
  ['stretch', 'Stretch', 'All of it is seen, stretched to the shape'],
];

/** Shapes that differ by less are the same: sizes are in blocks of eight. */
const SAME_SHAPE = 0.07;

/** The picture to start from: how much of it is left, and which part is repainted. Empty without one. */
@customElement('demist-start-picture')
export class StartPicture extends View {
  /** The picture's width to its height; 0 while it is not known. */
  @state() private shape = 0;

  override render() {
    const { store } = this;
    const { image, mask } = store.form.settings;
    if (image === null) return nothing;
    const strength = sliderInput(store, 'strength', 'Strength', { min: 0.05, max: 1, step: 0.05, high: 1 });
    return html`<div class="start">
      <div class="start-thumb">
        <img src=${image} alt="The picture to start from" @load=${this.measure} />
        ${mask === null ? nothing : html`<img class="mask" src=${mask} alt="The part that is repainted, in white" />`}
      </div>
      <div class="start-words">
        ${field(store, 'strength', 'Strength', strength, 'Low keeps the picture, high redraws it')}
        ${this.fit()}
        <div class="start-actions">
          <button type="button" class="quiet labelled" name="mask" @click=${this.paint}>${icons.brush} ${mask === null ? 'Repaint a part' : 'Change the part'}</button>
          <button type="button" class="quiet" name="no-image" aria-label="Start from noise again" title="Start from noise again" @click=${this.dismiss}>${icons.close}</button>
        </div>
        ${this.problem('image')} ${this.problem('mask')}
      </div>
    </div>`;
  }

  private readonly measure = ({ target }: Event) => {
    const { naturalWidth, naturalHeight } = target as HTMLImageElement;
    this.shape = naturalWidth / naturalHeight;
  };

  /** How the picture gets the shape of the result, if it has another. */
  private fit() {
    const { form } = this.store;
    const { width, height, fit } = form.settings;
    if (this.shape === 0 || Math.abs(Math.log((this.shape * height) / width)) < SAME_SHAPE) return nothing;
    return html`<div class="field">
      <p class="label">It has another shape than the result</p>
      ${segments({ name: 'fit', legend: 'How it is fitted', items: FITS.map(([value, name]) => [value, name] as const), chosen: fit, choose: (it) => form.set({ fit: it }) })}
      <p class="hint">${FITS.find(([value]) => value === fit)?.[2]}</p>
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
