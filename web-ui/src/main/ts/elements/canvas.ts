import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { api } from '../net/api.js';
import type { Place, Looking } from '../state/position.js';
import { Fade } from '../ui/fade.js';
import { Mist } from '../ui/mist.js';
import { View } from '../ui/view.js';

/** Something to paint: a state of a run, under the address of its sharp picture or as a preview that has come. */
interface Source extends Place {
  readonly key: string;
  /** What is there already. */
  readonly picture: Blob | undefined;
  /** Something less sharp to show until the picture has come. */
  readonly standIn: Blob | undefined;
}

/**
 * The picture: mist first, then every preview as it comes, then the finished image. After each painted preview the store
 * may ask for another, so a page that cannot keep up, or is hidden, costs the server nothing.
 */
@customElement('demist-canvas')
export class CanvasView extends View {
  /** Where it looks, if not where the page does. */
  @property({ attribute: false }) position?: Looking;
  private mist?: Mist;
  private fade?: Fade;
  private bitmap: ImageBitmap | null = null;
  private wanted: Source | null = null;
  private paintedKey = '';
  private loading = false;
  private readonly resized = new ResizeObserver(() => this.fit());
  private readonly refreshed = () => this.refresh();

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.addEventListener('preview', this.refreshed);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', this.refreshed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.removeEventListener('preview', this.refreshed);
    matchMedia('(prefers-color-scheme: dark)').removeEventListener('change', this.refreshed);
    this.resized.disconnect();
    this.mist?.hide();
  }

  override render() {
    return html`<canvas class="glow" width="8" height="8" aria-hidden="true"></canvas>
      <canvas class="picture" width="512" height="512" role="img" aria-label=${this.label()} aria-hidden=${this.showsImage ? 'true' : nothing}></canvas>
      ${this.image()}`;
  }

  protected override firstUpdated(): void {
    this.mist = new Mist(this.canvas);
    this.fade = new Fade(this.canvas);
    this.resized.observe(this);
  }

  protected override updated(): void {
    this.refresh();
  }

  private get at(): Looking {
    return this.position ?? this.store.position;
  }

  private get canvas(): HTMLCanvasElement {
    return this.querySelector<HTMLCanvasElement>('canvas.picture')!;
  }

  private get glow(): HTMLCanvasElement {
    return this.querySelector<HTMLCanvasElement>('canvas.glow')!;
  }

  /** Whether the finished picture is what is looked at. */
  private get showsImage(): boolean {
    const { view, back, peeked } = this.at;
    return view?.finished === true && !view.passes && !back && peeked === null;
  }

  /** The finished picture: it can be dragged out and saved with its recipe. */
  private image() {
    const { view } = this.at;
    if (!view?.finished || view.passes) return nothing;
    const words = view.run.request.prompt;
    const alt = words ? `Finished picture: ${words}` : 'Finished picture';
    return keyed(view.id, html`<img class="finished" data-run=${view.id} ?hidden=${!this.showsImage} src=${api.imageUrl(view.id)} alt=${alt} @load=${this.imageShown} />`);
  }

  private readonly imageShown = (event: Event) => {
    const image = event.target as HTMLImageElement;
    image.toggleAttribute('data-final', true);
    this.mist?.hide();
    if (this.showsImage) scaled(image, this.glow);
  };

  private label(): string {
    const { view, step } = this.at;
    if (!view) return 'No picture yet';
    const words = view.run.request.prompt ? `: ${view.run.request.prompt}` : '';
    return step > 0 ? `Preview at step ${step} of ${view.run.steps}${words}` : `Waiting for the first preview${words}`;
  }

  private refresh(): void {
    const { view } = this.at;
    const source = this.source();
    if (source?.key !== this.wanted?.key) this.wanted = source;
    if (source) {
      void this.paintStandIn(source);
      void this.paintWanted();
    } else this.wait(view?.id ?? 'nothing', view?.active ?? false);
  }

  private wait(key: string, drifts: boolean): void {
    if (this.paintedKey !== `waiting ${key}`) this.forget();
    this.paintedKey = `waiting ${key}`;
    this.fit();
    this.mist?.show(drifts);
  }

  private forget(): void {
    this.bitmap?.close();
    this.bitmap = null;
    this.glow.getContext('2d')!.clearRect(0, 0, this.glow.width, this.glow.height);
    delete this.canvas.dataset['run'];
    delete this.canvas.dataset['step'];
  }

  private source(): Source | null {
    const { view, step, back, peeked } = this.at;
    if (peeked) return this.stateSource(peeked);
    if (!view) return null;
    const { latest, run } = view;
    if (!back && latest && (view.cameSharp(latest.step) || view.passes || ['running', 'queued', 'done'].includes(run.status))) {
      return { view, step: latest.step, key: view.previewKey(latest.step), picture: latest.picture, standIn: undefined };
    }
    const shown = step || (run.parent?.state ?? 0);
    return shown > 0 ? this.stateSource({ view, step: shown }) : null;
  }

  private stateSource({ view, step }: Place): Source {
    const { frames } = this.store;
    const key = view.stateUrl(step);
    const standIn = frames.picture(view.previewKey(step)) ?? frames.picture(view.stateUrl(step, 128)) ?? frames.picture(view.stateUrl(step, 64));
    return { view, step, key, picture: frames.picture(key), standIn };
  }

  private async paintStandIn(source: Source): Promise<void> {
    if (source.picture || !source.standIn || this.paintedKey === source.key) return;
    const bitmap = await createImageBitmap(source.standIn).catch(() => null);
    if (bitmap && source.key === this.wanted?.key && this.paintedKey !== source.key) this.put(bitmap);
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
    const loaded = source.picture ? Promise.resolve(source.picture) : this.store.frames.load(source.key);
    const bitmap = await loaded.then(createImageBitmap).catch(() => null);
    await new Promise(requestAnimationFrame);
    if (!this.wanted || (source.view !== this.wanted.view && source.key !== this.wanted.key)) return;
    this.paintedKey = source.key;
    if (bitmap) this.put(bitmap, source);
    else this.blank();
    this.store.painted(this.at);
  }

  /** A state that cannot be had is not replaced by another. */
  private blank(): void {
    this.forget();
    this.fit();
    this.mist?.show(false);
  }

  private put(bitmap: ImageBitmap, source?: Source): void {
    this.mist?.hide();
    this.bitmap?.close();
    this.bitmap = bitmap;
    this.fit();
    this.fade?.to(bitmap);
    scaled(bitmap, this.glow);
    if (!source) return;
    this.canvas.dataset['run'] = source.view.id;
    this.canvas.dataset['step'] = String(source.step);
  }

  /** Gives the canvas as many pixels as the screen shows of it, so that small previews are scaled once, and well. */
  private fit(): void {
    const width = Math.max(1, Math.round(this.clientWidth * devicePixelRatio));
    const height = Math.max(1, Math.round(width / (this.at.view?.ratio ?? 1)));
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    if (this.bitmap) scaled(this.bitmap, this.canvas);
    else this.mist?.show(this.mist.drifting);
  }
}

/** The whole picture on the whole canvas, smooth at any size. */
function scaled(picture: CanvasImageSource, canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d')!;
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
}
