/** The shapes of the HTTP contract, as the server sends them; a test compares them with its openapi.json. */

import type { Seed } from './json.js';
import { TUNING_DEFAULTS } from '../state/tuning.js';
import type { TuningKey } from '../state/tuning.js';

export type Status = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';

export type OptionValue = boolean | number | string | number[];

/**
 * A scheduler's name, the keys of its configuration that are overridden, and the timesteps or noise levels to visit instead
 * of its own.
 */
export interface SchedulerChoice {
  name?: string;
  options?: Record<string, OptionValue>;
  timesteps?: number[];
  sigmas?: number[];
}

export interface LoraChoice {
  name: string;
  weight?: number;
}

export type Fit = 'crop' | 'pad' | 'stretch';

export interface RunRequest extends Partial<Record<TuningKey, number>> {
  prompt: string;
  negativePrompt?: string;
  model?: string;
  /** Settings for few steps by name, or `none`; left out, those that the model or a LoRA is recognised to have. */
  preset?: string;
  scheduler?: SchedulerChoice;
  steps?: number;
  guidance?: number;
  seed?: Seed;
  width?: number;
  height?: number;
  count?: number;
  /** A `data:` address, or the reference that the server gave it. */
  image?: string;
  strength?: number;
  /** White is repainted. */
  mask?: string;
  /** How pictures of another shape than the result are fitted. */
  fit?: Fit;
  loras?: LoraChoice[];
  /** Textual inversions that the prompts may use. */
  embeddings?: string[];
  /** Pictures that the prompt speaks of, given as `image` is; for models that edit. */
  references?: string[];
  /** A ControlNet by name; left out, the checkpoint's own. */
  controlNet?: string;
  /** What it sees, given as `image` is. */
  controlImage?: string;
  controlScale?: number;
  from?: { run: string; state: number };
  /** A run of one's own that is stopped; this one takes its place. */
  replaces?: string;
  /** Whether the run is forgotten unless it is kept. */
  ephemeral?: boolean;
  /** The step after which the run pauses. */
  stopAt?: number;
}

/** What the server takes where a request says nothing. */
export const DEFAULTS = { count: 1, strength: 0.8, fit: 'crop', controlScale: 1, ...TUNING_DEFAULTS } as const;

/** What went wrong, as `application/problem+json`. */
export interface ProblemBody {
  title: string;
  code: string;
  detail: string;
  field: string;
}

export interface Run {
  id: string;
  status: Status;
  request: RunRequest;
  step: number;
  steps: number;
  noiseLevel: number | null;
  stepsPerSecond: number | null;
  secondsLeft: number | null;
  queuePlace: number | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  parent: { run: string; state: number } | null;
  /** What of the request has less effect than it could have, such as a LoRA that fits the model in part. */
  warnings: string[];
  /** The first run of its family; its own id if it has no parent. */
  root: string;
  /** Whether it stays when old runs are deleted. */
  kept: boolean;
  /** The owner's name for it. */
  title: string | null;
  /** Whether a link to it lets others see it. */
  shared: boolean;
  /** Whether it is in no list, and forgotten unless it is kept. */
  ephemeral: boolean;
  width: number;
  height: number;
  error: { code: string; detail: string } | null;
  /** Counts the changes of what goes on: of two records of a run, the one with the greater number is newer. */
  seq: number;
}

/** What a request would be drawn with, and what was recognised by itself. */
export interface Resolution {
  request: RunRequest;
  warnings: string[];
}

/** What of a run can be changed by its owner at any time. */
export interface RunChange {
  ephemeral?: boolean;
  kept?: boolean;
  title?: string | null;
}

export interface Model {
  name: string;
  kind: string;
  scheduler: string;
  /** Those that draw well with it, its own first. */
  schedulers: string[];
  width: number;
  height: number;
  steps: number;
  guidance: number;
  takesPrompt: boolean;
  takesGuidance: boolean;
  takesNegativePrompt: boolean;
  /** Whether deep features can be taken over from step to step. */
  takesReuse: boolean;
  /** The most pictures that a prompt can speak of; 0 for models that do not edit. */
  references: number;
  /** Names of settings for few steps that can be asked for. */
  presets: string[];
  /** The settings for few steps that scheduler, steps and guidance are of. */
  preset: { name: string; reason: string; scheduler: SchedulerChoice } | null;
}

