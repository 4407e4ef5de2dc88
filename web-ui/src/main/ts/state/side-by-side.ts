import { Lane } from './lane.js';
import type { Link } from './linked-step.js';
import type { Comparison } from './lanes.js';
import type { NoiseLevels } from './noise-levels.js';
import type { Position } from './position.js';
import type { RunView } from './run-view.js';
import type { Runs } from './runs.js';

/** How pictures are looked at together: each in a pane, or one over the first. */
export type Look = 'beside' | 'wipe' | 'difference' | 'flip';

/** More pictures than this are a contact sheet. */
const MOST_PANES = 4;

/** Pictures that are looked at together, as long as one of them is on the stage, and what the next ones shall differ in. */
export class SideBySide {
  /** What is compared in the pictures that are asked for next; null compares nothing. */
  comparison: Comparison | null = null;
  /** The step at which each of them pauses, to choose which go on; null draws all to the end. */
  stopAt: number | null = null;
  look: Look = 'beside';
  link: Link = 'step';
  /** Those of a contact sheet that were chosen. */
  picked: ReadonlySet<string> = new Set();
  private lanes: readonly Lane[] = [];

  constructor(
    private readonly runs: Runs,
    private readonly position: Position,
    private readonly levels: NoiseLevels,
    private readonly changed: () => void,
  ) {}

  /** The pictures that are looked at together; none if the stage shows a single one. */
  get shown(): readonly Lane[] {
    const { runId } = this.position;
    const there = this.lanes.filter(({ view }) => view !== undefined);
    return there.length > 1 && there.some(({ id }) => id === runId) ? there : [];
  }

  get views(): readonly RunView[] {
    return this.shown.flatMap(({ view }) => view ?? []);
  }

  /** Whether there are too many for a pane each. */
  get isSheet(): boolean {
    return this.shown.length > MOST_PANES;
  }

  /** The picture that lies over the first one: the one on the stage, else the second. */
  get over(): Lane | undefined {
    const at = this.shown.findIndex(({ id }) => id === this.position.runId);
    return this.shown[Math.max(1, at)];
  }

  /** Puts pictures beside each other. */
  show(pictures: readonly { id: string; label: string }[]): void {
    this.lanes = pictures.map(({ id, label }) => new Lane(id, label, this.runs, this.position, () => this.link, this.levels));
    this.picked = new Set();
    this.look = 'beside';
    if (!pictures.some(({ id }) => id === this.position.runId)) this.position.select(pictures[0]?.id ?? null);
    this.changed();
  }

  /** Looks at one picture again. */
  leave(): void {
    this.lanes = [];
    this.changed();
  }

  set(change: Partial<Pick<SideBySide, 'comparison' | 'stopAt' | 'look' | 'link' | 'picked'>>): void {
    Object.assign(this, change);
    this.changed();
  }

  pick(id: string): void {
    const { picked } = this;
    this.set({ picked: picked.has(id) ? new Set([...picked].filter((it) => it !== id)) : new Set([...picked, id]) });
  }

  /** What a picture is called among those it is looked at with. */
  labelOf(view: RunView): string | undefined {
    return this.shown.find(({ id }) => id === view.id)?.label;
  }
}
