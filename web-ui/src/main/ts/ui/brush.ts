const PAINT = [11, 102, 109] as const;
const SMALLEST = 2;
const LARGEST = 40;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** One pull of the brush, in pixels of the picture. */
interface Stroke {
  readonly points: Point[];
  readonly width: number;
  readonly erases: boolean;
}

/** Paints on a canvas with a round brush, stroke by stroke. What is painted is opaque, what is not is transparent. */
export class Brush {
  /** The brush's width in percent of the picture's. */
  percent = 14;
  erases = false;
  private strokes: Stroke[] = [];
  /** What lies beneath the strokes: a mask that was there before. */
  private ground: ImageBitmap | null = null;
  private readonly context: CanvasRenderingContext2D;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    width: number,
    height: number,
  ) {
    canvas.width = width;
    canvas.height = height;
    this.context = canvas.getContext('2d', { willReadFrequently: true })!;
    this.context.lineCap = this.context.lineJoin = 'round';
    this.context.strokeStyle = `rgb(${PAINT.join(' ')})`;
  }

  get canUndo(): boolean {
    return this.strokes.length > 0;
  }

  /** Makes the brush larger, or smaller if `by` is negative; percent of the picture's width. */
  grow(by: number): void {
    this.percent = Math.min(LARGEST, Math.max(SMALLEST, this.percent + by));
  }

  begin(event: PointerEvent): void {
    const at = this.at(event);
    const stroke = { points: [at, at], width: (this.canvas.width * this.percent) / 100, erases: this.erases };
    this.strokes.push(stroke);
    this.draw(stroke);
  }

  /** Goes on with the stroke that was begun. */
  pull(event: PointerEvent): void {
    const stroke = this.strokes[this.strokes.length - 1];
    if (!stroke) return;
    const to = this.at(event);
    this.draw({ ...stroke, points: [stroke.points[stroke.points.length - 1]!, to] });
    stroke.points.push(to);
  }

  /** Takes the last stroke back. */
  undo(): void {
    this.strokes.pop();
    this.redraw();
  }

  clear(): void {
    this.strokes = [];
    this.ground = null;
    this.redraw();
  }

  /** Takes what is bright in a picture for painted. */
  async load(picture: ImageBitmap | HTMLImageElement): Promise<void> {
    const { width, height } = this.canvas;
    this.clear();
    this.context.globalCompositeOperation = 'source-over';
    this.context.drawImage(picture, 0, 0, width, height);
    const image = this.context.getImageData(0, 0, width, height);
    for (let i = 0; i < image.data.length; i += 4) {
      const bright = image.data[i]! + image.data[i + 1]! + image.data[i + 2]! >= 3 * 128;
      image.data.set([...PAINT, bright ? 255 : 0], i);
    }
    this.ground = await createImageBitmap(image);
    this.redraw();
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

  private redraw(): void {
    const { context, canvas, ground } = this;
    context.globalCompositeOperation = 'source-over';
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (ground) context.drawImage(ground, 0, 0);
    this.strokes.forEach((stroke) => this.draw(stroke));
  }

  private draw({ points, width, erases }: Stroke): void {
    const { context } = this;
    context.globalCompositeOperation = erases ? 'destination-out' : 'source-over';
    context.lineWidth = width;
    context.beginPath();
    points.forEach(({ x, y }, i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.stroke();
  }

  private at(event: PointerEvent): Point {
    const { width, height } = this.canvas.getBoundingClientRect();
    return { x: (event.offsetX * this.canvas.width) / width, y: (event.offsetY * this.canvas.height) / height };
  }
}

function fill(context: CanvasRenderingContext2D, how: GlobalCompositeOperation, colour: string): void {
  context.globalCompositeOperation = how;
  context.fillStyle = colour;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
}
