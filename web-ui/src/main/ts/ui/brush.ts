const PAINT = [11, 102, 109] as const;

/** Paints on a canvas with a round brush. What is painted is opaque, what is not is transparent. */
export class Brush {
  /** The brush's width in percent of the picture's. */
  percent = 14;
  erases = false;
  private last: { x: number; y: number } = { x: 0, y: 0 };
  private readonly context: CanvasRenderingContext2D;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    width: number,
    height: number,
  ) {
    canvas.width = width;
    canvas.height = height;
    this.context = canvas.getContext('2d', { willReadFrequently: true })!;
    this.context.lineCap = 'round';
    this.context.strokeStyle = `rgb(${PAINT.join(' ')})`;
  }

  begin(event: PointerEvent): void {
    this.last = this.at(event);
    this.draw(event);
  }

  draw(event: PointerEvent): void {
    const { context, last } = this;
    const to = this.at(event);
    context.globalCompositeOperation = this.erases ? 'destination-out' : 'source-over';
    context.lineWidth = (this.canvas.width * this.percent) / 100;
    context.beginPath();
    context.moveTo(last.x, last.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    this.last = to;
  }

  clear(): void {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** Takes what is bright in a picture for painted. */
  async load(picture: Blob): Promise<void> {
    const { width, height } = this.canvas;
    this.clear();
    this.context.globalCompositeOperation = 'source-over';
    this.context.drawImage(await createImageBitmap(picture), 0, 0, width, height);
    const image = this.context.getImageData(0, 0, width, height);
    for (let i = 0; i < image.data.length; i += 4) {
      const bright = image.data[i]! + image.data[i + 1]! + image.data[i + 2]! >= 3 * 128;
      image.data.set([...PAINT, bright ? 255 : 0], i);
    }
    this.context.putImageData(image, 0, 0);
  }

  isEmpty(): boolean {
    const { data } = this.context.getImageData(0, 0, this.canvas.width, this.canvas.height);
    for (let i = 3; i < data.length; i += 4) if (data[i]! > 127) return false;
    return true;
  }

  /** What is painted in white on black, as a PNG. */
  mask(): string {
    const mask = document.createElement('canvas');
    mask.width = this.canvas.width;
    mask.height = this.canvas.height;
    const context = mask.getContext('2d')!;
    context.drawImage(this.canvas, 0, 0);
    fill(context, 'source-in', '#fff');
    fill(context, 'destination-over', '#000');
    return mask.toDataURL('image/png');
  }

  private at(event: PointerEvent): { x: number; y: number } {
    const { width, height } = this.canvas.getBoundingClientRect();
    return { x: (event.offsetX * this.canvas.width) / width, y: (event.offsetY * this.canvas.height) / height };
  }
}

function fill(context: CanvasRenderingContext2D, how: GlobalCompositeOperation, colour: string): void {
  context.globalCompositeOperation = how;
  context.fillStyle = colour;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
}
