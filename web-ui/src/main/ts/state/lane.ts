import { linkedStep, type Link, type Steps } from './linked-step.js';
import type { NoiseLevels } from './noise-levels.js';
import type { Looking, Place, Position } from './position.js';
import type { RunView } from './run-view.js';
import type { Runs } from './runs.js';

/** One of the pictures that are looked at together. Its step follows the playhead of the one that leads. */
export class Lane implements Looking {
  constructor(
    readonly id: string,
    /** What is special about it. */
    readonly label: string,
    private readonly runs: Runs,
    private readonly lead: Position,
    private readonly link: () => Link,
    private readonly levels: NoiseLevels,
  ) {}

  get view(): RunView | undefined {
    return this.runs.byId(this.id);
  }

  /** The state that stands beside the one that is looked at. */
  get step(): number {
    return this.back ? this.beside(this.lead.step, this.lead.view) : (this.view?.head ?? 0);
  }

  /** Whether the leading picture is looked back at; the others then are, too. */
  get back(): boolean {
    return this.lead.back;
  }

  /** The state beside the one that the pointer is over. */
  get peeked(): Place | null {
    const { peeked } = this.lead;
    const { view } = this;
    return peeked && view ? { view, step: this.beside(peeked.step, peeked.view) } : null;
  }

  private beside(step: number, lead: RunView | undefined): number {
    const { view } = this;
    if (!lead || !view) return 0;
    if (lead === view) return step;
    return Math.min(view.head, linkedStep(step, this.stepsOf(lead), this.stepsOf(view), this.link()));
  }

  private stepsOf(view: RunView): Steps {
    return { steps: view.run.steps, noise: (step) => this.levels.at(view, step) };
  }
}
