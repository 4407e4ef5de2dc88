import type { RunView } from './run-view.js';

/** What one tile of the grid stands for: the runs of a family, the newest of which is seen. */
export interface Tile {
  readonly key: string;
  readonly view: RunView;
  readonly views: readonly RunView[];
}

/** The tiles of a day. */
export interface Day {
  readonly name: string;
  readonly tiles: readonly Tile[];
}

/** One tile for each family among the runs that are listed, newest first; it stands for all of the family that is known. */
export function tilesOf(listed: readonly RunView[], known: readonly RunView[]): readonly Tile[] {
  const families = Map.groupBy(known, ({ run }) => run.root);
  const seen = new Set<string>();
  const first = ({ run }: RunView) => !seen.has(run.root) && seen.add(run.root);
  return listed.filter(first).map((view) => ({ key: view.run.root, view, views: families.get(view.run.root) ?? [view] }));
}

/** A tile for each run. */
export const singleTiles = (listed: readonly RunView[]): readonly Tile[] => listed.map((view) => ({ key: view.id, view, views: [view] }));

/** The tiles by the day on which what they show was asked for, in their order. */
export function daysOf(tiles: readonly Tile[], today: Date): readonly Day[] {
  const days = Map.groupBy(tiles, ({ view }) => midnight(new Date(view.run.createdAt)));
  return [...days].map(([day, of]) => ({ name: dayName(new Date(day), today), tiles: of }));
}

const MILLIS_A_DAY = 24 * 3600 * 1000;

function dayName(date: Date, today: Date): string {
  const ago = Math.round((midnight(today) - midnight(date)) / MILLIS_A_DAY);
  if (ago <= 0) return 'Today';
  if (ago === 1) return 'Yesterday';
  const sameYear = date.getFullYear() === today.getFullYear();
  return date.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) });
}

const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
