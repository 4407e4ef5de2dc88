import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { field, numberInput } from '../ui/field.js';
import { View } from '../ui/view.js';

const SHAPES: readonly [name: string, across: number, down: number][] = [
  ['Square', 1, 1],
  ['Portrait', 3, 4],
  ['Landscape', 4, 3],
];

/** Width and height, and shapes of the model's own size. */
@customElement('demist-size')
export class Size extends View {
  override render() {
    const range = { min: 8, max: 4096, step: 8 };
    const { width = 512, height = 512 } = this.store.form.model ?? {};
    const own = SHAPES.every(([, across, down]) => across * height !== down * width);
    return html`<div class="size" role="group" aria-label="Size">
      <div class="shapes">${own ? this.shape('The model’s own', width, height) : nothing} ${SHAPES.map((shape) => this.shape(...shape))}</div>
      ${field(this.store, 'width', 'Width', numberInput(this.store, 'width', range))}
      ${field(this.store, 'height', 'Height', numberInput(this.store, 'height', range))}
    </div>`;
  }

  /** A shape with the long side of the model's own size, in whole blocks of eight pixels. */
  private shape(name: string, across: number, down: number) {
    const { form } = this.store;
    const long = Math.max(form.model?.width ?? 512, form.model?.height ?? 512);
    const side = (part: number) => Math.max(8, Math.round((long * part) / Math.max(across, down) / 8) * 8);
    const [width, height] = [side(across), side(down)];
    const chosen = form.settings.width === width && form.settings.height === height;
    return html`<button type="button" class="shape" aria-pressed=${chosen} title="${width} × ${height}" @click=${() => form.set({ width, height })}>
      <span class="outline" .style=${`aspect-ratio: ${across} / ${down}`}></span>${name}
    </button>`;
  }
}
