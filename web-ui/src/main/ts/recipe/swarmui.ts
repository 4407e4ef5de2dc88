import { requestOf, rest } from './facts.js';
import { jsonObject, type Recipe } from './recipe.js';

const TAKEN = ['prompt', 'negativeprompt', 'steps', 'cfgscale', 'seed', 'width', 'height', 'model', 'sampler', 'scheduler', 'swarm_version'];

/** SwarmUI's JSON object, which it writes where others have their text. */
export function readSwarmUi(text: string): Recipe | null {
  const facts = jsonObject(text)?.['sui_image_params'] as Record<string, unknown> | undefined;
  if (typeof facts?.['prompt'] !== 'string') return null;
  const { prompt, negativeprompt: negativePrompt, steps, cfgscale: guidance, seed, width, height } = facts;
  const named = { sampler: wordOf(facts['sampler']), spread: wordOf(facts['scheduler']), model: wordOf(facts['model']) };
  return { request: requestOf({ prompt, negativePrompt, steps, guidance, seed, width, height }), leftOut: rest(facts, TAKEN), named };
}

const wordOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
