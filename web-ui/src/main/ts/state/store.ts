import { api } from '../net/api.js';
import { Problem } from '../net/problem.js';
import type { Model, OptionValue, Preview, RunRequest, Scheduler } from '../net/types.js';
import { Live, type LiveListener } from './live.js';
import { memory } from './memory.js';
import { Offer } from './offer.js';
import type { RunView } from './run-view.js';
import { Runs } from './runs.js';
import { SCHEDULES, scheduleProblems, type Schedule } from './schedule.js';
import { formField } from './form-field.js';
import { dataUrl, startPicture } from '../ui/start-picture.js';
import { fromRequest, toRequest, withModel, type Settings } from './settings.js';

const PAGE = 24;
/**
 * The state of the page. It dispatches `change` on every change, `preview` on a new preview, `show` when a run is chosen to
 * be looked at, and `problem` when a failure is shown.
 */
export class Store extends EventTarget implements LiveListener {
  readonly runs = new Runs();
  readonly live = new Live(this.runs, this);
  offer = Offer.NOTHING;
  settings: Settings = memory.recall();
  /** Error messages by the name of their field. */
  fieldErrors: Readonly<Record<string, string>> = {};
  banner: string | null = null;
  busy = false;
  /** The id of the run on the stage. */
  selectedId: string | null = null;
  /** The state the stage shows, or null to follow the newest. */
  playhead: number | null = null;
  private next: string | null = null;
  /** The runs that were asked for together: the stage goes from one to the next. */
  private batch: readonly string[] = [];

  get selected(): RunView | undefined {
    return this.runs.byId(this.selectedId);
  }

  get model(): Model | undefined {
    return this.offer.model(this.settings.model);
  }

  /** Whether the chosen model takes a prompt. */
  get takesPrompt(): boolean {
    return this.model?.takesPrompt ?? true;
  }

  get scheduler(): Scheduler | undefined {
    return this.offer.scheduler(this.settings.scheduler);
  }

  get preview(): Preview {
    return this.settings.preview;
  }

  get hasMore(): boolean {
    return this.next !== null;
  }

  /** The state shown: the playhead's, else the newest. */
  get shownStep(): number {
    return this.playhead ?? this.selected?.head ?? 0;
  }

  async start(): Promise<void> {
    this.live.connect();
    await this.attempt(() => this.loadOffer());
    await this.attempt(() => this.loadRuns());
  }

  set(change: Partial<Settings>): void {
    this.settings = { ...this.settings, ...change };
    this.fieldErrors = without(this.fieldErrors, Object.keys(change));
    memory.keep(this.settings);
    this.changed();
  }

  chooseModel(name: string): void {
    const model = this.offer.model(name);
    if (model) this.set(withModel(this.settings, model));
  }

  /** Overrides an option of the scheduler; undefined leaves it to the model's configuration. */
  setOption(name: string, value: OptionValue | undefined): void {
    const { [name]: _, ...others } = this.settings.options;
    this.set({ options: value === undefined ? others : { ...others, [name]: value } });
    this.fieldErrors = without(this.fieldErrors, [name]);
    this.changed();
  }

  /** Sets the custom timesteps or sigmas, and says at once what is wrong with them. */
  setSchedule(kind: Schedule, text: string): void {
    this.set({ [kind]: text });
    this.checkSchedule();
  }

  /** Chooses how previews are made from now on. */
  choosePreview(preview: Preview): void {
    this.set({ preview });
    if (this.selected?.active) this.live.watchAgain(this.selected);
  }

  restore(request: RunRequest, withSeed: boolean): void {
    this.set(fromRequest(this.settings, request, withSeed));
    this.fieldErrors = {};
    this.changed();
  }

  /** Puts a run's settings into the form, with the pictures that it started from. */
  async reuse({ id, run: { request } }: RunView): Promise<void> {
    this.restore(request, true);
    for (const name of ['image', 'mask', 'controlImage'] as const) {
      if (request[name] && !this.settings[name]) {
        await this.attempt(async () => this.set({ [name]: await dataUrl(await api.picture(api.inputUrl(id, name))) }));
      }
    }
  }

  /** Draws from a picture from now on, in its shape and the model's size. */
  async startFrom(picture: Blob): Promise<void> {
    const start = await startPicture(picture, Math.max(this.model?.width ?? 512, this.model?.height ?? 512)).catch(() => null);
    if (start) this.set({ ...start, mask: null });
    else this.announce('This file cannot be read as a picture.');
  }

  /** Uses a picture as the ControlNet's input from now on. */
  async control(picture: Blob): Promise<void> {
    const seen = await startPicture(picture, 512).catch(() => null);
    if (seen) this.set({ controlImage: seen.image });
    else this.announce('This file cannot be read as a picture.');
  }

  generate(): Promise<void> {
    return this.submit(toRequest(this.wished));
  }

  /** Starts a new run from the state on the stage, with whatever the form changes. */
  async fork(): Promise<void> {
    const view = this.selected;
    if (!view || this.shownStep < 1) return;
    const request = toRequest(this.wished, { run: view.id, state: this.shownStep });
    await this.submit({ ...request, width: view.run.width, height: view.run.height });
  }

