import type { RunRequest } from '../net/types.js';
import type { Offer } from '../state/offer.js';
import type { Named, Recipe } from './recipe.js';
import { schedulerOf, spreadOf } from './samplers.js';

/** A recipe with those of its samplers, models and LoRAs that this server has; the others are among what is left out. */
export function fit(recipe: Recipe, offer: Offer): Recipe {
  const { request, named } = recipe;
  if (!request || !named) return recipe;
  const parts = [sampler(named, offer), model(named, offer), loras(named, offer)];
  const taken = parts.map((part) => part.taken);
  return { request: Object.assign({}, request, ...taken), leftOut: [...parts.flatMap((part) => part.leftOut), ...recipe.leftOut] };
}

interface Part {
  readonly taken: Partial<RunRequest>;
  readonly leftOut: readonly string[];
}

const NOTHING: Part = { taken: {}, leftOut: [] };

function sampler({ sampler: name, spread }: Named, { schedulers }: Offer): Part {
  if (name === undefined) return NOTHING;
  const choice = schedulerOf(name, schedulers);
  const known = schedulers.find((scheduler) => scheduler.name === choice?.name);
  const has = (option: string) => known?.options.some((own) => own.name === option) === true;
  if (!choice || !known || !Object.keys(choice.options ?? {}).every(has)) return { taken: {}, leftOut: [`sampler ${name}`, ...apart(spread)] };
  const option = spreadOf(name, spread);
  if (option === null) return { taken: { scheduler: choice }, leftOut: [] };
  if (option === undefined || !has(option)) return { taken: { scheduler: choice }, leftOut: apart(spread ?? name) };
  return { taken: { scheduler: { ...choice, options: { ...choice.options, [option]: true } } }, leftOut: [] };
}

const apart = (spread?: string): string[] => (spread ? [`schedule type ${spread}`] : []);

function model({ model: name }: Named, { models }: Offer): Part {
  if (name === undefined) return NOTHING;
  const known = models.find((model) => stem(model.name) === stem(name));
  return known ? { taken: { model: known.name }, leftOut: [] } : { taken: {}, leftOut: [`model ${name}`] };
}

function loras({ loras: wanted = [] }: Named, { loras: known }: Offer): Part {
  const has = (name: string) => known.find((lora) => stem(lora) === stem(name));
  const taken = wanted.flatMap(({ name, weight }) => (has(name) ? [{ name: has(name)!, weight }] : []));
  const leftOut = wanted.filter(({ name }) => !has(name)).map(({ name }) => `LoRA ${name}`);
  return { taken: wanted.length > 0 ? { loras: taken } : {}, leftOut };
}

/** A checkpoint's name without its folder and ending. */
const stem = (name: string): string => name.replace(/^.*[\\/]/, '').replace(/\.(safetensors|ckpt|pt)$/i, '').toLowerCase();
