import { api } from '../net/api.js';
import type { Run } from '../net/types.js';
import { rowName } from '../ui/row-name.js';
import { lanesOf, MOST_LANES, type LaneRequest } from './lanes.js';
import type { Page } from './page.js';
import { toRequest, type Settings } from './settings.js';

/** What can be done with pictures that are drawn together. */
export class LaneCommands {
  constructor(private readonly page: Page) {}

  /** The pictures that the form asks for, from noise or from a state of a run. */
  wished(requestOf: (settings: Settings) => ReturnType<typeof toRequest> = toRequest): readonly LaneRequest[] {
    const { form, side, offer } = this.page;
    return lanesOf(form.wished, side.comparison, offer, requestOf);
  }

  /** Asks for pictures and looks at all of them. */
  async draw(lanes: readonly LaneRequest[]): Promise<void> {
    const { page } = this;
    if (lanes.length > MOST_LANES) return page.announce(`These are more pictures than can be drawn together, which are ${MOST_LANES}: leave some values out.`);
    const stop = page.side.stopAt === null ? {} : { stopAt: page.side.stopAt };
    const begun: Run[] = [];
    await page.attempt(async () => {
      try {
        for (const { request } of lanes) begun.push((await api.create({ ...request, ...stop })).runs[0]!);
      } finally {
        if (begun.length > 0) page.began(begun, lanes.map(({ label }) => label));
      }
    });
  }

  /** Looks at pictures that were drawn before, in what they differ. */
  async compare(ids: readonly string[]): Promise<void> {
    const { runs, side, position } = this.page;
    await this.page.attempt(async () => {
      const views = await Promise.all(ids.map(async (id) => runs.byId(id) ?? runs.put(await api.get(id))));
      position.go(views[0]?.id ?? null, null);
      side.show(views.map((view, i) => ({ id: view.id, label: rowName(view, views[i === 0 ? 1 : 0], this.page.offer) })));
    });
  }

  async stopAll(): Promise<void> {
    const active = this.page.side.views.filter((view) => view.active);
    await this.page.attempt(() => Promise.all(active.map(({ id }) => api.cancel(id))));
  }

  /** Those that were chosen go on, the others are given up. */
  async finishPicked(): Promise<void> {
    const { side } = this.page;
    const active = side.views.filter((view) => view.active);
    const finish = active.map(({ id, run }) => {
      if (!side.picked.has(id)) return api.cancel(id);
      return run.status === 'paused' ? api.resume(id) : Promise.resolve();
    });
    await this.page.attempt(() => Promise.all(finish));
    this.comparePicked();
  }

  /** Looks at nothing but those that were chosen. */
  comparePicked(): void {
    const { side } = this.page;
    const picked = side.shown.filter(({ id }) => side.picked.has(id));
    if (picked.length > 1) return side.show(picked);
    if (picked[0]) this.page.position.select(picked[0].id);
    side.leave();
  }
}
