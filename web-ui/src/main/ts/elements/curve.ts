import { html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { RunView } from '../state/run-view.js';
import { View } from '../ui/view.js';

const HEIGHT = 40;
type Point = readonly [step: number, noise: number];

/** How much noise is left after each step, on the same axis as the scrubber beneath. */
@customElement('demist-curve')
export class Curve extends View {
  override render() {
    const view = this.store.selected;
    if (!view) return nothing;
    const points = this.points(view);
    if (points.length < 2 && !view.active) return nothing;
    const top = Math.max(...points.map(([, noise]) => noise), 1e-6);
    const y = (noise: number) => HEIGHT - 2 - (HEIGHT - 6) * Math.sqrt(noise / top);
    const line = points.map(([step, noise]) => `${step},${y(noise).toFixed(2)}`).join(' ');
    const at = this.store.shownStep;
    const last = points[points.length - 1];
    return html`<svg class="curve" viewBox="0 0 ${view.run.steps} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${this.label(view, points)}>
      ${points.length > 1 ? svg`<polygon points="${points[0]![0]},${HEIGHT} ${line} ${last![0]},${HEIGHT}"/><polyline points=${line} />` : nothing}
      ${last && last[0] < view.run.steps ? svg`<polyline class="ahead" points="${last[0]},${y(last[1]).toFixed(2)} ${view.run.steps},${y(0)}" />` : nothing}
      ${at > 0 ? svg`<line class="playhead" x1=${at} x2=${at} y1="0" y2=${HEIGHT} />` : nothing}
      ${view.run.parent ? svg`<line class="forked" x1=${view.run.parent.state} x2=${view.run.parent.state} y1="0" y2=${HEIGHT} />` : nothing}
    </svg>`;
  }

  /** The levels known, those before a fork from the parent. */
  private points(view: RunView): Point[] {
    const known = new Map(view.noise);
    const { parent } = view.run;
    const before = this.store.runs.byId(parent?.run ?? null)?.noise ?? new Map<number, number>();
    for (const [step, noise] of before) if (parent && step <= parent.state) known.set(step, noise);
    return [...known].sort(([a], [b]) => a - b);
  }

  private label(view: RunView, points: readonly Point[]): string {
    const now = view.noise.get(this.store.shownStep);
    const first = points[0];
    if (!first || now === undefined) return 'Noise left after each step';
    return `Noise left after each step: ${first[1].toFixed(2)} after step ${first[0]}, ${now.toFixed(2)} after step ${this.store.shownStep}`;
  }
}
