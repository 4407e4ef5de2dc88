const DURATION = 120;

/** Lets one picture become another on a canvas, as film develops; at once if the reader wants no motion. */
export class Fade {
  private frame = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  to(picture: ImageBitmap): void {
    cancelAnimationFrame(this.frame);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.draw(picture, 1);
    const start = performance.now();
    const step = (now: number) => {
      const share = Math.min(1, (now - start) / DURATION);
      if (picture.width === 0) return;
      this.draw(picture, share < 1 ? Math.max(0.3, share) : 1);
      if (share < 1) this.frame = requestAnimationFrame(step);
    };
    step(start);
  }

  private draw(picture: ImageBitmap, opacity: number): void {
    const context = this.canvas.getContext('2d')!;
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.globalAlpha = opacity;
    context.drawImage(picture, 0, 0, this.canvas.width, this.canvas.height);
    context.globalAlpha = 1;
  }
}
