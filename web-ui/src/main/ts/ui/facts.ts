import type { Run } from '../net/types.js';
import type { Offer } from '../state/offer.js';
import { NO_PRESET } from '../state/presets.js';
import { referenceCount } from './format.js';

/** What a picture was drawn with, each in a few words. */
export function factsOf({ request, steps, width, height, parent }: Run, offer: Offer): readonly string[] {
  const options = Object.keys(request.scheduler?.options ?? {}).length;
  return [
    request.model,
    request.preset ? (request.preset === NO_PRESET ? 'no preset' : `preset ${request.preset}`) : null,
    request.scheduler?.name ? offer.schedulerLabel(request.scheduler.name) + (options > 0 ? ` +${options}` : '') : null,
    `${request.steps ?? steps} steps`,
    request.guidance === undefined ? null : `guidance ${request.guidance}`,
    request.reuse ? `reuse ${request.reuse}` : null,
    request.seed === undefined ? null : `seed ${request.seed}`,
    `${width} × ${height}`,
    request.image ? `${request.mask ? 'part of a picture' : 'from a picture'}, strength ${request.strength}` : null,
    request.references?.length ? referenceCount(request.references.length) : null,
    request.controlImage ? `ControlNet ${request.controlNet ?? ''}`.trim() : null,
    ...(request.loras ?? []).map(({ name, weight }) => `${name} ${weight ?? 1}`),
    ...(request.embeddings ?? []),
    parent ? `branched at ${parent.state}` : null,
  ].filter((fact) => fact !== null && fact !== undefined);
}
