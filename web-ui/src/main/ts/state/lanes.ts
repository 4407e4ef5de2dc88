import type { Seed } from '../net/json.js';
import type { Model, RunRequest } from '../net/types.js';
import { randomSeed, withModel, type Settings } from './settings.js';
import { promptsOf } from './wildcards.js';

/** What the lanes of a comparison can differ in, beside the words of the prompt. */
export type Axis = 'scheduler' | 'guidance' | 'steps' | 'model' | 'seed';

/** What there is to draw with, as far as it matters to lanes. */
export interface Offered {
  readonly models: readonly Model[];
  schedulerLabel(name: string): string;
}

/** What is compared: values of one setting. Less than two compare nothing. */
export interface Comparison {
  readonly axis: Axis;
  readonly values: readonly (string | number)[];
}

/** One picture of several that are drawn for comparison: what is special about it, and what asks for it. */
export interface LaneRequest {
  readonly label: string;
  readonly request: RunRequest;
}

/** More pictures are not drawn together. */
export const MOST_LANES = 16;

type Change = readonly [label: string, change: (settings: Settings) => Settings];

/**
 * The pictures that the settings stand for: one for each alternative in the prompt, for each value that is compared, and for
 * each seed if more than one is asked for. All others of their settings are the same, the seed among them. `requestOf` makes the
 * request for the settings of one.
 */
export function lanesOf(settings: Settings, comparison: Comparison | null, offer: Offered, requestOf: (settings: Settings) => RunRequest): readonly LaneRequest[] {
  const seed = firstSeed(settings);
  const base: Settings = { ...settings, count: 1, seed, seedLocked: true };
  const axes = [prompts(settings), values(comparison, offer), seeds(seed, settings.count)];
  const table = axes.filter((axis) => axis.length > 0).reduce(product, [[]]);
  return table.map((changes) => ({
    label: changes.map(([words]) => words).filter(Boolean).join(' · '),
    request: requestOf(changes.reduce((changed, [, change]) => change(changed), base)),
  }));
}

const product = (table: readonly (readonly Change[])[], axis: readonly Change[]) => table.flatMap((changes) => axis.map((change) => [...changes, change]));

const firstSeed = ({ seed, seedLocked }: Settings): Seed => (seedLocked && seed !== null ? seed : randomSeed());

function prompts({ prompt }: Settings): readonly Change[] {
  const all = promptsOf(prompt, MOST_LANES + 1);
  return all.map((words) => [all.length > 1 ? words : '', (settings) => ({ ...settings, prompt: words })]);
}

function values(comparison: Comparison | null, offer: Offered): readonly Change[] {
  if (comparison === null || comparison.values.length < 2) return [];
  return comparison.values.map((value) => [labelOf(comparison.axis, value, offer), (settings) => having(settings, comparison.axis, value, offer.models)]);
}

/** What a lane is called by its value. */
export function labelOf(axis: Axis, value: string | number, offer: Offered): string {
  if (axis === 'scheduler') return offer.schedulerLabel(String(value));
  if (axis === 'steps') return `${value} steps`;
  return axis === 'guidance' || axis === 'seed' ? `${axis} ${value}` : String(value);
}

function having(settings: Settings, axis: Axis, value: string | number, models: readonly Model[]): Settings {
  if (axis === 'model') {
    const model = models.find(({ name }) => name === value);
    return model ? withModel(settings, model) : settings;
  }
  if (axis === 'scheduler' && value !== settings.scheduler) return { ...settings, scheduler: String(value), options: {} };
  if (axis === 'steps') return { ...settings, steps: Number(value), timesteps: '', sigmas: '' };
  return { ...settings, [axis]: value };
}

/** Seeds one after the other, as the server counts them. */
function seeds(first: Seed, count: number): readonly Change[] {
  if (!(count > 1)) return [];
  return Array.from({ length: count }, (_, i) => {
    const seed = after(first, i);
    return [`seed ${seed}`, (settings) => ({ ...settings, seed })];
  });
}

/** A seed of 64 bits wraps around. */
function after(seed: Seed, n: number): Seed {
  if (typeof seed === 'number') return seed + n;
  const next = BigInt(seed) + BigInt(n);
  return String(next >= 2n ** 64n ? BigInt.asIntN(64, next) : next);
}
