import { api } from '../net/api.js';
import type { Run, RunRequest } from '../net/types.js';
import type { Commands } from './commands.js';
import { LiveTyping, type LiveTypingHost } from './live-typing.js';
import type { Page } from './page.js';
import type { RunView } from './run-view.js';
import { storage } from './storage.js';

/** Pictures that follow the words need a model that makes more steps in a second than this. */
const QUICK = 5;

/** Live typing on this page: whether it is on, and what it does to runs and stage. */
export class Typing implements LiveTypingHost<RunView> {
  private readonly live = new LiveTyping<RunView>(this);
  /** Runs that were replaced; one of them is on the stage until the first preview of another has come. */
  private gone: readonly RunView[] = [];

  constructor(
    private readonly page: Page,
    private readonly commands: Commands,
  ) {
    this.live.morphs = storage.read('morphs') === 'on';
  }

  /** Whether it is on: as it was last switched, or else if the model is known to be quick. */
  get on(): boolean {
    const chosen = storage.read('live');
    return this.possible && (chosen === null ? this.quick : chosen === 'on');
  }

  /** Whether the model takes words that a picture can follow. */
  get possible(): boolean {
    return this.page.form.takesPrompt;
  }

  /** Whether a picture begins at a middle state of the one before it. */
  get morphs(): boolean {
    return this.live.morphs;
  }

  set morphs(on: boolean) {
    this.live.morphs = on;
    storage.write('morphs', on ? 'on' : 'off');
    this.page.changed();
  }

  /** Whether what is on the stage is forgotten unless it is kept. */
  get passing(): boolean {
    return this.live.passes;
  }

  turn(): void {
    const on = !this.on;
    storage.write('live', on ? 'on' : 'off');
    if (on) this.live.typed();
    else void this.live.keep();
    this.page.changed();
  }

  /** The form was changed by hand. */
  typed(): void {
    if (this.on) this.live.typed();
  }

  /** Keeps what is drawn live; false if nothing is. */
  keep(): Promise<boolean> {
    return this.live.keep();
  }

  /** A preview of the run has come, or the run has ended. */
  previewed(view: RunView): void {
    this.live.previewed(view.id);
  }

  wished(): RunRequest | null {
    const { form } = this.page;
    const blank = form.takesPrompt && form.settings.prompt.trim() === '';
    return this.on && !blank && form.valid ? this.commands.single : null;
  }

  lock(seed: number): void {
    this.page.form.set({ seed, seedLocked: true });
  }

  async draw(request: RunRequest): Promise<RunView | null> {
    const { page } = this;
    let view: RunView | null = null;
    await page.attempt(async () => {
      const { runs } = await api.create(request);
      const drawn = page.runs.put(runs[0]!);
      page.live.watch(drawn, true);
      // A short run may have ended before the answer came, and nothing more is heard of it.
      setTimeout(() => drawn.active || this.previewed(drawn));
      view = drawn;
    });
    return view;
  }

  show(run: RunView): void {
    const { position, runs, live } = this.page;
    position.go(run.id, null);
    this.gone.forEach((view) => live.unwatch(view));
    this.gone.forEach(({ id }) => runs.remove(id));
    this.gone = [];
  }

  replaced(run: RunView): void {
    this.gone = [...this.gone, run];
  }

  async keepAsItIs(run: RunView): Promise<void> {
    await this.page.attempt(() => this.commands.adopt(run));
  }

  private get quick(): boolean {
    const { runs, form } = this.page;
    return runs.all.some(({ run }) => run.request.model === form.settings.model && paceOf(run) > QUICK);
  }
}

/** Steps per second, as they are or as they were. */
function paceOf({ stepsPerSecond, step, startedAt, finishedAt }: Run): number {
  if (stepsPerSecond !== null) return stepsPerSecond;
  return startedAt && finishedAt ? (1000 * step) / (Date.parse(finishedAt) - Date.parse(startedAt)) : 0;
}
