import type { Runs } from './runs.js';

/** Goes through the prompts of earlier runs, newest first, and back to what was being typed. */
export class Prompts {
  private at = -1;
  private typed = '';

  constructor(private readonly runs: Runs) {}

  /** The prompt before the one shown; null if there is none. */
  earlier(shown: string): string | null {
    if (this.at < 0 || this.list[this.at] !== shown) this.begin(shown);
    return this.move(1, shown);
  }

  /** The prompt after the one shown, at last what was being typed; null if there is none. */
  later(shown: string): string | null {
    if (this.at < 0 || this.list[this.at] !== shown) return null;
    return this.move(-1, shown);
  }

  private get list(): string[] {
    return [...new Set(this.runs.listed.map(({ run }) => run.request.prompt))].filter((prompt) => prompt !== '');
  }

  private begin(shown: string): void {
    this.at = -1;
    this.typed = shown;
  }

  private move(by: number, shown: string): string | null {
    const { list } = this;
    let at = this.at + by;
    while (list[at] === shown) at += by;
    if (at >= list.length || at < -1) return null;
    this.at = at;
    return at < 0 ? this.typed : list[at]!;
  }
}
