import { parseJson } from '../net/json.js';
import type { RunRequest } from '../net/types.js';
import { readComfyUi } from './comfyui.js';
import { readInvokeAi, readInvokeAi2 } from './invokeai.js';
import { readNovelAi } from './novelai.js';
import { readParameters } from './parameters.js';
import { readSwarmUi } from './swarmui.js';
import { textsOf } from './texts.js';

/** What a picture says about how it was made. */
export interface Recipe {
  /** The request that draws it again; null if there is nothing that is understood. */
  request: RunRequest | null;
  /** What else it says, which has no meaning here or is not understood. */
  leftOut: string[];
  /** What it names that this server may have or not. */
  named?: Named;
}

/** Names of other programs, as they stand in the recipe. */
export interface Named {
  sampler?: string | undefined;
  /** How the sampler spreads noise over the steps, if that is said apart from its name. */
  spread?: string | undefined;
  model?: string | undefined;
  loras?: readonly { name: string; weight: number }[];
}

/** How the text of each keyword is read; the first that a picture has is taken. */
const READERS: readonly [keyword: string, read: (text: string) => Recipe | null][] = [
  ['demist', readDemist],
  ['invokeai_metadata', readInvokeAi],
  ['sd-metadata', readInvokeAi2],
  ['parameters', readSwarmUi],
  ['parameters', readParameters],
  ['prompt', readComfyUi],
  ['Comment', readNovelAi],
];

/** Keywords that only programs which draw pictures write. */
const PROGRAMS = ['parameters', 'invokeai_metadata', 'sd-metadata', 'prompt', 'workflow'];

/** What the texts in a PNG, JPEG or WebP say; null if they say nothing about how it was made. */
export async function recipeOf(file: File): Promise<Recipe | null> {
  const texts = await textsOf(await file.arrayBuffer());
  for (const [keyword, read] of READERS) {
    const text = texts.get(keyword);
    const recipe = text === undefined ? null : read(text);
    if (recipe) return recipe;
  }
  const unread = PROGRAMS.filter((keyword) => texts.has(keyword));
  return unread.length === 0 ? null : { request: null, leftOut: unread.map((keyword) => `the text "${keyword}"`) };
}

function readDemist(text: string): Recipe | null {
  const request = jsonObject(text);
  return typeof request?.['prompt'] === 'string' ? { request: request as unknown as RunRequest, leftOut: [] } : null;
}

/** The JSON object in a text; null if it is something else. */
export function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value = parseJson<unknown>(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
