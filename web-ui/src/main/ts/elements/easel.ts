import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Brush } from '../ui/brush.js';
import { icons } from '../ui/icons.js';

/** How much the keys [ and ] change the brush, in percent of the picture's width. */
const STEP = 2;

/**
 * A picture that is painted over, with the tools of a brush.
 * It dispatches `unreadable` for a file that is no picture. The painting stays until there is another picture.
 */
@customElement('demist-easel')
export class Easel extends LitElement {
  /** The address of the picture. */
  @property() picture = '';
  /** A mask to begin with; null for none. */
  @property({ attribute: false }) mask: string | null = null;
  /** Whether a mask can be opened from a file. */
  @property({ type: Boolean }) files = false;
  @state() private erases = false;
  @state() private percent = 14;
  @state() private canUndo = false;
  /** Where the pointer is over the picture, as a share of its sides. */
  @state() private pointer: { x: number; y: number } | null = null;
  private brush?: Brush;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    return html`<div class="easel" @pointerleave=${() => (this.pointer = null)}>
        <img src=${this.picture} alt="The picture to paint over" draggable="false" @load=${this.prepare} />
        <canvas role="img" aria-label="What is painted over" @pointerdown=${this.down} @pointermove=${this.move}></canvas>
        ${this.pointer ? html`<span class="outline" .style=${this.outline(this.pointer)}></span>` : nothing}
      </div>
      <div class="brushes" role="toolbar" aria-label="Brush">
        <label for="brush">Brush</label>
        <input id="brush" type="range" min="2" max="40" .value=${String(this.percent)} title="[ and ]" @input=${this.sized} />
        <button type="button" class="quiet" name="undo-stroke" aria-label="Undo" title="Undo (Ctrl Z)" ?disabled=${!this.canUndo} @click=${this.undo}>${icons.reuse}</button>
        <button type="button" class="quiet labelled" name="erase" aria-pressed=${this.erases} @click=${this.turn}>Erase</button>
        <button type="button" class="quiet labelled" name="clear" @click=${this.clear}>Clear</button>
        ${this.files ? html`<label class="button quiet labelled">Open a mask<input class="unseen" type="file" accept="image/*" @change=${this.load} /></label>` : nothing}
      </div>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.key, { capture: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.key, { capture: true });
  }

  /** What is painted; null if nothing is. */
  painting(): string | null {
    return this.brush?.isEmpty() === false ? this.brush.mask() : null;
  }

  private readonly prepare = async (event: Event) => {
    const { naturalWidth, naturalHeight } = event.target as HTMLImageElement;
    this.brush = new Brush(this.querySelector('canvas')!, naturalWidth, naturalHeight);
    this.brush.percent = this.percent;
    if (this.mask !== null) await this.brush.load(await imageOf(this.mask));
    this.follow();
  };

  /** The brush's circle around the pointer. */
  private outline({ x, y }: { x: number; y: number }): string {
    return `left: ${100 * x}%; top: ${100 * y}%; width: ${this.percent}%`;
  }

  private readonly down = (event: PointerEvent) => {
    (event.target as Element).setPointerCapture(event.pointerId);
    this.brush?.begin(event);
    this.follow();
  };

  private readonly move = (event: PointerEvent) => {
    const { width, height } = (event.target as Element).getBoundingClientRect();
    this.pointer = { x: event.offsetX / width, y: event.offsetY / height };
    if (event.buttons > 0) this.brush?.pull(event);
  };

  /** The keys that painters know, while the easel can be seen. */
  private readonly key = (event: KeyboardEvent) => {
    if (this.offsetParent === null) return;
    const undoes = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
    if (undoes) this.undo();
    else if (event.key === '[' || event.key === ']') this.brush?.grow(event.key === ']' ? STEP : -STEP);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.follow();
  };

  private readonly undo = () => {
    this.brush?.undo();
    this.follow();
  };

  private readonly clear = () => {
    this.brush?.clear();
    this.follow();
  };

  private readonly sized = (event: Event) => {
    if (this.brush) this.brush.percent = (event.target as HTMLInputElement).valueAsNumber;
    this.follow();
  };

  private readonly turn = () => {
    this.erases = !this.erases;
    if (this.brush) this.brush.erases = this.erases;
  };

  private readonly load = async (event: Event) => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file || !this.brush) return;
    await createImageBitmap(file).then((picture) => this.brush?.load(picture)).catch(() => this.dispatchEvent(new CustomEvent('unreadable', { detail: file.name })));
    this.follow();
  };

  /** Shows what the brush has become. */
  private follow(): void {
    if (!this.brush) return;
    this.percent = this.brush.percent;
    this.canUndo = this.brush.canUndo;
  }
}

/** The picture at an address; a `data:` address may be shown, but not fetched. */
async function imageOf(address: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

declare global {
  interface HTMLElementTagNameMap {
    'demist-easel': Easel;
  }
}
