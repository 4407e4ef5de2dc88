import { api } from '../net/api.js';
import type { Run } from '../net/types.js';
import type { Commands } from './commands.js';
import type { Page } from './page.js';
import { RunView } from './run-view.js';
import { daysOf, singleTiles, tilesOf, type Day, type Tile } from './tiles.js';

/** Which runs are listed: all of them, those that are kept, or those that go on. */
export type Shelf = 'all' | 'kept' | 'running';

const PAGE = 60;
/** As many as the server gives at once. */
const MOST = 200;

/** The runs as the column of pictures lists them, page by page as they are looked at. */
export class Library {
  shelf: Shelf = 'all';
  /** What the prompt of a listed run has to contain. */
  words = '';
  /** Whether a page is on its way. */
  loading = false;
  /** Where the next page begins; null if there is none. */
  private next: string | null = null;
  /** Counts what was asked for, so that an answer to an earlier question is left aside. */
  private question = 0;

  constructor(
    private readonly page: Page,
    private readonly commands: Commands,
  ) {}

  get hasMore(): boolean {
    return this.next !== null;
  }

  /** The listed runs, newest first. Older runs that are known, but stand behind a page that is not, wait for that page. */
  get listed(): readonly RunView[] {
    const { next } = this;
    return this.page.runs.all.filter((view) => (next === null || view.id >= next || view.active) && this.matches(view));
  }

  get tiles(): readonly Tile[] {
    return this.shelf === 'running' ? singleTiles(this.listed) : tilesOf(this.listed, this.page.runs.all);
  }

  /** The tiles by day. */
  days(tiles: readonly Tile[]): readonly Day[] {
    return daysOf(tiles, new Date());
  }

  /** Lists from the newest on. */
  async load(): Promise<void> {
    this.next = null;
    await this.list(++this.question, null);
  }

  async more(): Promise<void> {
    if (!this.loading && this.next !== null) await this.list(this.question, this.next);
  }

  choose(shelf: Shelf): void {
    this.shelf = shelf;
    void this.load();
  }

  search(words: string): void {
    if (words.trim() === this.words) return;
    this.words = words.trim();
    void this.load();
  }

  /** Marks runs as kept, or no longer; what is kept is not deleted to make room. */
  async keep(views: readonly RunView[], kept: boolean): Promise<void> {
    await this.page.attempt(async () => {
      for (const view of views) {
        await this.commands.adopt(view);
        view.replace(await api.change(view.id, { kept }));
      }
    });
  }

  /** All runs that have ended, are not kept and were asked for before a moment; also those that no page has listed yet. */
  async loose(before: number): Promise<readonly RunView[]> {
    const found: Run[] = [];
    await this.page.attempt(async () => {
      for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
        const page: { runs: Run[]; next: string | null } = await api.list({ limit: MOST, before: cursor, kept: false });
        found.push(...page.runs);
        cursor = page.next;
      }
    });
    return found
      .filter(({ createdAt }) => Date.parse(createdAt) < before)
      .map((run) => this.page.runs.byId(run.id) ?? new RunView(run))
      .filter(({ active }) => !active);
  }

  private matches({ run, active }: RunView): boolean {
    if (run.ephemeral) return false;
    if (this.shelf === 'kept' && !run.kept) return false;
    if (this.shelf === 'running' && !active) return false;
    return this.words === '' || `${run.title ?? ''} ${run.request.prompt}`.toLowerCase().includes(this.words.toLowerCase());
  }

  private async list(question: number, before: string | null): Promise<void> {
    this.loading = true;
    this.page.changed();
    await this.page.attempt(async () => {
      const { runs, next } = await api.list({ limit: PAGE, before, q: this.words || null, ...FILTERS[this.shelf] });
      if (question !== this.question) return;
      runs.forEach((run) => this.page.found(run));
      this.next = next;
    });
    if (question === this.question) this.loading = false;
    this.page.changed();
  }
}

const FILTERS = { all: {}, kept: { kept: true }, running: { status: 'active' } } as const;
