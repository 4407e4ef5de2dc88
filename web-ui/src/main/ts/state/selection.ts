import type { RunView } from './run-view.js';
import type { Tile } from './tiles.js';

/** The tiles that are picked, to do something with all of them. */
export class Selection {
  /** Whether a click picks a tile instead of showing it. */
  on = false;
  private keys: ReadonlySet<string> = new Set();
  /** The tile picked last, from which a range begins. */
  private anchor: string | null = null;

  constructor(private readonly changed: () => void) {}

  has({ key }: Tile): boolean {
    return this.keys.has(key);
  }

  /** The runs of the picked tiles. */
  views(tiles: readonly Tile[]): readonly RunView[] {
    return tiles.filter((tile) => this.has(tile)).flatMap(({ views }) => views);
  }

  begin(): void {
    this.on = true;
    this.changed();
  }

  end(): void {
    this.on = false;
    this.keys = new Set();
    this.anchor = null;
    this.changed();
  }

  toggle({ key }: Tile): void {
    const keys = new Set(this.keys);
    if (!keys.delete(key)) keys.add(key);
    this.pick(keys, key);
  }

  /** Picks all tiles from the one picked last to this one. */
  extend(tile: Tile, tiles: readonly Tile[]): void {
    const from = tiles.findIndex(({ key }) => key === this.anchor);
    const to = tiles.findIndex(({ key }) => key === tile.key);
    if (from < 0) return this.toggle(tile);
    const range = tiles.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.pick(new Set([...this.keys, ...range.map(({ key }) => key)]), tile.key);
  }

  all(tiles: readonly Tile[]): void {
    this.pick(new Set(tiles.map(({ key }) => key)), this.anchor);
  }

  private pick(keys: ReadonlySet<string>, anchor: string | null): void {
    this.on = true;
    this.keys = keys;
    this.anchor = anchor;
    this.changed();
  }
}
