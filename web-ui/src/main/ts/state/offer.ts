import { api } from '../net/api.js';
import type { Model, Scheduler } from '../net/types.js';

/** What the server has to draw with. */
export class Offer {
  static readonly NOTHING = new Offer();

  constructor(
    readonly models: readonly Model[] = [],
    readonly schedulers: readonly Scheduler[] = [],
    readonly loras: readonly string[] = [],
    readonly embeddings: readonly string[] = [],
    readonly controlNets: readonly string[] = [],
    /** The model to begin with. */
    readonly preferred = '',
    /** Why models that are there cannot be used, a sentence for each. */
    readonly problems: readonly string[] = [],
  ) {}

  static async load(): Promise<Offer> {
    const [catalog, schedulers] = await Promise.all([api.models(), api.schedulers()]);
    const problems = (catalog.broken ?? []).map(({ name, detail }) => `The model ${name} cannot be opened: ${detail}`);
    return new Offer(catalog.models, schedulers, catalog.loras, catalog.embeddings, catalog.controlNets, catalog.default, problems);
  }

  model(name: string): Model | undefined {
    return this.models.find((model) => model.name === name);
  }

  /** The name that people know a scheduler by. */
  schedulerLabel(name: string): string {
    return this.scheduler(name)?.label || name;
  }

  scheduler(name: string): Scheduler | undefined {
    return this.schedulers.find((scheduler) => scheduler.name === name);
  }
}
