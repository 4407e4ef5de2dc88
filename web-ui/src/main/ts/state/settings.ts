import { DEFAULTS } from '../net/types.js';
import type { Seed } from '../net/json.js';
import type { Fit, Model, OptionValue, Preview, Run, RunRequest, SchedulerChoice } from '../net/types.js';
import { TUNING, TUNING_KEYS, tuningOf, type TuningKey } from './tuning.js';
import { hasSchedule, numbersIn } from './schedule.js';

/** What the form holds. */
export interface Settings extends Record<TuningKey, number> {
  prompt: string;
  negativePrompt: string;
  model: string;
  /** The preset that is asked for by name, or `none`; empty for what is recognised. */
  preset: string;
  scheduler: string;
  options: Record<string, OptionValue>;
  /** Custom timesteps as they were typed; empty for the scheduler's own. */
  timesteps: string;
  /** Custom noise levels as they were typed; empty for the scheduler's own. */
  sigmas: string;
  steps: number;
  guidance: number;
  /** The last seed drawn, or the one to draw with; null before the first. */
  seed: Seed | null;
  seedLocked: boolean;
  width: number;
  height: number;
  count: number;
  /** The picture to start from as a `data:` address; null starts from noise. */
  image: string | null;
  /** What of it is repainted: a picture that is white there; null is all of it. */
  mask: string | null;
  strength: number;
  /** How given pictures of another shape than the result are fitted. */
  fit: Fit;
  /** LoRAs in use, with their weights. */
  loras: Record<string, number>;
  /** Textual inversions in use. */
  embeddings: readonly string[];
  /** The pictures that the prompt speaks of, as `data:` addresses. */
  references: readonly string[];
  /** A ControlNet's name; empty for the model's own, if it has one. */
  controlNet: string;
  /** The input picture of the ControlNet; null draws without one. */
  controlImage: string | null;
  controlScale: number;
  /** How previews are made; the page's own choice, not part of a request. */
  preview: Preview;
}

export const NOTHING: Settings = {
  prompt: '',
  negativePrompt: '',
  model: '',
  preset: '',
  scheduler: '',
  options: {},
  timesteps: '',
  sigmas: '',
  steps: 20,
  guidance: 5,
  seed: null,
  seedLocked: false,
  width: 128,
  height: 128,
  ...DEFAULTS,
  image: null,
  mask: null,
  loras: {},
  embeddings: [],
  references: [],
  controlNet: '',
  controlImage: null,
  preview: 'auto',
};

const SEEDS = 2 ** 32;

export const randomSeed = (): number => Math.floor(Math.random() * SEEDS);

/** The settings with all that a model brings along: its size, steps, guidance and scheduler. */
export function withModel(settings: Settings, model: Model): Settings {
  const { name, scheduler, steps, guidance, width, height, preset } = model;
  return { ...settings, model: name, preset: '', ...scheduleOf(preset?.scheduler), scheduler, steps, guidance, width, height };
}

/** A scheduler and its schedule as the form holds them. */
export function scheduleOf({ name, options = {}, timesteps = [], sigmas = [] }: SchedulerChoice = {}) {
  return { scheduler: name, options, timesteps: timesteps.join(', '), sigmas: sigmas.join(', ') };
}

/** The settings that a request was made with; what it does not say stays. */
export function fromRequest(settings: Settings, request: RunRequest, withSeed = true): Settings {
  const seed = withSeed && request.seed !== undefined ? { seed: request.seed, seedLocked: true } : {};
  return {
    ...settings,
    ...defined({
      prompt: request.prompt,
      negativePrompt: request.negativePrompt ?? '',
      model: request.model,
      preset: request.preset ?? '',
      ...(request.scheduler ? scheduleOf(request.scheduler) : { timesteps: '', sigmas: '' }),
      steps: request.steps,
      guidance: request.guidance,
      width: request.width,
      height: request.height,
      strength: request.strength,
      fit: request.fit ?? DEFAULTS.fit,
      loras: Object.fromEntries((request.loras ?? []).map(({ name, weight }) => [name, weight ?? 1])),
      ...tuningOf((key) => request[key]),
      embeddings: request.embeddings ?? [],
      controlNet: request.controlNet ?? '',
      controlScale: request.controlScale,
    }),
    image: ownPicture(request.image),
    mask: ownPicture(request.mask),
    controlImage: ownPicture(request.controlImage),
    references: (request.references ?? []).flatMap((picture) => ownPicture(picture) ?? []),
    ...seed,
  };
}

