import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { icons } from '../ui/icons.js';
import { Brush } from '../ui/brush.js';
import { View } from '../ui/view.js';

/** A dialog to paint over the part that is to be redrawn. A black and white picture can be opened instead of painting. */
@customElement('demist-mask')
export class Mask extends View {
  @state() private erases = false;
  private brush?: Brush;

  override render() {
    const { image } = this.store.form.settings;
    return html`<dialog id="mask" aria-labelledby="mask-title">
      <form method="dialog">
        <h2 id="mask-title">Paint over what is to be redrawn</h2>
        <button class="quiet" aria-label="Close">${icons.close}</button>
      </form>
      <div class="easel">
        ${image === null ? nothing : html`<img src=${image} alt="The picture to start from" />`}
        <canvas role="img" aria-label="What is painted over" @pointerdown=${this.down} @pointermove=${this.move}></canvas>
      </div>
      <div class="brushes">
        <label for="brush">Brush</label>
        <input id="brush" type="range" min="2" max="40" value="14" @input=${this.width} />
        <button type="button" class="quiet labelled" name="erase" aria-pressed=${this.erases} @click=${this.turn}>Erase</button>
        <button type="button" class="quiet labelled" name="clear" @click=${() => this.brush?.clear()}>Clear</button>
        <label class="button quiet labelled">Open a mask<input class="unseen" type="file" accept="image/*" @change=${this.load} /></label>
      </div>
      <div class="actions">
        <button class="primary" name="use-mask" @click=${this.done}>Repaint this part</button>
        <button class="quiet labelled" name="no-mask" @click=${this.whole}>Repaint all of it</button>
      </div>
    </dialog>`;
  }

  async open(): Promise<void> {
    const { image, mask } = this.store.form.settings;
    if (image === null) return;
    this.erases = false;
    await this.updateComplete;
    this.dialog.showModal();
    const picture = this.querySelector<HTMLImageElement>('.easel img')!;
    await picture.decode();
    this.brush = new Brush(this.querySelector('canvas')!, picture.naturalWidth, picture.naturalHeight);
    if (mask !== null) await this.brush.load(await (await fetch(mask)).blob());
  }

  private get dialog(): HTMLDialogElement {
    return this.querySelector('dialog')!;
  }

  private readonly down = (event: PointerEvent) => {
    (event.target as Element).setPointerCapture(event.pointerId);
    this.brush?.begin(event);
  };

  private readonly move = (event: PointerEvent) => {
    if (event.buttons > 0) this.brush?.draw(event);
  };

  private readonly width = (event: Event) => {
    if (this.brush) this.brush.percent = (event.target as HTMLInputElement).valueAsNumber;
  };

  private readonly turn = () => {
    this.erases = !this.erases;
    if (this.brush) this.brush.erases = this.erases;
  };

  private readonly load = async (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file) await this.brush?.load(file).catch(() => this.store.announce(`${file.name} cannot be read as a picture.`));
  };

  private readonly done = () => this.finish(this.brush?.isEmpty() === false ? this.brush.mask() : null);

  private readonly whole = () => this.finish(null);

  private finish(mask: string | null): void {
    this.store.form.set({ mask });
    this.dialog.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'demist-mask': Mask;
  }
}
