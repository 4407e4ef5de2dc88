import { api } from '../net/api.js';
import type { Page } from './page.js';
import type { RunView } from './run-view.js';

const MILLIS = 8000;
/** Who deletes many at once needs longer to see what is gone. */
const MANY = 10;
const MILLIS_FOR_MANY = 30_000;

/** Deletes runs at once, and can bring them back for a few seconds. */
export class Bin {
  /** What can be brought back now. */
  deleted: readonly RunView[] = [];
  private timer = 0;
  /** The run that was on the stage when it was deleted. */
  private shown: string | null = null;
  /** The calls go out one after the other: what is brought back has been deleted before. */
  private calls: Promise<void> = Promise.resolve();

  constructor(private readonly page: Page) {}

  async remove(views: readonly RunView[]): Promise<void> {
    this.deleted = [...this.deleted, ...views];
    this.takeAway(views);
    this.release();
    await this.call(views, async ({ id }) => api.remove(id));
  }

  /** Brings back everything that was deleted within the last seconds. */
  async undo(): Promise<void> {
    const { deleted, shown } = this;
    this.empty();
    await this.call(deleted, async ({ id }) => this.page.found(await api.restore(id)));
    if (shown !== null && this.page.runs.byId(shown)) this.page.show(shown);
  }

  /** Keeps what was deleted within reach for as long as it is looked at. */
  hold(): void {
    clearTimeout(this.timer);
  }

  /** From now on it is within reach for a few seconds more. */
  release(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.empty(), this.deleted.length > MANY ? MILLIS_FOR_MANY : MILLIS);
  }

  private empty(): void {
    clearTimeout(this.timer);
    this.deleted = [];
    this.shown = null;
    this.page.changed();
  }

  private takeAway(views: readonly RunView[]): void {
    const { runs, position } = this.page;
    const gone = new Set(views.map(({ id }) => id));
    const at = runs.all.findIndex(({ id }) => id === position.runId);
    const left = (view: RunView) => !gone.has(view.id);
    const follower = runs.all.slice(at).find(left) ?? runs.all.slice(0, Math.max(0, at)).findLast(left);
    gone.forEach((id) => runs.remove(id));
    if (position.runId !== null && gone.has(position.runId)) {
      this.shown ??= position.runId;
      position.go(follower?.id ?? null, null);
    }
    this.page.changed();
  }

  /** Each run by itself: if one cannot be deleted it is listed again, and the others are deleted all the same. */
  private call(views: readonly RunView[], action: (view: RunView) => Promise<unknown>): Promise<void> {
    this.calls = this.calls.then(async () => {
      for (const view of views) {
        await this.page.attempt(() =>
          action(view).catch((error) => {
            this.page.found(view.run);
            throw error;
          }),
        );
      }
    });
    return this.calls;
  }
}
