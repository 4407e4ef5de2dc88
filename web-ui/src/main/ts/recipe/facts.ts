import { readSeed } from '../net/json.js';
import type { RunRequest } from '../net/types.js';

/** What other programs say of a picture, by the names that a request has for it; texts and numbers alike. */
export type Facts = Partial<Record<'prompt' | 'negativePrompt' | 'steps' | 'guidance' | 'seed' | 'width' | 'height', unknown>>;

/** The request of these facts; those that are not of their kind are missing in it. */
export function requestOf(facts: Facts): RunRequest {
  const request: RunRequest = { prompt: wordsOf(facts.prompt), negativePrompt: wordsOf(facts.negativePrompt) };
  for (const name of ['steps', 'guidance', 'width', 'height'] as const) {
    const value = numberOf(facts[name]);
    if (value !== undefined) request[name] = value;
  }
  const seed = readSeed(String(facts.seed));
  if (seed !== undefined) request.seed = seed;
  return request;
}

const wordsOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value ?? NaN);
  return typeof value !== 'object' && Number.isFinite(number) ? number : undefined;
}

/** The names and values of those facts that are not taken over. */
export function rest(facts: Record<string, unknown>, taken: readonly string[]): string[] {
  return Object.entries(facts)
    .filter(([name, value]) => !taken.includes(name) && value !== null && value !== '')
    .map(([name, value]) => (typeof value === 'object' ? name : `${name} ${short(String(value))}`));
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
