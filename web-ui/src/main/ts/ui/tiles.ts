import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { columnsFor, tileWidth } from '../state/tiling.js';

const GAP = 12;

/** Keeps the tiles in an element's `.tiles` as large as fits: `style` has their columns and their width. */
export class Tiles implements ReactiveController {
  private width = 0;
  private height = 0;
  private readonly resized = new ResizeObserver(([entry]) => {
    const { width, height } = entry!.contentRect;
    if (width === this.width && height === this.height) return;
    [this.width, this.height] = [width, height];
    this.host.requestUpdate();
  });

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostUpdated(): void {
    const box = this.host.querySelector('.tiles');
    if (box) this.resized.observe(box);
  }

  hostDisconnected(): void {
    this.resized.disconnect();
    [this.width, this.height] = [0, 0];
  }

  /** For `n` tiles of a ratio, width to height. */
  style(n: number, ratio: number): string {
    const columns = columnsFor(n, this.width, this.height, ratio, GAP);
    const tile = Math.floor(tileWidth(n, columns, this.width, this.height, ratio, GAP));
    return `--columns: ${columns}; --tile: ${tile}px; --ratio: ${ratio}`;
  }
}
