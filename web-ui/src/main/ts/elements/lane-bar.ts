import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Link } from '../state/linked-step.js';
import type { Look } from '../state/side-by-side.js';
import { icons } from '../ui/icons.js';
import { segments } from '../ui/segments.js';
import { View } from '../ui/view.js';

const LOOKS: readonly (readonly [Look, string])[] = [
  ['beside', 'Beside'],
  ['wipe', 'Wipe'],
  ['difference', 'Difference'],
  ['flip', 'Flip'],
];
const LINKS: readonly (readonly [Link, string])[] = [
  ['step', 'by step'],
  ['noise', 'by noise'],
];

/** How pictures are looked at together, and the way back to one. */
@customElement('demist-lane-bar')
export class LaneBar extends View {
  override render() {
    const { side, lanes } = this.store;
    const { look } = side;
    return html`<div class="lane-bar">
      ${segments({ name: 'look', legend: 'How to look at them', items: LOOKS, chosen: look, choose: (it) => side.set({ look: it }) })}
      ${segments({ name: 'link', legend: 'Under one playhead', items: LINKS, chosen: side.link, choose: (it) => side.set({ link: it }) })}
      ${look === 'flip' ? html`<p class="soft">hold <kbd>X</kbd></p>` : nothing}
      <span class="grow"></span>
      ${side.views.some(({ active }) => active) ? html`<button type="button" name="stop-all" @click=${() => lanes.stopAll()}>${icons.stop} Stop all</button>` : nothing}
      <button type="button" class="quiet" name="leave" aria-label="Look at one picture" title="Look at one picture" @click=${() => side.leave()}>${icons.close}</button>
    </div>`;
  }
}
