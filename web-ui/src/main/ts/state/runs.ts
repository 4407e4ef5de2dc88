import type { Run } from '../net/types.js';
import { RunView } from './run-view.js';

/** All runs the page knows, newest first. */
export class Runs {
  private readonly views = new Map<string, RunView>();
  private ordered: RunView[] = [];

  get all(): readonly RunView[] {
    return this.ordered;
  }

  /** Those that are kept. */
  get listed(): readonly RunView[] {
    return this.ordered.filter(({ run }) => !run.ephemeral);
  }

  get active(): RunView[] {
    return this.ordered.filter((view) => view.active);
  }

  byId(id: string | null): RunView | undefined {
    return id === null ? undefined : this.views.get(id);
  }

  byWatch(watch: number): RunView | undefined {
    return this.ordered.find((view) => view.watch === watch);
  }

  /** Takes the server's record in, whether it is new or known. */
  put(run: Run): RunView {
    const known = this.views.get(run.id);
    if (known) {
      known.replace(run);
      return known;
    }
    const view = new RunView(run);
    this.views.set(run.id, view);
    this.ordered = [...this.ordered, view].sort(newestFirst);
    return view;
  }

  remove(id: string): void {
    this.views.delete(id);
    this.ordered = this.ordered.filter((view) => view.id !== id);
  }
}

/** Ids begin with their time; the recorded time comes first so that clocks of several servers do no harm. */
function newestFirst(a: RunView, b: RunView): number {
  return b.run.createdAt.localeCompare(a.run.createdAt) || b.id.localeCompare(a.id);
}
