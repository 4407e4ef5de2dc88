const MILLIS = 450;
const SLACK = 10;

/** Calls back for a thumbnail that a finger rests on, or for which the key or button for menus is pressed. */
export class LongPress {
  private timer = 0;
  private at = { x: 0, y: 0 };
  /** Whether the last touch was a long one: the click that follows is none. */
  private long = false;

  constructor(private readonly pressed: (thumb: HTMLElement) => void) {}

  readonly down = (event: PointerEvent): void => {
    const thumb = thumbOf(event);
    this.long = false;
    if (!thumb || event.pointerType !== 'touch') return;
    this.at = { x: event.clientX, y: event.clientY };
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.fire(thumb), MILLIS);
  };

  readonly moved = (event: PointerEvent): void => {
    if (Math.hypot(event.clientX - this.at.x, event.clientY - this.at.y) > SLACK) clearTimeout(this.timer);
  };

  readonly up = (): void => clearTimeout(this.timer);

  /** A mouse gets the browser's own menu, with which pictures are saved and copied. */
  readonly context = (event: MouseEvent): void => {
    const thumb = thumbOf(event);
    const byMouse = event instanceof PointerEvent && event.pointerType === 'mouse' && event.button === 2;
    if (!thumb || byMouse) return;
    event.preventDefault();
    if (!this.long) this.fire(thumb);
  };

  private fire(thumb: HTMLElement): void {
    clearTimeout(this.timer);
    this.long = true;
    this.pressed(thumb);
  }
}

const thumbOf = (event: Event): HTMLElement | null => (event.target as Element).closest<HTMLElement>('.thumb');
