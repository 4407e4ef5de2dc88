import type { Frame } from '../net/frame.js';
import { Socket, type Link, type SocketListener } from '../net/socket.js';
import type { Opening, Preview, Queue, Run, ServerMessage } from '../net/types.js';
import type { RunView } from './run-view.js';
import type { Runs } from './runs.js';

export interface LiveListener {
  /** How previews are to be made. */
  readonly preview: Preview;
  changed(): void;
  reconnected(): void;
  watched(view: RunView): void;
  previewed(view: RunView, frame: Frame): void;
  ended(view: RunView): void;
  draining(): void;
  found(run: Run): void;
  lost(id: string): void;
  viewers(run: string, count: number): void;
  playhead(run: string, step: number | null): void;
}

/** As many runs as a socket may watch, less one for the run on the stage; of more the server says how they are, and no more. */
const MOST_WATCHED = 60;

/** Two previews on the way keep the line busy while one is painted. */
const WINDOW = 2;

/** The live half of the page: watches runs, and asks for as many previews as can be painted. */
export class Live implements SocketListener {
  link: Link = 'connecting';
  queue: Queue = { length: 0, running: 0, problem: null };
  /** The model that is being opened. */
  opening: Opening | null = null;
  private readonly socket = new Socket(this);
  private connectedBefore = false;
  /** The run on the stage: it is watched also when it has ended, so that those who look at it know of each other. */
  private attended: RunView | undefined;
  /** Counts the seconds down while the server is away. */
  private clock = 0;

  constructor(
    private readonly runs: Runs,
    private readonly listener: LiveListener,
  ) {}

  connect(): void {
    this.socket.connect();
  }

  /** Asks the server to report the run; `seen` asks for its previews at once, as a short run does not wait for an answer. */
  watch(view: RunView, seen = false): void {
    if (view.asked || this.link !== 'open') return;
    if (view !== this.attended && this.runs.all.filter(({ asked }) => asked).length >= MOST_WATCHED) return;
    view.asked = true;
    const { preview } = this.listener;
    if (seen) view.outstanding = WINDOW;
    this.socket.send({ type: 'watch', run: view.id, from: view.seq, ...(preview === 'auto' ? {} : { preview }), ...(seen ? { credit: WINDOW } : {}) });
  }

  /** Another run is on the stage. */
  attend(view: RunView | undefined): void {
    const { attended } = this;
    if (view === attended) return;
    this.attended = view;
    if (attended && !attended.active) this.unwatch(attended);
    if (view) this.watch(view, view.active);
  }

  /** Asks again, for previews of another kind. */
  watchAgain(view: RunView): void {
    view.unwatched();
    this.watch(view, true);
  }

  /** Hears no more of the run. */
  unwatch(view: RunView): void {
    this.socket.send({ type: 'unwatch', run: view.id });
    view.unwatched();
  }

  /** Asks for previews of the run up to the window; without this the server decodes none. */
  demand(view: RunView): void {
    const n = WINDOW - view.outstanding;
    if (n <= 0 || view.watch === null || !view.active) return;
    view.outstanding += n;
    this.socket.send({ type: 'credit', run: view.id, n });
  }

  /** In how many seconds the next attempt to connect begins; 0 while one is under way. */
  get retryIn(): number {
    return Math.max(0, Math.ceil((this.socket.retryAt - Date.now()) / 1000));
  }

  opened(): void {
    clearInterval(this.clock);
    this.link = 'open';
    this.socket.send({ type: 'watch-queue' });
    if (this.attended) this.watch(this.attended);
    this.runs.active.forEach((view) => this.watch(view));
    if (this.connectedBefore) this.listener.reconnected();
    this.connectedBefore = true;
    this.listener.changed();
  }

  closed(): void {
    this.link = 'lost';
    this.opening = null;
    this.runs.all.forEach((view) => view.unwatched());
    clearInterval(this.clock);
    this.clock = window.setInterval(() => this.listener.changed(), 1000);
    this.listener.changed();
  }

  frame(frame: Frame): void {
    const view = this.runs.byWatch(frame.watch);
    if (!view) return;
    view.receive(frame);
    this.listener.previewed(view, frame);
  }

  message(message: ServerMessage): void {
    if (message.type === 'queue') this.queue = message;
    else if (message.type === 'opening') this.opening = message.part === null ? null : message;
    else if (message.type === 'draining') this.listener.draining();
    else if (message.type === 'snapshot') this.snapshot(message);
    else if (message.type === 'created') this.listener.found(message.run);
    else if (message.type === 'changed') this.listener.found(message.run);
    else if (message.type === 'removed') this.listener.lost(message.run);
    else if (message.type === 'viewers') this.listener.viewers(message.run, message.count);
    else if (message.type === 'playhead') this.listener.playhead(message.run, message.step);
    else this.progress(message);
    this.listener.changed();
  }

  /** Says to the others who watch the run which of its states is looked at here. */
  playhead(run: string, step: number | null): void {
    this.socket.send({ type: 'playhead', run, step });
  }

  private snapshot(message: Extract<ServerMessage, { type: 'snapshot' }>): void {
    const wasActive = this.runs.byId(message.run.id)?.active !== false;
    const view = this.runs.put(message.run);
    view.watch = message.watch;
    if (view.active) this.listener.watched(view);
    else this.settle(view, wasActive);
  }

  private progress(message: Extract<ServerMessage, { type: 'state' | 'done' | 'failed' }>): void {
    const view = this.runs.byId(message.run);
    if (!view) return;
    const wasActive = view.active;
    if (message.type === 'state') {
      const { type: _, run: __, ...progress } = message;
      view.apply(progress);
    } else if (message.type === 'done') {
      view.apply({ status: 'done', step: view.run.steps, secondsLeft: 0, queuePlace: null, seq: message.seq });
    } else {
      view.apply({ status: 'failed', error: { code: message.code, detail: message.detail }, seq: message.seq });
    }
    if (!view.active) this.settle(view, wasActive);
  }

  /** A run that is over is watched no more; that it has ended is said once, by whichever message says so first. */
  private settle(view: RunView, wasActive: boolean): void {
    if (view !== this.attended) this.unwatch(view);
    if (wasActive) this.listener.ended(view);
  }
}
