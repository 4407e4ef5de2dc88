const SIZE = 32;
const WIDTH = 6;
const COLOUR = '#0b8a93';

/** The page's icon in its tab: a ring that closes as a run goes on, else the page's own. */
export class Favicon {
  private readonly link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  private readonly own = { href: this.link?.href ?? '', type: this.link?.type ?? '' };
  private shown = -1;

  /** Shows how far a run is, from 0 to 100; null shows the page's own icon. */
  show(percent: number | null): void {
    const next = percent === null ? -1 : Math.round(percent / 5) * 5;
    if (!this.link || next === this.shown) return;
    this.shown = next;
    this.link.type = next < 0 ? this.own.type : 'image/png';
    this.link.href = next < 0 ? this.own.href : ring(next / 100);
  }
}

function ring(part: number): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext('2d')!;
  context.lineWidth = WIDTH;
  context.strokeStyle = COLOUR;
  context.globalAlpha = 0.25;
  arc(context, 1);
  context.globalAlpha = 1;
  arc(context, part);
  return canvas.toDataURL();
}

function arc(context: CanvasRenderingContext2D, part: number): void {
  context.beginPath();
  context.arc(SIZE / 2, SIZE / 2, (SIZE - WIDTH) / 2, -Math.PI / 2, (2 * part - 0.5) * Math.PI);
  context.stroke();
}
