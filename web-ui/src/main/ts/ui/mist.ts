const CELLS = 14;
const FRAMES_PER_SECOND = 12;

/** What stands on the canvas while there is no picture: slow soft mist, from the canvas' background colour to its text colour. */
export class Mist {
  private readonly cells = document.createElement('canvas');
  private timer = 0;
  private phase = Math.random() * 100;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.cells.width = CELLS;
    this.cells.height = CELLS;
  }

  get drifting(): boolean {
    return this.timer !== 0;
  }

  /** Draws mist; it drifts while something is being waited for, unless the reader wants no motion. */
  show(drift: boolean): void {
    const moves = drift && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (moves && !this.timer) this.timer = window.setInterval(() => this.drift(), 1000 / FRAMES_PER_SECOND);
    if (!moves) this.hide();
    this.draw();
  }

  hide(): void {
    clearInterval(this.timer);
    this.timer = 0;
  }

  private drift(): void {
    this.phase += 0.09;
    this.draw();
  }

  private draw(): void {
    const style = getComputedStyle(this.canvas);
    const from = rgb(style.backgroundColor);
    const to = rgb(style.color);
    const image = new ImageData(CELLS, CELLS);
    for (let i = 0; i < CELLS * CELLS; i++) {
      const density = this.density(i % CELLS, Math.floor(i / CELLS));
      for (let c = 0; c < 3; c++) image.data[i * 4 + c] = from[c]! + (to[c]! - from[c]!) * density;
      image.data[i * 4 + 3] = 255;
    }
    this.cells.getContext('2d')!.putImageData(image, 0, 0);
    const context = this.canvas.getContext('2d')!;
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.cells, 1, 1, CELLS - 2, CELLS - 2, 0, 0, this.canvas.width, this.canvas.height);
  }

  /** A few waves that never meet in the same way, and a grain that stays. */
  private density(x: number, y: number): number {
    const t = this.phase;
    const waves = Math.sin(x * 0.55 + t) + Math.sin(y * 0.7 - t * 0.8) + Math.sin((x + y) * 0.4 + t * 0.5);
    const grain = (Math.sin(x * 127.1 + y * 311.7) * 43758.5453) % 1;
    return Math.min(1, Math.max(0, 0.5 + waves / 7 + grain * 0.16));
  }
}

/** "rgb(170, 187, 204)" as three numbers. */
function rgb(colour: string): number[] {
  return (colour.match(/[\d.]+/g) ?? ['128', '128', '128']).map(Number);
}