/** A process that draws: how many runs of all users it has, and how many it takes. */
export interface WorkerState {
  name: string;
  running: number;
  room: number;
  /** Its devices, and how many bytes weights may take there; 0 for no bound. */
  devices: { name: string; budget: number }[];
}

/** What goes on at the server, as far as it is this user's business. */
export interface ServerState {
  version: string;
  user: string;
  /** Runs of all users that wait, and that are drawn. */
  queue: number;
  running: number;
  /** Of all runs together. */
  stepsPerSecond: number;
  /** Those that are open, and about what their weights take. */
  models: { name: string; bytes: number }[];
  /** What this user's runs take, and which finished runs are kept; null keeps every one. */
  disk: { bytes: number; runs: number; keep: { bytes: number | null; seconds: number | null } | null };
  /** What this user may still ask for: runs that wait, and, where there is a bound, steps in an hour. */
  quota: { waiting: { limit: number; left: number }; steps: { limit: number; left: number } | null };
  /** The queue in its order; only this user's own runs are named. */
  waiting: { place: number; run: string | null }[];
  /** The processes that draw, if others than the server do. */
  workers: WorkerState[];
}

/** What can be asked for. */
export interface Catalog {
  models: Model[];
  default: string;
  loras?: string[];
  embeddings?: string[];
  controlNets?: string[];
  broken?: { name: string; detail: string }[];
}

export type OptionType = 'flag' | 'integer' | 'number' | 'choice' | 'numbers';

export interface SchedulerOption {
  name: string;
  type: OptionType;
  default: OptionValue | null;
  allowed: string[];
  help: string;
}

export interface Scheduler {
  name: string;
  /** The name that people know it by. */
  label: string;
  description: string;
  diffusersNames: string[];
  options: SchedulerOption[];
}

/** What a run visits: entry k - 1 is of step k. */
export interface Schedule {
  timesteps: number[];
  /** The noise that is left after the step. */
  noiseLevels: (number | null)[];
  /** The first step that is the run's own; the states before it are those of the run that it left. */
  first: number;
}

/** What changes of a run while it goes on; any of them may be missing. */
export type Progress = Partial<
  Pick<Run, 'status' | 'step' | 'steps' | 'noiseLevel' | 'stepsPerSecond' | 'secondsLeft' | 'queuePlace' | 'error' | 'seq'>
>;

/** How far the opening of a model is: the part that is opened now, or null once all are. */
export interface Opening {
  model: string;
  part: string | null;
  done: number;
  parts: number;
}

/** How busy the server is; `problem` says why nothing goes on, if that is so. */
export interface Queue {
  length: number;
  running: number;
  problem: string | null;
}

/** What the server says on the socket, as text. */
export type ServerMessage =
  | { type: 'snapshot'; run: Run; watch: number; seq: number }
  | ({ type: 'state'; run: string; seq: number } & Progress)
  | { type: 'done'; run: string; seq: number }
  | { type: 'failed'; run: string; code: string; detail: string; seq: number }
  | ({ type: 'queue' } & Queue)
  | ({ type: 'opening' } & Opening)
  | { type: 'viewers'; run: string; count: number }
  | { type: 'playhead'; run: string; step: number | null }
  | { type: 'created'; run: Run }
  | { type: 'changed'; run: Run }
  | { type: 'removed'; run: string }
  | { type: 'viewers'; run: string; count: number }
  | { type: 'playhead'; run: string; step: number | null }
  | { type: 'draining' };

/** How previews are made: as sharp as there is time for, by a linear map, by a tiny decoder, or by the model's own. */
export type Preview = 'auto' | 'linear' | 'tiny' | 'full';

/** What the page says on the socket. */
export type ClientMessage =
  | { type: 'watch'; run: string; from?: number; credit?: number; preview?: Preview; size?: number }
  | { type: 'credit'; run: string; n: number }
  | { type: 'unwatch'; run: string }
  | { type: 'playhead'; run: string; step: number | null }
  | { type: 'watch-queue' };