  async togglePause(): Promise<void> {
    const view = this.selected;
    if (!view?.active) return;
    const paused = view.run.status === 'paused';
    if (paused) this.seek(null);
    await this.attempt(() => (paused ? api.resume(view.id) : api.pause(view.id)));
  }

  async stop(): Promise<void> {
    const view = this.selected;
    if (view?.active) await this.attempt(() => api.cancel(view.id));
  }

  async remove(view: RunView): Promise<void> {
    await this.attempt(async () => {
      await api.remove(view.id);
      this.runs.remove(view.id);
      if (this.selectedId === view.id) this.select(this.runs.all[0]?.id ?? null);
    });
  }

  select(id: string | null): void {
    this.selectedId = id;
    this.seek(null);
  }

  /** Puts a run onto the stage and brings the stage into view. */
  show(id: string | null): void {
    this.select(id);
    this.dispatchEvent(new Event('show'));
  }

  seek(step: number | null): void {
    const head = this.selected?.head ?? 0;
    this.playhead = step === null || step >= head ? null : Math.max(1, step);
    this.painted();
    this.changed();
  }

  /** The stage has painted what came and can take more. */
  painted(): void {
    if (this.selected && this.playhead === null) this.live.demand(this.selected);
  }

  /** Shows a sentence above the page; null removes it. */
  announce(sentence: string | null): void {
    this.banner = sentence;
    this.changed();
  }

  async loadMore(): Promise<void> {
    await this.attempt(() => this.loadPage(this.next));
  }

  changed(): void {
    this.dispatchEvent(new Event('change'));
  }

  reconnected(): void {
    void this.attempt(() => this.loadPage(null));
  }

  watched(view: RunView): void {
    if (view === this.selected) this.painted();
  }

  previewed(view: RunView): void {
    if (view === this.selected) this.dispatchEvent(new Event('preview'));
  }

  ended(view: RunView): void {
    if (view.run.status === 'failed') this.banner = view.run.error?.detail ?? 'The run failed.';
    if (view === this.selected && this.playhead === null) this.followBatch();
    void this.attempt(async () => this.runs.put(await api.get(view.id)));
  }

  draining(): void {
    this.banner = 'The server is being stopped. What is running will be kept.';
  }

  /** The form, without prompts if the model takes none. */
  private get wished(): Settings {
    return this.takesPrompt ? this.settings : { ...this.settings, prompt: '', negativePrompt: '' };
  }

  private followBatch(): void {
    const following = this.batch.find((id) => this.runs.byId(id)?.active);
    if (following && this.batch.includes(this.selectedId ?? '')) this.select(following);
  }

  private async submit(request: RunRequest): Promise<void> {
    if (this.busy) return;
    this.fieldErrors = {};
    if (!this.checkSchedule()) return void this.dispatchEvent(new Event('problem'));
    this.busy = true;
    this.banner = null;
    await this.attempt(async () => {
      const { runs } = await api.create(request);
      const views = runs.map((run) => this.runs.put(run));
      if (!this.settings.seedLocked) this.settings = { ...this.settings, seed: runs[0]?.request.seed ?? null };
      this.batch = runs.map((run) => run.id);
      this.show(runs[0]?.id ?? null);
      views.forEach((view) => this.live.watch(view, view === this.selected));
    });
    this.busy = false;
    this.changed();
  }

  /** Whether the custom schedule can be sent; what is wrong with it is shown at its fields. */
  private checkSchedule(): boolean {
    const wrong = scheduleProblems(this.settings);
    this.fieldErrors = { ...without(this.fieldErrors, [...SCHEDULES]), ...wrong };
    this.changed();
    return Object.keys(wrong).length === 0;
  }

  private async loadOffer(): Promise<void> {
    this.offer = await Offer.load();
    this.banner = this.offer.problems[this.offer.problems.length - 1] ?? this.banner;
    if (!this.model) this.chooseModel(this.offer.preferred);
    this.changed();
  }

  private async loadRuns(): Promise<void> {
    await this.loadPage(null);
    const active = this.runs.active;
    this.select((active[active.length - 1] ?? this.runs.all[0])?.id ?? null);
  }

  private async loadPage(before: string | null): Promise<void> {
    const page = await api.list(PAGE, before);
    if (before !== null || this.runs.all.length === 0) this.next = page.next;
    const views = page.runs.map((run) => this.runs.put(run));
    views.filter((view) => view.active && view.watch === null).forEach((view) => this.live.watch(view));
  }

  /** Performs an action and shows its failure at the field that it names, or else as a banner. */
  private async attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const field = formField(error.field, this.scheduler);
      if (field === null) this.banner = error.detail;
      else this.fieldErrors = { ...this.fieldErrors, [field]: error.reason };
      this.changed();
      this.dispatchEvent(new Event('problem'));
      return;
    }
    this.changed();
  }
}

function without(errors: Readonly<Record<string, string>>, fields: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).filter(([field]) => !fields.includes(field)));
}
