/** What the steps of two runs have in common: their number, or how much noise is left. */
export type Link = 'step' | 'noise';

/** As much of a run as is needed to find one of its steps. */
export interface Steps {
  readonly steps: number;
  /** The noise left after a step; null where it is not known. */
  noise(step: number): number | null;
}

/**
 * The step of `to` that stands beside `step` of `from`: the same one, or the one whose noise is nearest. Where no noise is known,
 * the share of the steps links runs.
 */
export function linkedStep(step: number, from: Steps, to: Steps, link: Link): number {
  if (link === 'step') return Math.min(step, to.steps);
  const level = from.noise(step);
  return (level === null ? null : nearest(level, to)) ?? atShare(step, from, to);
}

function nearest(level: number, { steps, noise }: Steps): number | null {
  let [best, least] = [0, Infinity];
  for (let step = 1; step <= steps; step++) {
    const left = noise(step);
    const away = left === null ? Infinity : distance(left, level);
    if (away < least) [best, least] = [step, away];
  }
  return best || null;
}

/** Noise levels are compared as ratios, as they go down by ratios; those near 0 by their difference. */
const distance = (a: number, b: number): number => Math.abs(Math.log(a + 1e-3) - Math.log(b + 1e-3));

const atShare = (step: number, from: Steps, to: Steps): number => Math.max(1, Math.round((step * to.steps) / Math.max(1, from.steps)));
