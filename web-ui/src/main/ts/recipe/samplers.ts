import type { Scheduler, SchedulerChoice } from '../net/types.js';

/** Names, without the signs in which programs differ, that are no scheduler's own. */
const VARIANTS: Readonly<Record<string, SchedulerChoice>> = {
  'dpm++2msde': { name: 'dpm', options: { algorithm_type: 'sde-dpmsolver++' } },
  plms: { name: 'pndm' },
};

/** How noise is spread over the steps; `automatic`, `normal` and the like are what the model's own configuration says. */
const SPREADS: Readonly<Record<string, string | null>> = {
  karras: 'use_karras_sigmas',
  exponential: 'use_exponential_sigmas',
  beta: 'use_beta_sigmas',
  automatic: null,
  normal: null,
  uniform: null,
};

/** The one of the schedulers that a sampler such as "DPM++ 2M Karras", "k_euler_ancestral" or "dpmpp_2m" is; undefined if it has no counterpart here. */
export function schedulerOf(sampler: string, schedulers: readonly Scheduler[]): SchedulerChoice | undefined {
  const wanted = plain(parts(sampler).name);
  const own = schedulers.find(({ name, label }) => [label, name].map(plain).includes(wanted));
  return VARIANTS[wanted] ?? (own && { name: own.name });
}

/** The option that spreads noise as a sampler's name, or else the words apart from it, say; undefined if there is none like it. */
export function spreadOf(sampler: string, spread = ''): string | null | undefined {
  return SPREADS[parts(sampler).spread ?? (spread.toLowerCase() || 'automatic')];
}

function parts(sampler: string): { name: string; spread?: string | undefined } {
  const [, name = '', last] = /^(.*?)(?:[\s_-]+(karras|exponential|k))?$/i.exec(sampler.trim()) ?? [];
  return { name, spread: last?.toLowerCase().replace(/^k$/, 'karras') };
}

const plain = (name: string): string =>
  name.toLowerCase().replace(/^k[_ ]/, '').replace(/pp/g, '++').replace(/ancestral/, 'a').replace(/[\s_-]/g, '');
