import { requestOf, rest } from './facts.js';
import { jsonObject, type Recipe } from './recipe.js';

const TAKEN = ['prompt', 'uc', 'steps', 'scale', 'seed', 'width', 'height', 'n_samples', 'request_type', 'sampler'];

/** NovelAI's comment: a JSON object, in which `uc` is the negative prompt and `scale` the guidance. */
export function readNovelAi(text: string): Recipe | null {
  const comment = jsonObject(text);
  if (typeof comment?.['prompt'] !== 'string' || comment['uc'] === undefined) return null;
  const { prompt, uc, steps, scale, seed, width, height } = comment;
  const request = requestOf({ prompt, negativePrompt: uc, steps, guidance: scale, seed, width, height });
  return { request, leftOut: rest(comment, TAKEN), named: { sampler: typeof comment['sampler'] === 'string' ? comment['sampler'] : undefined } };
}
