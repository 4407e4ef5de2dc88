import type { RunView } from './run-view.js';
import type { Runs } from './runs.js';

/** A state of a run. */
export interface Place {
  readonly view: RunView;
  readonly step: number;
}

/** A run that is looked at, and one of its states. */
export interface Looking {
  readonly view: RunView | undefined;
  /** The state shown, but for a peek. */
  readonly step: number;
  /** Whether an earlier state than the newest is shown. */
  readonly back: boolean;
  /** A state that is shown for as long as the pointer is over it. */
  readonly peeked: Place | null;
}

/** Where the page looks: at which run, and at which of its states. */
export class Position implements Looking {
  /** The id of the run on the stage. */
  runId: string | null = null;
  /** The state that is looked at, or null to follow the newest. */
  playhead: number | null = null;
  /** A state that the pointer is over: shown for as long as it is there. */
  peeked: Place | null = null;

  constructor(
    private readonly runs: Runs,
    /** Called after every move. */
    private readonly moved: () => void,
  ) {}

  get view(): RunView | undefined {
    return this.runs.byId(this.runId);
  }

  /** The state shown, but for a peek: the playhead's, else the newest. */
  get step(): number {
    const head = this.view?.head ?? 0;
    return Math.min(this.playhead ?? head, head);
  }

  /** Whether an earlier state than the newest is shown. */
  get back(): boolean {
    return this.playhead !== null && this.step < (this.view?.head ?? 0);
  }

  /** Puts a run on the stage. The playhead stays where it was set, so that two runs can be compared at one step. */
  select(id: string | null): void {
    this.runId = id;
    this.peeked = null;
    this.moved();
  }

  /** Looks at a state; null, or one that is not there yet, follows the newest. */
  seek(step: number | null): void {
    const head = this.view?.head ?? 0;
    this.playhead = step === null || step >= head ? null : Math.max(1, step);
    this.peeked = null;
    this.moved();
  }

  /** Looks at a run and one of its states. */
  go(id: string | null, step: number | null): void {
    this.runId = id;
    this.seek(step);
  }

  peek(place: Place | null): void {
    if (place?.view === this.peeked?.view && place?.step === this.peeked?.step) return;
    this.peeked = place;
    this.moved();
  }
}
