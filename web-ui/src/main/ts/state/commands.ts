import { api } from '../net/api.js';
import type { RunRequest } from '../net/types.js';
import { dataUrl } from '../ui/start-picture.js';
import type { LaneCommands } from './lane-commands.js';
import type { Page } from './page.js';
import type { RunView } from './run-view.js';
import { differences, toRequest, type Settings } from './settings.js';

/** What the primary button does: a picture from noise, one from an earlier state, or a paused one with the form's words. */
export type Deed = 'generate' | 'branch' | 'steer';

/** How far a picture is drawn anew when it is drawn larger: details come, and everything stays where it is. */
const LARGER_STRENGTH = 0.35;

/** What can be done with runs. Requests leave in the order in which they were made; none is dropped while another is under way. */
export class Commands {
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly page: Page,
    private readonly lanes: LaneCommands,
    /** Keeps what is drawn live; false if nothing is. */
    private readonly keep: () => Promise<boolean>,
  ) {}

  /** What the primary button does now. */
  get deed(): Deed {
    const { position, form } = this.page;
    const view = position.view;
    if (view && position.back) return 'branch';
    const worded = !form.takesPrompt || form.settings.prompt !== '';
    const steers = view?.run.status === 'paused' && view.run.step > 0 && worded && this.changes.length > 0;
    return steers ? 'steer' : 'generate';
  }

  /** The names of what differs between the form and the run on the stage. */
  get changes(): readonly string[] {
    const { position, form } = this.page;
    return position.view ? differences(worded(form.settings, position.view), position.view.run) : [];
  }

  /** The one picture that the form asks for, from noise; null if it asks for something else. */
  get single(): RunRequest | null {
    const lanes = this.deed === 'generate' ? this.lanes.wished() : [];
    return lanes.length === 1 ? toRequest({ ...this.page.form.wished, count: 1 }) : null;
  }

  /** Does what the primary button says. */
  async act(): Promise<void> {
    const { deed } = this;
    if (deed === 'generate') return (await this.keep()) ? undefined : this.generate();
    return deed === 'steer' ? this.steer() : this.fork();
  }

  /** A new picture from noise. */
  generate(): Promise<void> {
    return this.submit(toRequest);
  }

  /** Stops the run on the stage, if it goes on, and draws a new picture in its place. */
  async replace(): Promise<void> {
    const { view } = this.page.position;
    if (view?.active) await this.page.attempt(() => api.cancel(view.id));
    await this.submit(toRequest);
  }

  /** Starts a new run from the state on the stage, with whatever the form changes. */
  async fork(): Promise<void> {
    const forked = this.forked();
    if (forked) await this.submit(forked, this.page.position.view);
  }

  /** Goes on from a paused run's state with the form's words; the paused run ends. */
  async steer(): Promise<void> {
    const { view } = this.page.position;
    const forked = this.forked();
    if (!view || !forked) return;
    await this.submit(forked, view, () => api.cancel(view.id));
  }

  async togglePause(): Promise<void> {
    const { position } = this.page;
    const { view } = position;
    if (!view?.active) return;
    const paused = view.run.status === 'paused';
    if (paused) position.seek(null);
    await this.page.attempt(() => (paused ? api.resume(view.id) : api.pause(view.id)));
  }

  async stop(view = this.page.position.view): Promise<void> {
    if (view?.active) await this.page.attempt(() => api.cancel(view.id));
  }

  /** Puts a run's settings into the form, with the pictures that it started from, or the state that it left its parent at. */
  async reuse({ id, run: { request, parent } }: RunView): Promise<void> {
    const { form } = this.page;
    await this.restore(parent ? { ...request, from: parent } : request, true);
    for (const name of ['image', 'mask', 'controlImage'] as const) {
      if (request[name] && !form.settings[name]) {
        await this.page.attempt(async () => form.set({ [name]: await given(id, name) }));
      }
    }
    if (request.references && form.settings.references.length === 0) {
      await this.page.attempt(async () => form.set({ references: await Promise.all(request.references!.map((_, i) => given(id, `references.${i}`))) }));
    }
  }

  /** Takes the settings of a picture over; those of a fork lead to the state that it began with, if that is still there. */
  async restore(request: RunRequest, withSeed: boolean): Promise<void> {
    const { form, position, runs } = this.page;
    const { from, ...settings } = request;
    form.restore(settings, withSeed);
    if (!from) return;
    const parent = runs.byId(from.run) ?? (await api.get(from.run).then((run) => runs.put(run), () => undefined));
    if (parent) position.go(parent.id, from.state);
    else this.page.announce('This picture branched from one that is no longer here: these settings draw another one.');
  }

  /** Lets the prompt speak of a finished picture. */
  async refer(view: RunView): Promise<void> {
    await this.page.attempt(async () => this.page.form.refer([await api.picture(api.imageUrl(view.id))]));
  }

  /** Draws from a finished picture from now on. */
  async startFrom(view: RunView): Promise<void> {
    await this.page.attempt(async () => this.page.form.startFrom(await api.picture(api.imageUrl(view.id))));
  }

  /** Draws a finished picture again at twice its size, from itself. */
  async drawLarger(view: RunView): Promise<void> {
    const { from: _, mask: __, ...request } = view.run.request;
    await this.page.attempt(async () => {
      const image = await dataUrl(await api.picture(api.imageUrl(view.id)));
      const size = { width: 2 * view.run.width, height: 2 * view.run.height };
      const { runs } = await api.create({ ...request, ...size, image, strength: LARGER_STRENGTH, count: 1 });
      this.page.began(runs);
    });
  }

  /** How a branch is asked for that leaves the run on the stage at the state shown; null if none can. */
  private forked(): ((settings: Settings) => RunRequest) | null {
    const { view, step } = this.page.position;
    if (!view || step < 1 || step >= view.run.steps) return null;
    const { id, run } = view;
    return (settings) => {
      const request = toRequest(worded(settings, view), { run: id, state: step });
      // A number of steps that the state has passed already would leave nothing to draw.
      const steps = (request.steps ?? Infinity) > step ? {} : { steps: run.steps };
      return { ...request, ...steps, width: run.width, height: run.height };
    };
  }

  /** Keeps a run that would be forgotten, as something depends on it now. */
  async adopt({ id, run }: RunView): Promise<void> {
    if (run.ephemeral) this.page.runs.put(await api.change(id, { ephemeral: false }));
  }

  /** Asks for what the form wishes, one picture or several to be compared, that go on from a state of `from` if there is one. */
  private submit(requestOf: (settings: Settings) => RunRequest, from?: RunView, after: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    const { form } = this.page;
    form.errors = {};
    if (!form.check()) return Promise.resolve(this.page.failed());
    const wished = this.lanes.wished(requestOf);
    const single = requestOf(form.wished);
    this.last = this.last.then(() => this.page.attempt(async () => {
      if (from) await this.adopt(from);
      if (wished.length > 1) return this.lanes.draw(wished);
      this.page.began((await api.create(single)).runs);
      await after();
    }));
    return this.last;
  }
}

/** A picture that a run was given. */
const given = async (id: string, name: Parameters<typeof api.inputUrl>[1]): Promise<string> => dataUrl(await api.picture(api.inputUrl(id, name)));

/** A picture that is gone on from without any words keeps its own. */
const worded = (settings: Settings, { run }: RunView): Settings => ({ ...settings, prompt: settings.prompt.trim() === '' ? run.request.prompt : settings.prompt });
