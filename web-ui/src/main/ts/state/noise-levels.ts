import { api } from '../net/api.js';
import type { RunView } from './run-view.js';

/** The noise that is left after each step of a run, as far as its schedule is known. Each schedule is asked for once. */
export class NoiseLevels {
  private readonly levels = new Map<string, readonly (number | null)[]>();
  private readonly asked = new Set<string>();

  constructor(
    /** Called when a schedule has come. */
    private readonly changed: () => void,
  ) {}

  /** The level after each step, the first of step 1; empty while the schedule is not known. */
  of(view: RunView): readonly (number | null)[] {
    if (!this.asked.has(view.id) && view.run.steps > 0 && !view.run.ephemeral) void this.ask(view.id);
    return this.levels.get(view.id) ?? [];
  }

  /** The level after a step; null if it is not known. */
  at(view: RunView, step: number): number | null {
    return this.of(view)[step - 1] ?? view.noise.get(step) ?? null;
  }

  /** Asks again for what could not be had. */
  retry(): void {
    for (const id of this.asked) if (!this.levels.has(id)) this.asked.delete(id);
  }

  private async ask(id: string): Promise<void> {
    this.asked.add(id);
    const schedule = await api.schedule(id).catch(() => null);
    if (!schedule) return;
    this.levels.set(id, schedule.noiseLevels);
    this.changed();
  }
}
