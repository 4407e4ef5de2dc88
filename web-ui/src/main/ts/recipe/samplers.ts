import type { SchedulerChoice } from '../net/types.js';

/** Schedulers by the names that other programs have for them, without the signs in which those differ. */
const SAMPLERS: Readonly<Record<string, SchedulerChoice>> = {
  euler: { name: 'euler' },
  eulera: { name: 'euler-a' },
  lms: { name: 'lms' },
  heun: { name: 'heun' },
  dpm2: { name: 'dpm2' },
  dpm2a: { name: 'dpm2-a' },
  'dpm++2m': { name: 'dpm' },
  'dpm++2msde': { name: 'dpm', options: { algorithm_type: 'sde-dpmsolver++' } },
  ddim: { name: 'ddim' },
  ddpm: { name: 'ddpm' },
  plms: { name: 'pndm' },
  unipc: { name: 'unipc' },
  deis: { name: 'deis' },
  ipndm: { name: 'ipndm' },
  lcm: { name: 'lcm' },
  tcd: { name: 'tcd' },
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

/** The scheduler of a sampler such as "DPM++ 2M Karras", "k_euler_ancestral" or "dpmpp_2m"; undefined if it has no counterpart here. */
export function schedulerOf(sampler: string): SchedulerChoice | undefined {
  return SAMPLERS[plain(parts(sampler).name)];
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