/** A picture that is there in full; a reference to one on the server has to be fetched. */
const ownPicture = (address?: string): string | null => (address?.startsWith('data:') ? address : null);

/** The body that asks for these settings, from the start or from a state of another run. */
export function toRequest(settings: Settings, from?: { run: string; state: number }): RunRequest {
  const { prompt, negativePrompt, count } = settings;
  const request: RunRequest = { prompt, negativePrompt, count };
  for (const key of ['steps', 'guidance', 'width', 'height', ...TUNING_KEYS] as const) {
    if (Number.isFinite(settings[key])) request[key] = settings[key];
  }
  if (hasSchedule(settings)) delete request.steps; // the schedule has its own number
  request.loras = Object.entries(settings.loras).map(([name, weight]) => ({ name, weight }));
  if (settings.model) request.model = settings.model;
  if (settings.preset) request.preset = settings.preset;
  if (settings.scheduler) request.scheduler = schedulerChoice(settings);
  if (settings.seedLocked && settings.seed !== null) request.seed = settings.seed;
  if (settings.embeddings.length > 0) request.embeddings = [...settings.embeddings];
  // A fork goes on from a state: what its parent was given to see stays.
  return from ? { ...request, from } : { ...request, ...startPicture(settings), ...control(settings), ...references(settings) };
}

function startPicture({ image, mask, strength, fit }: Settings): Partial<RunRequest> {
  if (image === null) return {};
  return mask === null ? { image, strength, fit } : { image, strength, fit, mask };
}

function control({ controlNet, controlImage, controlScale, fit }: Settings): Partial<RunRequest> {
  if (controlImage === null) return {};
  return controlNet === '' ? { controlImage, controlScale, fit } : { controlNet, controlImage, controlScale, fit };
}

const references = ({ references: pictures }: Settings): Partial<RunRequest> => (pictures.length > 0 ? { references: [...pictures] } : {});

function schedulerChoice({ scheduler, options, timesteps, sigmas }: Settings): SchedulerChoice {
  const choice: SchedulerChoice = { name: scheduler };
  if (Object.keys(options).length > 0) choice.options = options;
  if (timesteps !== '') choice.timesteps = numbersIn(timesteps);
  if (sigmas !== '') choice.sigmas = numbersIn(sigmas);
  return choice;
}

/** The settings that a run was drawn with other values of. */
export function differing(settings: Settings, run: Run): ReadonlySet<keyof Settings> {
  const then = { ...fromRequest(settings, run.request), width: run.width || settings.width, height: run.height || settings.height };
  const same: (keyof Settings)[] = ['seedLocked', 'preset', 'preview', 'count', 'fit', 'image', 'mask', 'controlImage', 'references'];
  const differs = (key: keyof Settings) => !same.includes(key) && JSON.stringify(settings[key]) !== JSON.stringify(then[key]);
  return new Set((Object.keys(settings) as (keyof Settings)[]).filter((key) => differs(key) && (key !== 'seed' || settings.seedLocked)));
}

/** The names of what differs between the form and a run, as far as a fork can have it otherwise. */
export function differences(settings: Settings, run: Run): string[] {
  const names: [keyof Settings, string][] = [
    ['prompt', 'prompt'],
    ['negativePrompt', 'negative prompt'],
    ['model', 'model'],
    ['scheduler', 'scheduler'],
    ['options', 'scheduler options'],
    ['timesteps', 'timesteps'],
    ['sigmas', 'sigmas'],
    ['steps', 'steps'],
    ['guidance', 'guidance'],
    ['loras', 'LoRAs'],
    ...TUNING_KEYS.map((key): [keyof Settings, string] => [key, TUNING[key].label]),
    ['embeddings', 'embeddings'],
    ['seed', 'seed'],
  ];
  const keys = differing(settings, run);
  return names.filter(([key]) => keys.has(key)).map(([, name]) => name);
}

/** The values without those that are undefined. */
export function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
