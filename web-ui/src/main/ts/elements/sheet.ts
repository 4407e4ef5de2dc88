import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Lane } from '../state/lane.js';
import { statusText } from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { Tiles } from '../ui/tiles.js';
import { View } from '../ui/view.js';

/** Many pictures at once as they are drawn. Some can be chosen: to be finished while the others are given up, or compared. */
@customElement('demist-sheet')
export class Sheet extends View {
  private readonly tiles = new Tiles(this);

  override render() {
    const { shown } = this.store.side;
    return html`${this.bar()}
      <div class="tiles" role="group" aria-label="Pictures drawn together" .style=${this.tiles.style(shown.length, shown[0]?.view?.ratio ?? 1)}>
        ${repeat(shown, ({ id }) => id, (lane) => this.tile(lane))}
      </div>`;
  }

  private tile(lane: Lane) {
    const { side, position } = this.store;
    const { run } = lane.view!;
    const label = `${lane.label}, ${statusText(run).toLowerCase()}`;
    return html`<button type="button" class="pane tile" data-run=${lane.id} data-status=${run.status} aria-pressed=${side.picked.has(lane.id)} aria-label=${label} title=${lane.label} .style=${`--ratio: ${lane.view!.ratio}`}
      @click=${() => this.choose(lane)} @focus=${() => position.select(lane.id)}>
      <demist-canvas .store=${this.store} .position=${lane}></demist-canvas>
      <span class="check-mark" aria-hidden="true">✓</span>
      <span class="tag"><span class="title">${lane.label}</span></span>
    </button>`;
  }

  private choose(lane: Lane): void {
    this.store.position.select(lane.id);
    this.store.side.pick(lane.id);
  }

  private bar() {
    const { side, lanes } = this.store;
    const { size } = side.picked;
    const { views } = side;
    return html`<div class="lane-bar">
      <p class="soft" role="status">${size > 0 ? `${size} of ${views.length} chosen` : this.progress()}</p>
      <span class="grow"></span>
      ${size > 0 && views.some(({ active }) => active) ? html`<button type="button" class="primary" name="finish" @click=${() => lanes.finishPicked()}>Finish ${size}</button>` : nothing}
      ${size > 1 && size <= 4 ? html`<button type="button" name="compare-picked" @click=${() => lanes.comparePicked()}>Side by side</button>` : nothing}
      ${views.some(({ active }) => active) ? html`<button type="button" name="stop-all" @click=${() => lanes.stopAll()}>${icons.stop} Stop all</button>` : nothing}
      <button type="button" class="quiet" name="leave" aria-label="Look at one picture" title="Look at one picture" @click=${() => side.leave()}>${icons.close}</button>
    </div>`;
  }

  private progress(): string {
    const { views, stopAt } = this.store.side;
    const ended = views.filter(({ active }) => !active).length;
    const paused = views.filter(({ run }) => run.status === 'paused').length;
    if (paused > 0) return `Choose those that go on${stopAt === null ? '' : ` from step ${stopAt}`}`;
    return ended === views.length ? 'Choose two to four to compare' : `${ended} of ${views.length} finished`;
  }
}
