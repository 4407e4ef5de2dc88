import { api } from '../net/api.js';
import { Problem } from '../net/problem.js';
import type { ServerState } from '../net/types.js';

const MILLIS = 2000;
const SETTLED = 1000;

/** What the server does, as it was last asked: now and then, and every two seconds while it is looked at. */
export class ServerWatch {
  status: ServerState | null = null;
  private timer = 0;
  private later = 0;

  constructor(private readonly changed: () => void) {}

  /** Asks soon; several wishes at once are one. */
  refresh(): void {
    clearTimeout(this.later);
    this.later = window.setTimeout(() => void this.ask(), SETTLED);
  }

  follow(): void {
    this.leave();
    void this.ask();
    this.timer = window.setInterval(() => void this.ask(), MILLIS);
  }

  leave(): void {
    clearInterval(this.timer);
  }

  private async ask(): Promise<void> {
    try {
      this.status = await api.server();
      this.changed();
    } catch (error) {
      if (!(error instanceof Problem)) throw error; // the page says elsewhere that the server is away
    }
  }
}
