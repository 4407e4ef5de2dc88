import type { RunRequest } from '../net/types.js';
import { textChunks } from './text-chunks.js';

/** The request that a picture was made with, read from its text chunks; null if they hold none. */
export async function recipeOf(file: File): Promise<RunRequest | null> {
  const texts = [...(await textChunks(await file.arrayBuffer())).entries()];
  for (const [, text] of texts) {
    const request = parseJson(text);
    if (request) return request;
  }
  const parameters = texts.find(([keyword]) => keyword === 'parameters');
  return parameters ? parseParameters(parameters[1]) : null;
}

function parseJson(text: string): RunRequest | null {
  try {
    const value = JSON.parse(text);
    const request = typeof value?.request === 'object' ? value.request : value;
    return typeof request?.prompt === 'string' ? request : null;
  } catch {
    return null;
  }
}

/** The text that other programs write: prompt, "Negative prompt: …", then "Steps: 20, CFG scale: 5, Seed: 42, Size: 128x128". */
export function parseParameters(text: string): RunRequest | null {
  const [, words, , negative, facts] = /^([\s\S]*?)(\nNegative prompt: ([\s\S]*?))?\n(Steps: .*)$/.exec(text.trim()) ?? [];
  if (words === undefined || facts === undefined) return null;
  const fact = (name: string) => new RegExp(`(?:^|, )${name}: ([^,]+)`).exec(facts)?.[1];
  const number = (name: string) => (fact(name) === undefined ? undefined : Number(fact(name)));
  const [width, height] = fact('Size')?.split('x').map(Number) ?? [];
  const known = { steps: number('Steps'), guidance: number('CFG scale'), seed: number('Seed'), width, height };
  return { prompt: words, negativePrompt: negative ?? '', ...onlyNumbers(known) };
}

function onlyNumbers(values: Record<string, number | undefined>): Partial<RunRequest> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}
