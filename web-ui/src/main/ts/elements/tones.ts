import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Axis } from '../state/axis.js';
import { View } from '../ui/view.js';

/** What is decided above a level of noise, with the picture's own contrast as 1. */
const TONES: readonly [above: number, name: string, help: string][] = [
  [2.5, 'what it is', 'A branch from here can become something else'],
  [0.7, 'its shape', 'A branch from here changes shapes and colours'],
  [-1, 'its details', 'A branch from here changes details'],
];

/** A line under the film in three tones: what is still undecided at a step, and so what a branch from there can change. */
@customElement('demist-tones')
export class Tones extends View {
  @property({ attribute: false }) axis!: Axis;

  override render() {
    const { view } = this.store.position;
    const levels = view ? this.store.levels.of(view) : [];
    if (levels.length === 0) return nothing;
    const ends = TONES.map(([above]) => levels.filter((level) => level === null || level > above).length);
    return TONES.map(([, name, help], tone) => {
      const from = tone === 0 ? 0 : ends[tone - 1]!;
      const to = ends[tone]!;
      const place = `left: ${(100 * from) / this.axis.steps}%; width: ${(100 * (to - from)) / this.axis.steps}%`;
      return to > from ? html`<span class="tone" data-tone=${tone} .style=${place} title=${help}><span>${name}</span></span>` : nothing;
    });
  }
}
