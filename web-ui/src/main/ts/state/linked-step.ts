/** What the steps of two runs have in common: their number, or how much noise is left. */
export type Link = 'step' | 'noise';

/** As much of a run as is needed to find one of its steps. */
export interface Steps {
  readonly steps: number;
  /** The noise left after each step that is known, by step. */
  readonly noise: ReadonlyMap<number, number>;
}

/**
 * The step of `to` that stands beside `step` of `from`: the same one, or the one whose noise is nearest. Runs of which no noise
 * is known, and those with noise on other scales, are linked by the share of their steps.
 */
export function linkedStep(step: number, from: Steps, to: Steps, link: Link): number {
  if (link === 'step') return Math.min(step, to.steps);
  const level = from.noise.get(step);
  return (level === undefined ? undefined : nearest(level, to)) ?? atShare(step, from, to);
}

function nearest(level: number, { steps, noise }: Steps): number | undefined {
  let best: number | undefined;
  for (const [step, left] of noise) {
    if (step < 1 || step > steps) continue;
    if (best === undefined || distance(left, level) < distance(noise.get(best)!, level)) best = step;
  }
  return best;
}

/** Noise levels are compared as ratios, as they go down by ratios; those near 0 by their difference. */
const distance = (a: number, b: number): number => Math.abs(Math.log(a + 1e-3) - Math.log(b + 1e-3));

const atShare = (step: number, from: Steps, to: Steps): number => Math.max(1, Math.round((step * to.steps) / Math.max(1, from.steps)));
