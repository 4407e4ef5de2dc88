import { differences, fromRequest, NOTHING } from '../state/settings.js';
import type { Offer } from '../state/offer.js';
import type { RunView } from '../state/run-view.js';

/** What a strip of film is called: its words, or what a fork with the same words was given instead. */
export function rowName(view: RunView, parent: RunView | undefined, offer: Offer): string {
  if (!parent || parent.title !== view.title) return view.title;
  const { scheduler, steps, guidance, seed } = view.run.request;
  const changed = differences(fromRequest(NOTHING, view.run.request), parent.run);
  const value: Record<string, string | undefined> = { scheduler: offer.schedulerLabel(scheduler?.name ?? ''), steps: `${steps} steps`, guidance: `guidance ${guidance}`, seed: `seed ${seed}` };
  return changed.map((name) => value[name] ?? name).join(', ') || view.title;
}
