import { api } from '../net/api.js';
import type { RunView } from './run-view.js';
import type { Runs } from './runs.js';

/** Has the whole family of a run at hand, however old its other members are. Each family is asked for once. */
export class Families {
  private readonly asked = new Set<string>();

  constructor(
    private readonly runs: Runs,
    /** Called when members have come. */
    private readonly changed: () => void,
  ) {}

  want({ run: { root } }: RunView): void {
    if (this.asked.has(root)) return;
    this.asked.add(root);
    api.family(root).then(
      ({ runs }) => {
        runs.filter(({ id }) => !this.runs.byId(id)).forEach((run) => this.runs.put(run));
        this.changed();
      },
      () => this.asked.delete(root),
    );
  }
}
