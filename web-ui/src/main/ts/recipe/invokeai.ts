import { numberOf, requestOf, rest } from './facts.js';
import { jsonObject, type Named, type Recipe } from './recipe.js';

const TAKEN = ['positive_prompt', 'negative_prompt', 'steps', 'cfg_scale', 'seed', 'width', 'height', 'app_version', 'scheduler', 'model', 'loras'];
const TAKEN_2 = ['prompt', 'steps', 'cfg_scale', 'seed', 'width', 'height'];

/** InvokeAI since version 3. */
export function readInvokeAi(text: string): Recipe | null {
  const metadata = jsonObject(text);
  if (typeof metadata?.['positive_prompt'] !== 'string') return null;
  const { positive_prompt: prompt, negative_prompt: negativePrompt, steps, cfg_scale: guidance, seed, width, height } = metadata;
  const request = requestOf({ prompt, negativePrompt, steps, guidance, seed, width, height });
  return { request, leftOut: rest(metadata, TAKEN), named: namedIn(metadata) };
}

/** Version 3 names models by `model_name`, later ones by `name`. */
function namedIn({ scheduler, model, loras }: Record<string, unknown>): Named {
  const nameOf = (value: unknown) => {
    const { name, model_name: older } = (value ?? {}) as Record<string, unknown>;
    return typeof name === 'string' ? name : typeof older === 'string' ? older : undefined;
  };
  const each = (Array.isArray(loras) ? loras : []) as { model?: unknown; lora?: unknown; weight?: unknown }[];
  return {
    sampler: typeof scheduler === 'string' ? scheduler : undefined,
    model: nameOf(model),
    loras: each.map(({ model: of, lora, weight }) => ({ name: nameOf(of ?? lora) ?? 'without a name', weight: numberOf(weight) ?? 1 })),
  };
}

/** InvokeAI up to version 2: one text, in which the negative prompt stands in square brackets. */
export function readInvokeAi2(text: string): Recipe | null {
  const image = jsonObject(text)?.['image'] as Record<string, unknown> | undefined;
  const words = wordsOf(image?.['prompt']);
  if (!image || words === null) return null;
  const { steps, cfg_scale: guidance, seed, width, height } = image;
  const negatives = [...words.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]!.trim());
  const facts = { prompt: words.replace(/\s*\[[^\]]*\]/g, '').trim(), negativePrompt: negatives.join(', ') };
  return { request: requestOf({ ...facts, steps, guidance, seed, width, height }), leftOut: rest(image, TAKEN_2) };
}

/** The prompt is a text, or a list of one part; several parts with weights have no meaning here. */
function wordsOf(prompt: unknown): string | null {
  if (typeof prompt === 'string') return prompt;
  const parts = Array.isArray(prompt) ? (prompt as { prompt?: unknown }[]) : [];
  return parts.length === 1 && typeof parts[0]?.prompt === 'string' ? parts[0].prompt : null;
}
