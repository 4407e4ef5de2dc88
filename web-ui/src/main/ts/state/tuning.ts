/**
 * Numbers of a request that few people need. A line here is a field of the form, of the request that is sent and of one that is
 * restored; `default` is what the server takes where a request says nothing.
 */
export const TUNING = {
  reuse: { default: 0, min: 0, max: 1000, step: 1, label: 'Reuse of deep features', hint: 'The whole network every so many steps: quicker, another picture; 0 for every step' },
  guidanceRescale: { default: 0, min: 0, max: 1, step: 0.05, label: 'Guidance rescale', hint: 'Against colours that are too strong, 0 to 1' },
  guidanceFrom: { default: 0, min: 0, max: 1, step: 0.05, label: 'Guidance from', hint: 'Share of the steps after which guidance begins' },
  guidanceTo: { default: 1, min: 0, max: 1, step: 0.05, label: 'Guidance to', hint: 'Share of the steps after which guidance ends' },
  clipSkip: { default: 0, min: 0, max: 11, step: 1, label: 'CLIP skip', hint: 'Last layers of the text encoder to leave out' },
} as const;

export type TuningKey = keyof typeof TUNING;

export const TUNING_KEYS = Object.keys(TUNING) as TuningKey[];

type Values = { [K in TuningKey]: (typeof TUNING)[K]['default'] };

export const TUNING_DEFAULTS = tuningOf(() => undefined) as Values;

/** A value for each key: that of `given`, or else the default. */
export function tuningOf(given: (key: TuningKey) => number | undefined): Record<TuningKey, number> {
  return Object.fromEntries(TUNING_KEYS.map((key) => [key, given(key) ?? TUNING[key].default])) as Record<TuningKey, number>;
}
