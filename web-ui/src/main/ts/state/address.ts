import { ROOT } from '../net/root.js';
import type { Place } from './position.js';

const SETTLED = 250;

/** What an address of the page looks at. */
export interface Looked {
  readonly run: string | null;
  readonly step: number | null;
}

/**
 * The page's address says which run is looked at, and at which of its states: `r/{id}?at=6`. Another run is a page of its own in
 * the browser's history, another state of it is not.
 */
export class Address {
  private timer = 0;

  /** What the address says now. */
  read(): Looked {
    const run = /\/r\/([^/]+)$/.exec(location.pathname)?.[1] ?? null;
    const step = Number(new URLSearchParams(location.search).get('at') ?? NaN);
    return { run: run && decodeURIComponent(run), step: Number.isInteger(step) && step > 0 ? step : null };
  }

  /** Says where the page looks now. */
  write(run: string | null, step: number | null): void {
    clearTimeout(this.timer);
    const now = this.read();
    if (now.run !== run) history.pushState(null, '', address(run, step));
    else if (now.step !== step) this.timer = window.setTimeout(() => history.replaceState(null, '', address(run, step)), SETTLED);
  }
}

/** The address of a run, or of one of its states. */
export const addressOf = ({ view, step }: Place): string => address(view.id, step).href;

/** What else the address says, such as the word by which a run is shared, stays. */
function address(run: string | null, step: number | null): URL {
  const url = new URL(run === null ? '' : `r/${encodeURIComponent(run)}`, ROOT);
  const rest = new URLSearchParams(location.search);
  rest.delete('at');
  if (step !== null) rest.set('at', String(step));
  url.search = rest.toString();
  return url;
}
