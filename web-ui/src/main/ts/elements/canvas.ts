import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { api } from '../net/api.js';
import type { RunView } from '../state/run-view.js';
import { Mist } from '../ui/mist.js';
import { View } from '../ui/view.js';

/** Something to paint: whose it is, what it is called, the step it shows, and how to get it. */
interface Source {
  readonly run: string;
  readonly key: string;
  readonly step: number;
  readonly load: () => Promise<Blob>;
}

/**
 * The picture: mist first, then every preview as it comes, then the finished image. After each painted preview the store
 * may ask for another, so a page that cannot keep up, or is hidden, costs the server nothing.
 */
@customElement('demist-canvas')
export class CanvasView extends View {
  private mist?: Mist;
  private bitmap: ImageBitmap | null = null;
  private wanted: Source | null = null;
  private paintedKey = '';
  private loading = false;
  private readonly resized = new ResizeObserver(() => this.fit());
  private readonly preview = () => this.refresh();

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.addEventListener('preview', this.preview);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', this.preview);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.removeEventListener('preview', this.preview);
    matchMedia('(prefers-color-scheme: dark)').removeEventListener('change', this.preview);
    this.resized.disconnect();
    this.mist?.hide();
  }

  override render() {
    return html`<canvas class="glow" width="8" height="8" aria-hidden="true"></canvas>
      <canvas class="picture" width="512" height="512" role="img" aria-label=${this.label()}></canvas>`;
  }

  protected override firstUpdated(): void {
    this.mist = new Mist(this.canvas);
    this.resized.observe(this);
  }

  protected override updated(): void {
    this.refresh();
  }

  private get canvas(): HTMLCanvasElement {
    return this.querySelector<HTMLCanvasElement>('canvas.picture')!;
  }

  private label(): string {
    const view = this.store.selected;
    if (!view) return 'No picture yet';
    const { prompt } = view.run.request;
    if (view.finished && this.store.playhead === null) return `Finished picture: ${prompt}`;
    return this.store.shownStep > 0 ? `Preview at step ${this.store.shownStep} of ${view.run.steps}: ${prompt}` : `Waiting for the first preview: ${prompt}`;
  }

  private refresh(): void {
    const view = this.store.selected;
    const source = view ? this.sourceOf(view) : null;
    if (source?.key !== this.wanted?.key) this.wanted = source;
    if (source) void this.paintWanted();
    else this.wait(view);
  }

  private wait(view: RunView | undefined): void {
    const key = view ? `waiting ${view.id}` : 'idle';
    if (this.paintedKey !== key) this.forget();
    this.paintedKey = key;
    this.fit();
    this.mist?.show(view?.active ?? false);
  }

  private forget(): void {
    this.bitmap?.close();
    this.bitmap = null;
    const glow = this.querySelector<HTMLCanvasElement>('canvas.glow')!;
    glow.getContext('2d')!.clearRect(0, 0, glow.width, glow.height);
    delete this.canvas.dataset['run'];
    delete this.canvas.dataset['step'];
    delete this.canvas.dataset['final'];
  }

  private sourceOf(view: RunView): Source | null {
    const { playhead } = this.store;
    if (playhead !== null) return this.stateSource(view, playhead);
    if (view.finished) return { run: view.id, key: `${view.id} image`, step: view.run.steps, load: () => api.picture(api.imageUrl(view.id)) };
    if (view.newest > 0) return this.stateSource(view, view.newest);
    if (!view.active && view.run.step > 0) return this.stateSource(view, view.run.step);
    return view.run.parent && view.run.parent.state > 0 ? this.stateSource(view, view.run.parent.state) : null;
  }

  private stateSource(view: RunView, step: number): Source {
    const load = async () => {
      const picture = view.preview(step) ?? (await api.picture(view.stateUrl(step)));
      view.keep(step, picture);
      return picture;
    };
    return { run: view.id, key: `${view.id} ${step}`, step, load };
  }

  /** Paints the newest wish; what came in between is passed over. */
  private async paintWanted(): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      while (this.wanted && this.wanted.key !== this.paintedKey) await this.paint(this.wanted);
    } finally {
      this.loading = false;
    }
  }

  private async paint(source: Source): Promise<void> {
    const bitmap = await source.load().then(createImageBitmap).catch(() => null);
    await new Promise(requestAnimationFrame);
    if (source.run !== this.wanted?.run) return;
    this.paintedKey = source.key;
    if (bitmap) this.put(bitmap, source);
    this.store.painted();
  }

  private put(bitmap: ImageBitmap, source: Source): void {
    this.mist?.hide();
    this.bitmap?.close();
    this.bitmap = bitmap;
    this.fit();
    this.draw();
    this.canvas.dataset['run'] = source.run;
    this.canvas.dataset['step'] = String(source.step);
    this.canvas.toggleAttribute('data-final', source.key.endsWith(' image'));
  }

  /** Gives the canvas as many pixels as the screen shows of it, so that small previews are scaled once, and well. */
  private fit(): void {
    const view = this.store.selected;
    const ratio = view && view.run.width > 0 ? view.run.height / view.run.width : 1;
    const width = Math.max(1, Math.round(this.clientWidth * devicePixelRatio));
    const height = Math.max(1, Math.round(width * ratio));
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    if (this.bitmap) this.draw();
    else this.mist?.show(this.mist.drifting);
  }

  private draw(): void {
    if (!this.bitmap) return;
    scaled(this.bitmap, this.canvas);
    scaled(this.bitmap, this.querySelector<HTMLCanvasElement>('canvas.glow')!);
  }
}

/** The whole picture on the whole canvas, smooth at any size. */
function scaled(bitmap: ImageBitmap, canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d')!;
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}
