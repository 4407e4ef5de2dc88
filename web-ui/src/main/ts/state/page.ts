import type { Run } from '../net/types.js';
import type { Form } from './form.js';
import type { Live } from './live.js';
import type { Offer } from './offer.js';
import type { Position } from './position.js';
import type { Runs } from './runs.js';
import type { ServerWatch } from './server-watch.js';
import type { SideBySide } from './side-by-side.js';

/** What the commands and the other acting parts of the state work with, and what they ask of the page as a whole. */
export interface Page {
  readonly runs: Runs;
  readonly live: Live;
  readonly form: Form;
  readonly position: Position;
  readonly side: SideBySide;
  readonly server: ServerWatch;
  readonly offer: Offer;
  changed(): void;
  /** A failure is shown, at a field or above the page. */
  failed(): void;
  /** Shows a sentence above the page; null removes it. */
  announce(sentence: string | null): void;
  /** Performs an action and shows its failure at the field that it names, or else as a banner. */
  attempt(action: () => Promise<unknown>): Promise<void>;
  /** Runs were created: the first of them is looked at, or all if they have labels. */
  began(runs: readonly Run[], labels?: readonly string[]): void;
  /** The server says of a run that it is there, or how it is. */
  found(run: Run): void;
  /** Puts a run onto the stage and brings the stage into view. */
  show(id: string | null): void;
}
