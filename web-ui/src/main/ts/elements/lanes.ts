import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Lane } from '../state/lane.js';
import { letterKey } from '../ui/keys.js';
import { Tiles } from '../ui/tiles.js';
import { View } from '../ui/view.js';

/** Two to four pictures of one step: each in a pane, or one over the first with a wipe, their difference, or in turn. */
@customElement('demist-lanes')
export class Lanes extends View {
  @state() private share = 0.5;
  @state() private flipped = false;
  private readonly tiles = new Tiles(this);
  private readonly key = (event: KeyboardEvent) => {
    if (letterKey(event) === 'x') this.flipped = event.type === 'keydown' && this.store.side.look !== 'beside';
  };

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.key);
    addEventListener('keyup', this.key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.key);
    removeEventListener('keyup', this.key);
  }

  override render() {
    const { shown, look, over } = this.store.side;
    const beside = look === 'beside';
    const panes = beside ? shown : shown.filter((lane) => lane === shown[0] || lane === over);
    const ratio = Math.max(...shown.map(({ view }) => view?.ratio ?? 1));
    return html`<demist-lane-bar .store=${this.store}></demist-lane-bar>
      <div class="tiles" data-look=${look} ?data-flipped=${this.flipped} .style=${`${this.tiles.style(beside ? panes.length : 1, ratio)}; --share: ${this.share}`}>
        ${repeat(panes, ({ id }) => id, (lane) => this.pane(lane, lane === over))} ${look === 'wipe' ? this.wipe() : nothing}
      </div>`;
  }

  private pane(lane: Lane, over: boolean) {
    const { position, side } = this.store;
    const leads = lane.id === position.runId;
    return html`<figure class="pane" data-run=${lane.id} ?data-over=${over} aria-current=${leads && side.look === 'beside' ? 'true' : nothing} .style=${`--ratio: ${lane.view?.ratio ?? 1}`}>
      <demist-canvas .store=${this.store} .position=${lane} @click=${() => position.select(lane.id)} @pointerdown=${() => this.flip(true)} @pointerup=${() => this.flip(false)} @pointerleave=${() => this.flip(false)}></demist-canvas>
      <figcaption><button type="button" class="tag" aria-pressed=${leads} title="Put this one in front" @click=${() => position.select(lane.id)}>
        <span class="title">${lane.label}</span>${lane.step > 0 ? html`<span class="step">step ${lane.peeked?.step ?? lane.step}</span>` : nothing}
      </button></figcaption>
    </figure>`;
  }

  private flip(on: boolean): void {
    this.flipped = on && this.store.side.look === 'flip';
  }

  private wipe() {
    return html`<div class="wipe">
      <span class="line" aria-hidden="true"></span>
      <input type="range" min="0" max="1" step="0.005" .value=${String(this.share)} aria-label="Where the pictures meet"
        @input=${(event: Event) => (this.share = (event.target as HTMLInputElement).valueAsNumber)} />
    </div>`;
  }
}
