import type { Page } from './page.js';
import { storage } from './storage.js';
import type { Welcome } from './welcome.js';

/** What a newcomer is shown, once each: that the film can be pulled, that it can be cut there, that others can watch. */
export type Hint = 'pull' | 'branch' | 'share';

/** The hints, in their order; each goes when what it points at is used, and the next waits for that. */
export class Hints {
  private readonly used = new Set<string>(storage.read('hints')?.split(' '));

  constructor(
    private readonly page: Page,
    private readonly welcome: Welcome,
  ) {}

  /** The hint to show now, if there is one. */
  get shown(): Hint | null {
    const { position, runs } = this.page;
    const { view } = position;
    if (!view) return null;
    if (!this.used.has('pull')) return view.finished && !position.back ? 'pull' : null;
    if (!this.used.has('branch')) return position.back ? 'branch' : null;
    if (!this.used.has('share')) return view.finished && runs.all.some(({ run }) => run.parent) ? 'share' : null;
    return null;
  }

  /** What a hint points at was used. */
  use(hint: Hint): void {
    if (this.used.has(hint)) return;
    this.used.add(hint);
    storage.write('hints', [...this.used].filter(Boolean).join(' '));
    this.page.changed();
  }

  /** Looks at what the page shows: a state from before means that the film was pulled, a fork that it was cut. */
  look(): void {
    const { position } = this.page;
    if (position.back && !this.welcome.playing) this.use('pull');
    if (position.view?.run.parent) this.use('branch');
  }
}
