import type { Scheduler } from '../net/types.js';
import { TUNING } from './tuning.js';

const FIELDS: ReadonlySet<string> = new Set([
  'prompt', 'negativePrompt', 'model', 'preset', 'scheduler', 'timesteps', 'sigmas', 'steps', 'guidance', 'seed', 'width', 'height', 'count',
  'image', 'mask', 'strength', 'loras', 'embeddings', 'references', 'controlNet', 'controlImage', 'controlScale',
]);

/**
 * The form's field for a field of the request: `scheduler.timesteps` is shown at `timesteps`, `loras[0].weight` at `loras`, an
 * option of the scheduler under its own name. Null if the form has no such field.
 */
export function formField(name: string | null, scheduler: Scheduler | undefined): string | null {
  const own = name?.replace(/^scheduler\.(options\.)?/, '').replace(/[.[].*/, '') ?? null;
  const known = own === null || FIELDS.has(own) || own in TUNING || scheduler?.options.some((option) => option.name === own);
  return known ? own : null;
}
