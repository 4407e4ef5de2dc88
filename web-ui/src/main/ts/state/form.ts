import { DEFAULTS } from '../net/types.js';
import type { Model, OptionValue, RunRequest, Scheduler } from '../net/types.js';
import { startPicture } from '../ui/start-picture.js';
import { formField } from './form-field.js';
import { memory } from './memory.js';
import { Offer } from './offer.js';
import { SCHEDULES, scheduleProblems, type Schedule } from './schedule.js';
import { fromRequest, NOTHING, withModel, type Settings } from './settings.js';
import { TUNING_KEYS, type TuningKey } from './tuning.js';

/** A setting that is a number. */
export type NumberKey = 'steps' | 'guidance' | 'width' | 'height' | 'strength' | 'controlScale' | TuningKey;

const MOST_PAST = 20;
const BLOCK = 8;
const UNREADABLE = 'This file cannot be read as a picture.';

/** What is wished for: the settings, what is wrong with them, and what they were before they were overwritten. */
export class Form {
  settings: Settings = memory.recall();
  /** Error messages by the name of their field. */
  errors: Readonly<Record<string, string>> = {};
  private offer = Offer.NOTHING;
  private readonly past: Settings[] = [];
  private taken: Settings | null = null;

  constructor(
    private readonly changed: () => void,
    private readonly announce: (sentence: string) => void,
  ) {}

  get model(): Model | undefined {
    return this.offer.model(this.settings.model);
  }

  get scheduler(): Scheduler | undefined {
    return this.offer.scheduler(this.settings.scheduler);
  }

  /** Whether the chosen model takes a prompt. */
  get takesPrompt(): boolean {
    return this.model?.takesPrompt ?? true;
  }

  /** Whether its guidance can be chosen. */
  get takesGuidance(): boolean {
    return this.model?.takesGuidance ?? true;
  }

  /** Whether it takes words of what is not wanted. */
  get takesNegativePrompt(): boolean {
    return this.model?.takesNegativePrompt ?? true;
  }

  /** The numbers that few people need, as far as the model takes them. */
  get tuning(): readonly TuningKey[] {
    return TUNING_KEYS.filter((key) => key !== 'reuse' || this.model?.takesReuse);
  }

  /** How many pictures its prompt can speak of. */
  get mostReferences(): number {
    return this.model?.references ?? 0;
  }

  /** The settings, without what the model does not take. */
  get wished(): Settings {
    const { settings } = this;
    const prompt = this.takesPrompt ? settings.prompt : '';
    const negativePrompt = this.takesPrompt && this.takesNegativePrompt ? settings.negativePrompt : '';
    const reuse = this.tuning.includes('reuse') ? settings.reuse : 0;
    return { ...settings, prompt, negativePrompt, reuse, references: settings.references.slice(0, this.mostReferences) };
  }

  /** What can be chosen from. A remembered model or scheduler that is no longer there gives way to what is. */
  use(offer: Offer): void {
    this.offer = offer;
    const { model } = this;
    if (!model) this.chooseModel(offer.preferred);
    else if (!this.scheduler && offer.schedulers.length > 0) this.set({ scheduler: model.scheduler, options: {} });
  }

  set(change: Partial<Settings>): void {
    this.settings = { ...this.settings, ...change };
    this.errors = without(this.errors, Object.keys(change));
    memory.keep(this.settings);
    this.changed();
  }

  /** Sets a number; a field that was left blank gets what the model or the server takes by default. Sizes are in blocks of eight. */
  setNumber(key: NumberKey, value: number): void {
    const { model } = this;
    const standard = { steps: model?.steps, guidance: model?.guidance, width: model?.width, height: model?.height, ...DEFAULTS }[key] ?? NOTHING[key];
    const sized = key === 'width' || key === 'height' ? Math.max(BLOCK, Math.round(value / BLOCK) * BLOCK) : value;
    this.set({ [key]: Number.isFinite(value) ? sized : standard });
  }

  chooseModel(name: string): void {
    const model = this.offer.model(name);
    if (model) this.set(withModel(this.settings, model));
  }

  /** Overrides an option of the scheduler; undefined leaves it to the model's configuration. */
  setOption(name: string, value: OptionValue | undefined): void {
    const { [name]: _, ...others } = this.settings.options;
    this.errors = without(this.errors, [name]);
    this.set({ options: value === undefined ? others : { ...others, [name]: value } });
  }

  /** Sets the custom timesteps or sigmas, and says at once what is wrong with them. */
  setSchedule(kind: Schedule, text: string): void {
    this.set({ [kind]: text });
    this.check();
  }

  /** Takes a request's settings over; undo brings back what was there. */
  restore(request: RunRequest, withSeed: boolean): void {
    this.past.push(this.settings);
    if (this.past.length > MOST_PAST) this.past.shift();
    this.errors = {};
    this.set(fromRequest(this.settings, request, withSeed));
    this.taken = this.settings;
  }

  /** Whether there is something to bring back. */
  get canUndo(): boolean {
    return this.past.length > 0;
  }

  /** Whether something was changed since the settings were overwritten: then a text field undoes that first. */
  get edited(): boolean {
    return this.settings !== this.taken;
  }

  /** Brings back the settings that were last overwritten. */
  undo(): void {
    const before = this.past.pop();
    if (before) this.set(before);
    this.taken = this.settings;
  }

  /** Draws from a picture from now on, in its shape and the model's size. */
  async startFrom(picture: Blob): Promise<void> {
    const start = await this.read(picture);
    if (start) this.set({ ...start, mask: null });
  }

  /** Uses a picture as the ControlNet's input from now on. */
  async control(picture: Blob): Promise<void> {
    const seen = await this.read(picture);
    if (seen) this.set({ controlImage: seen.image });
  }

  /** Lets the prompt speak of these pictures, too, as far as the model takes so many. */
  async refer(pictures: readonly Blob[]): Promise<void> {
    for (const picture of pictures) {
      const { references } = this.settings;
      if (references.length >= this.mostReferences) return this.announce(`This model takes at most ${this.mostReferences} reference pictures.`);
      const seen = await this.read(picture);
      if (seen) this.set({ references: [...references, seen.image] });
    }
  }

  private async read(picture: Blob) {
    const read = await startPicture(picture, Math.max(this.model?.width ?? 512, this.model?.height ?? 512)).catch(() => null);
    if (!read) this.announce(UNREADABLE);
    return read;
  }

  /** Shows a failure at the field that it names; false if the form has no such field. */
  refuse(name: string | null, reason: string): boolean {
    const field = formField(name, this.scheduler);
    if (field !== null) this.errors = { ...this.errors, [field]: reason };
    return field !== null;
  }

  /** Whether nothing is known to be wrong with the settings. */
  get valid(): boolean {
    return Object.keys(scheduleProblems(this.settings)).length === 0;
  }

  /** Whether the settings can be sent; what is wrong with the custom schedule is shown at its fields. */
  check(): boolean {
    const wrong = scheduleProblems(this.settings);
    this.errors = { ...without(this.errors, [...SCHEDULES]), ...wrong };
    this.changed();
    return Object.keys(wrong).length === 0;
  }
}

function without(errors: Readonly<Record<string, string>>, fields: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).filter(([field]) => !fields.includes(field)));
}
