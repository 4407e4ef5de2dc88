import type { Position } from './position.js';

const MILLIS = 60;

/** What goes to the others. */
export interface Others {
  /** Where this page looks: a state of the run, or null for the newest. */
  playhead(run: string, step: number | null): void;
}

/** Those who watch the same run: how many they are, and where its owner looks. */
export class Together {
  /** Whether this page looks where the owner of the run looks. */
  following = false;
  private readonly counts = new Map<string, number>();
  /** Where the owner looks, by run. */
  private readonly heads = new Map<string, number | null>();
  private said: string = '';
  private timer = 0;

  constructor(
    private readonly position: Position,
    private readonly others: Others,
  ) {}

  /** How many pages watch the run on the stage, this one among them. */
  get watching(): number {
    return this.counts.get(this.position.runId ?? '') ?? 0;
  }

  /** Whether the owner of the run on the stage has shown where they look. */
  get led(): boolean {
    return this.heads.has(this.position.runId ?? '');
  }

  viewers(run: string, count: number): void {
    this.counts.set(run, count);
  }

  /** The owner looks at another state. */
  playhead(run: string, step: number | null): void {
    this.heads.set(run, step);
    this.go();
  }

  follow(following: boolean): void {
    this.following = following;
    this.go();
  }

  /** This page looks elsewhere: who follows another no longer does, unless it is where that one looks; the others learn of it. */
  moved(): void {
    const { runId, playhead } = this.position;
    if (runId === null) return;
    if (this.following && this.heads.has(runId)) {
      if (this.heads.get(runId) !== playhead) this.following = false;
      return;
    }
    if (this.watching < 2) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.tell(runId, this.position.playhead), MILLIS);
  }

  private tell(run: string, step: number | null): void {
    const words = `${run} ${step}`;
    if (words !== this.said) this.others.playhead(run, step);
    this.said = words;
  }

  private go(): void {
    const { runId } = this.position;
    if (this.following && runId !== null && this.heads.has(runId)) this.position.seek(this.heads.get(runId)!);
  }
}
