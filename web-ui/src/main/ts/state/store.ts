import { api } from '../net/api.js';
import { INVITATION } from '../net/invitation.js';
import type { Frame } from '../net/frame.js';
import { Problem } from '../net/problem.js';
import type { Preview, Run } from '../net/types.js';
import { notices } from '../ui/notices.js';
import { Address } from './address.js';
import { Bin } from './bin.js';
import { Commands } from './commands.js';
import { Families } from './families.js';
import { Form } from './form.js';
import { Frames } from './frames.js';
import { Hints } from './hints.js';
import { LaneCommands } from './lane-commands.js';
import { Library } from './library.js';
import { Live, type LiveListener } from './live.js';
import { NoiseLevels } from './noise-levels.js';
import { Offer } from './offer.js';
import type { Page } from './page.js';
import { Position, type Looking } from './position.js';
import { Presets } from './presets.js';
import { Prompts } from './prompts.js';
import type { RunView } from './run-view.js';
import { Runs } from './runs.js';
import { ServerWatch } from './server-watch.js';
import { SideBySide } from './side-by-side.js';
import { Together } from './together.js';
import { Typing } from './typing.js';
import { Welcome } from './welcome.js';

/**
 * The state of the page and its parts. It dispatches `change` on every change, `preview` on a new preview, `show` when a run is
 * chosen to be looked at, and `problem` when a failure is shown.
 */
export class Store extends EventTarget implements LiveListener, Page {
  readonly runs = new Runs();
  readonly live = new Live(this.runs, this);
  readonly frames = new Frames();
  readonly form = new Form(() => this.changed(), (sentence) => this.announce(sentence));
  readonly position = new Position(this.runs, () => this.moved());
  readonly levels = new NoiseLevels(() => this.changed());
  private readonly families = new Families(this.runs, () => this.changed());
  readonly side = new SideBySide(this.runs, this.position, this.levels, () => this.changed());
  readonly server = new ServerWatch(() => this.changed());
  readonly lanes = new LaneCommands(this);
  readonly commands: Commands = new Commands(this, this.lanes, () => this.typing.keep());
  readonly typing = new Typing(this, this.commands);
  readonly presets = new Presets(this, () => this.typing.typed());
  readonly prompts = new Prompts(this.runs);
  private readonly address = new Address();
  readonly library = new Library(this, this.commands);
  readonly bin = new Bin(this);
  readonly together = new Together(this.position, this.live);
  readonly welcome = new Welcome(this);
  readonly hints = new Hints(this, this.welcome);
  offer = Offer.NOTHING;
  banner: string | null = null;
  private picturesShown = false;
  /** Whether the page looks where its address says. */
  private opened = false;

  /** Whether the page shows one run to a guest, who can change nothing. */
  readonly guest = INVITATION !== null;

  get preview(): Preview {
    return this.form.settings.preview;
  }

  /** Whether the pictures are shown where they are not always in sight. */
  get pictures(): boolean {
    return this.picturesShown;
  }

  set pictures(shown: boolean) {
    this.picturesShown = shown;
    this.changed();
  }

  async start(): Promise<void> {
    this.frames.addEventListener('change', () => this.changed());
    addEventListener('popstate', () => void this.attempt(() => this.open()));
    this.addEventListener('compare', (event) => void this.lanes.compare((event as CustomEvent<string[]>).detail));
    this.live.connect();
    if (this.guest) return this.attempt(() => this.open());
    await this.attempt(() => this.loadOffer());
    await this.attempt(() => this.loadRuns());
    await this.welcome.begin();
  }

  /** Chooses how previews are made from now on. */
  choosePreview(preview: Preview): void {
    this.form.set({ preview });
    const { view } = this.position;
    if (view?.active) this.live.watchAgain(view);
  }

  /** Puts a run onto the stage and brings the stage into view. */
  show(id: string | null): void {
    this.position.select(id);
    this.dispatchEvent(new Event('show'));
  }

  /** A pane has painted what came and can take more. */
  painted({ view, back }: Looking = this.position): void {
    if (view && !back) this.live.demand(view);
  }

  /** Shows a sentence above the page; null removes it. */
  announce(sentence: string | null): void {
    this.banner = sentence;
    this.changed();
  }

  changed(): void {
    this.dispatchEvent(new Event('change'));
  }

