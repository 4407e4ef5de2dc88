import type { RunRequest } from '../net/types.js';
import { randomSeed } from './settings.js';

/** A run as far as live typing needs to know it. */
export interface LiveRun {
  readonly id: string;
  readonly run: { readonly step: number };
}

/** What live typing asks of the page, whose runs are of type `R`. */
export interface LiveTypingHost<R extends LiveRun = LiveRun> {
  /** What would be drawn now; null while nothing can be. */
  wished(): RunRequest | null;
  /** Keeps a seed for this and the following pictures. */
  lock(seed: number): void;
  /** Asks for a run and its previews without showing it yet; null if it was refused. */
  draw(request: RunRequest): Promise<R | null>;
  /** Puts a run on the stage. */
  show(run: R): void;
  /** The run is no longer needed, as another took its place. */
  replaced(run: R): void;
  /** Keeps a run that would otherwise be forgotten, as it was drawn. */
  keepAsItIs(run: R): Promise<void>;
}

/** A run that was asked for, and with what. */
interface Drawn<R> {
  readonly run: R;
  readonly request: RunRequest;
}

/** More steps are drawn only of a picture that is kept. */
const MOST_STEPS = 8;
/** Keys that come this close together are drawn as one. */
const GATHER = 20;
/** After this long without a key the picture is kept. */
const REST = 1200;

/**
 * The picture follows the words while they are typed. Each change is drawn in a few steps, in place of the run before, and is
 * shown from its first preview on. A run whose first preview has not come yet is not replaced: so that someone who types without
 * a pause sees pictures, too. After a rest the words are drawn in full and kept.
 */
export class LiveTyping<R extends LiveRun> {
  /** Whether a picture begins at a middle state of the one before it. */
  morphs = false;
  /** The newest run that is not kept. */
  private passing: Drawn<R> | null = null;
  /** The run whose first preview is waited for. */
  private unseen: R | null = null;
  /** What was asked for last, as text. */
  private asked = '';
  /** Comes when the server has answered; null if nothing is being asked. */
  private answer: Promise<R | null> | null = null;
  private due = false;
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: LiveTypingHost<R>) {}

  /** Something that a picture depends on was changed. */
  typed(): void {
    this.gathering ??= setTimeout(() => this.gathered(), GATHER);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => void this.keep(), REST);
  }

  /** Whether the newest picture is not kept yet. */
  get passes(): boolean {
    return this.passing !== null;
  }

  /** A preview of a run has come, or the run has ended without one. */
  previewed(id: string): void {
    if (this.unseen?.id !== id) return;
    this.host.show(this.unseen);
    this.unseen = null;
    this.advance();
  }

  /** Keeps what was typed as a picture with all of its steps; false if it was not drawn live. */
  async keep(): Promise<boolean> {
    this.rest();
    await this.answer;
    const { passing } = this;
    const wished = this.wished();
    if (!wished || !passing) return false;
    this.passing = null;
    if (JSON.stringify(wished) === this.asked && isWhole(passing.request, wished)) await this.host.keepAsItIs(passing.run);
    else await this.ask(wished, { ...wished, replaces: passing.run.id }, passing.run, false);
    return true;
  }

  /** Draws no more of what was typed so far. */
  rest(): void {
    clearTimeout(this.gathering);
    clearTimeout(this.resting);
    this.gathering = undefined;
    this.due = false;
  }

  private gathered(): void {
    this.gathering = undefined;
    this.due = true;
    this.advance();
  }

  /** Draws what was typed since, unless the run before has still to be seen. */
  private advance(): void {
    if (!this.due || this.answer || this.unseen) return;
    this.due = false;
    const wished = this.wished();
    if (wished && JSON.stringify(wished) !== this.asked) void this.draw(wished);
  }

  private async draw(wished: RunRequest): Promise<void> {
    const before = this.passing;
    const request = this.quick(wished);
    const run = await this.ask(wished, request, before?.run, true);
    if (!run) this.advance();
  }

  // Who waits for the answer finds the passing run in place: it is put there before anything else goes on.
  private async ask(wished: RunRequest, request: RunRequest, before: R | undefined, passes: boolean): Promise<R | null> {
    this.asked = JSON.stringify(wished);
    this.answer = this.host.draw(request);
    const run = await this.answer;
    this.answer = null;
    if (run) this.unseen = run;
    if (run && passes) this.passing = { run, request };
    if (run && before) this.host.replaced(before);
    return run;
  }

  private wished(): RunRequest | null {
    const wished = this.host.wished();
    if (!wished || wished.seed !== undefined) return wished;
    this.host.lock(randomSeed());
    return this.host.wished();
  }

  private quick(wished: RunRequest): RunRequest {
    const request: RunRequest = { ...wished, count: 1 };
    if (wished.from === undefined && wished.steps !== undefined) request.steps = Math.min(wished.steps, MOST_STEPS);
    const replaces = this.passing ? { replaces: this.passing.run.id } : {};
    return { ...request, ...this.middle(request), ...replaces, ephemeral: true };
  }

  /**
   * Where the picture begins if it is to grow out of the one before: one state after that one's own beginning, so that each goes
   * on from what its predecessor drew. Later than halfway little can change, and it begins with noise.
   */
  private middle(request: RunRequest): Pick<RunRequest, 'from'> {
    const before = this.passing;
    if (!this.morphs || !before || request.from || request.image || !alike(before.request, request)) return {};
    const steps = request.steps ?? 0;
    const state = Math.max((before.request.from?.state ?? 0) + 1, Math.round(steps / 4));
    return state <= steps / 2 && before.run.run.step >= state ? { from: { run: before.run.id, state } } : {};
  }
}

/** Whether a live picture is all that a kept one would be: it has as many steps, or grew out of another. */
function isWhole(live: RunRequest, wished: RunRequest): boolean {
  return live.steps === wished.steps || live.from?.run !== wished.from?.run;
}

/** Whether states of one can be gone on from in the other. */
function alike(a: RunRequest, b: RunRequest): boolean {
  const kept = ({ steps, model, width, height, scheduler }: RunRequest) => JSON.stringify([steps, model, width, height, scheduler]);
  return kept(a) === kept(b);
}
