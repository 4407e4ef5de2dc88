import type { RunRequest } from '../net/types.js';
import type { Offer } from '../state/offer.js';
import { readComfyUi } from './comfyui.js';
import { fit } from './fit.js';
import { readInvokeAi, readInvokeAi2 } from './invokeai.js';
import { readNovelAi } from './novelai.js';
import { readParameters } from './parameters.js';
import { jsonObject, type Recipe } from './recipe.js';
import { readSwarmUi } from './swarmui.js';
import { textsOf } from './texts.js';

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

/** What the texts in a PNG, JPEG or WebP say, as far as this server has it; null if they say nothing about how it was made. */
export async function recipeOf(file: File, offer: Offer): Promise<Recipe | null> {
  const texts = await textsOf(await file.arrayBuffer());
  for (const [keyword, read] of READERS) {
    const text = texts.get(keyword);
    const recipe = text === undefined ? null : read(text);
    if (recipe) return fit(recipe, offer);
  }
  const unread = PROGRAMS.filter((keyword) => texts.has(keyword));
  return unread.length === 0 ? null : { request: null, leftOut: unread.map((keyword) => `the text "${keyword}"`) };
}

function readDemist(text: string): Recipe | null {
  const request = jsonObject(text);
  return typeof request?.['prompt'] === 'string' ? { request: request as unknown as RunRequest, leftOut: [] } : null;
}