  /** A failure is shown, at a field or above the page. */
  failed(): void {
    this.changed();
    this.dispatchEvent(new Event('problem'));
  }

  reconnected(): void {
    this.banner = null;
    this.frames.retry();
    this.levels.retry();
    if (!this.guest) void this.library.load();
  }

  watched(view: RunView): void {
    if (this.looksAt(view)) this.live.demand(view);
  }

  previewed(view: RunView, { step, picture }: Frame): void {
    this.frames.keep(view.previewKey(step), picture);
    this.typing.previewed(view);
    if (this.looksAt(view)) this.dispatchEvent(new Event('preview'));
  }

  ended(view: RunView): void {
    this.typing.previewed(view);
    if (view.run.status === 'failed' && view !== this.position.view) this.banner = `${view.title}: ${view.run.error?.detail ?? 'The run failed.'}`;
    if (!view.passes) void this.attempt(async () => this.runs.put(await api.get(view.id)));
    if (view.finished && !view.run.ephemeral) notices.finished(view.title, api.imageUrl(view.id));
    if (!this.guest) this.server.refresh();
    this.welcome.ended(view.id);
  }

  /** The server says of a run that it is there, or how it is. */
  found(run: Run): void {
    const wasActive = this.runs.byId(run.id)?.active;
    const view = this.runs.put(run);
    if (view.active) this.live.watch(view);
    else if (wasActive) this.ended(view);
  }

  /** A run is no longer there. */
  lost(id: string): void {
    const { position } = this;
    this.runs.remove(id);
    if (position.runId === id) position.go(this.runs.all[0]?.id ?? null, null);
    this.server.refresh();
  }

  viewers(run: string, count: number): void {
    this.together.viewers(run, count);
  }

  playhead(run: string, step: number | null): void {
    this.together.playhead(run, step);
  }

  draining(): void {
    this.banner = 'The server is being stopped. What is running will be kept.';
  }

  /** Runs were created: the first of them is looked at, or all if they have labels. */
  began(runs: readonly Run[], labels: readonly string[] = []): void {
    const { form, position } = this;
    const views = runs.map((run) => this.runs.put(run));
    if (!form.settings.seedLocked) form.set({ seed: runs[0]?.request.seed ?? null });
    this.banner = null;
    this.server.refresh();
    position.playhead = null;
    this.show(runs[0]?.id ?? null);
    if (labels.length > 0) this.side.show(runs.map(({ id }, i) => ({ id, label: labels[i]! })));
    views.forEach((view) => this.live.watch(view, this.looksAt(view)));
  }

  /** Performs an action and shows its failure at the field that it names, or else as a banner. */
  async attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!this.form.refuse(error.field, error.reason)) this.banner = error.detail;
      return this.failed();
    }
    this.changed();
  }

  private looksAt(view: RunView): boolean {
    return !this.position.back && (view === this.position.view || this.side.views.includes(view));
  }

  private moved(): void {
    const { view, runId, playhead, back } = this.position;
    if (view && !view.run.ephemeral && !this.guest) this.families.want(view);
    if (this.opened && !view?.run.ephemeral) this.address.write(runId, back ? playhead : null);
    this.live.attend(view);
    this.painted();
    this.side.shown.forEach((lane) => this.painted(lane));
    this.together.moved();
    this.hints.look();
    this.changed();
  }

  private async loadOffer(): Promise<void> {
    this.offer = await Offer.load();
    this.banner = this.offer.problems[this.offer.problems.length - 1] ?? this.banner;
    this.form.use(this.offer);
    this.changed();
  }

  private async loadRuns(): Promise<void> {
    await this.library.load();
    this.server.refresh();
    await this.open();
  }

  /** Looks where the page's address says, else at the run that goes on, else at the newest. */
  private async open(): Promise<void> {
    const { run, step } = this.address.read();
    this.opened = false;
    try {
      if (run !== null) await this.reach(run);
      const active = this.runs.active;
      this.position.go(run ?? (active[active.length - 1] ?? this.runs.all[0])?.id ?? null, step);
    } finally {
      this.opened = true;
    }
  }

  private async reach(id: string): Promise<void> {
    const view = this.runs.byId(id) ?? this.runs.put(await api.get(id));
    if (view.active) this.live.watch(view);
  }
}
