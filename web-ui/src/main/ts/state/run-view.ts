import { api } from '../net/api.js';
import { INVITATION } from '../net/invitation.js';
import type { Frame } from '../net/frame.js';
import type { Progress, Run } from '../net/types.js';

const ACTIVE: readonly string[] = ['queued', 'running', 'paused'];

/** A run as the page knows it: the server's record, the newest preview that came by itself, and the noise left at each step. */
export class RunView {
  /** The number by which this socket's frames name the run; null while it is not watched. */
  watch: number | null = null;
  /** Whether the server was asked to report this run. */
  asked = false;
  /** The sequence number of the last preview seen, to go on from after the socket dropped. */
  seq = 0;
  /** Previews asked for and not come yet. */
  outstanding = 0;
  /** The newest preview that came by itself. */
  latest: Frame | null = null;
  /** Whether it is what a newcomer is shown: forgotten unless it is used. */
  sample = false;
  readonly noise = new Map<number, number>();
  /** The first step that is its own; those before are its parent's. Once it has begun, its schedule says so. */
  first: number;
  /** The steps whose previews came as sharp as a picture that is asked for. */
  private readonly sharp = new Set<number>();

  constructor(public run: Run) {
    this.first = (run.startedAt === null ? run.step : (run.parent?.state ?? 0)) + 1;
    this.note(run);
  }

  get id(): string {
    return this.run.id;
  }

  /** What it is called: by its owner, by what was asked for, else by who drew it. */
  get title(): string {
    return this.run.title || this.run.request.prompt || this.run.request.model || 'Untitled';
  }

  get active(): boolean {
    return ACTIVE.includes(this.run.status);
  }

  /** Whether the next one takes its place: only its previews are looked at. */
  get passes(): boolean {
    return this.run.ephemeral && !this.sample;
  }

  get finished(): boolean {
    return this.run.status === 'done';
  }

  /** The newest state there is something to see of. */
  get head(): number {
    return Math.max(this.run.step, this.latest?.step ?? 0);
  }

  /** How many steps it has, as far as that is known before it begins. */
  get steps(): number {
    return this.run.steps || this.run.request.steps || 1;
  }

  /** Width and height as a ratio; 1 while they are not known. */
  get ratio(): number {
    return this.run.height > 0 ? this.run.width / this.run.height : 1;
  }

  receive(frame: Frame): void {
    this.seq = Math.max(this.seq, frame.seq);
    this.outstanding = Math.max(0, this.outstanding - 1);
    if (frame.step >= (this.latest?.step ?? 0)) this.latest = frame;
    this.noise.set(frame.step, frame.noiseLevel);
    if (2 * frame.width > this.run.width) this.sharp.add(frame.step);
  }

  /** The socket was lost, or no longer reports this run. */
  unwatched(): void {
    this.watch = null;
    this.asked = false;
    this.outstanding = 0;
  }

  /** Takes a record of the server; of an older one than is known, as answers and messages pass each other, nothing that goes on. */
  replace(run: Run): void {
    this.run = run.seq < this.run.seq ? { ...run, ...progressOf(this.run) } : run;
    this.note(this.run);
  }

  /** Takes news of what goes on, unless newer ones came before; number 0 is beside the counting. */
  apply(progress: Progress): void {
    if (progress.seq && progress.seq < this.run.seq) return;
    this.run = { ...this.run, ...progress };
    this.note(this.run);
  }

  /** Whether the preview of a step came as sharp as a picture that is asked for. */
  cameSharp(step: number): boolean {
    return this.sharp.has(step);
  }

  /** Where a state's picture lies. Before its own first step it is the parent's, where that was as far on its own way. */
  stateUrl(step: number, size?: number): string {
    const { parent } = this.run;
    if (!parent || step >= this.first) return api.stateUrl(this.id, step, size);
    const before = Math.max(1, Math.round((step * parent.state) / (this.first - 1)));
    return INVITATION === null ? api.stateUrl(parent.run, before, size) : api.stateUrl(this.id, Math.min(before, this.first - 1), size);
  }

  /** The name under which a preview that came by itself is kept. */
  previewKey(step: number): string {
    return `preview/${this.id}/${step}`;
  }

  /** A small picture of the run as far as it has come, or null while there is none. */
  thumbnailUrl(size: number): string | null {
    return this.run.step > 0 ? this.stateUrl(this.run.step, size) : null;
  }

  private note(progress: Progress): void {
    if (progress.step && typeof progress.noiseLevel === 'number') this.noise.set(progress.step, progress.noiseLevel);
  }
}

function progressOf(run: Run) {
  const { status, step, steps, noiseLevel, stepsPerSecond, secondsLeft, queuePlace, startedAt, finishedAt, error, seq } = run;
  return { status, step, steps, noiseLevel, stepsPerSecond, secondsLeft, queuePlace, startedAt, finishedAt, error, seq };
}
