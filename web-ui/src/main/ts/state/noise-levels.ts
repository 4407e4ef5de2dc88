import { api } from '../net/api.js';
import type { RunView } from './run-view.js';

/** The noise that is left after each step of a run, as far as its schedule is known. Each schedule is asked for once. */
export class NoiseLevels {
  private readonly levels = new Map<string, readonly (number | null)[]>();
  private readonly asked = new Set<string>();
  private readonly settled = new Set<string>();

  constructor(
    /** Called when a schedule has come. */
    private readonly changed: () => void,
  ) {}

  /** The level after each step, the first of step 1; empty while the schedule is not known. */
  of(view: RunView): readonly (number | null)[] {
    if (!this.asked.has(view.id) && view.run.steps > 0 && !view.passes) void this.ask(view);
    return this.levels.get(view.id) ?? [];
  }

  /** The level after a step; null if it is not known. */
  at(view: RunView, step: number): number | null {
    return this.of(view)[step - 1] ?? view.noise.get(step) ?? null;
  }

  /** Whether the schedule has come, or cannot be had. */
  isSettled({ id }: RunView): boolean {
    return this.settled.has(id);
  }

  /** Asks again for what could not be had. */
  retry(): void {
    for (const id of this.asked) if (!this.levels.has(id)) this.asked.delete(id);
  }

  private async ask(view: RunView): Promise<void> {
    this.asked.add(view.id);
    const schedule = await api.schedule(view.id).catch(() => null);
    this.settled.add(view.id);
    if (schedule) {
      this.levels.set(view.id, schedule.noiseLevels);
      view.first = schedule.first;
    }
    this.changed();
  }
}
