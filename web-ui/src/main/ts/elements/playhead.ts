import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Axis } from '../state/axis.js';
import type { Member } from '../state/family.js';
import type { RunView } from '../state/run-view.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

const NOTCH = 40;

/**
 * The line through all strips at the step that is looked at. The pointer drags it, peeks and turns it by its wheel; for keys and
 * readers there is a slider.
 */
@customElement('demist-playhead')
export class Playhead extends View {
  @property({ attribute: false }) axis!: Axis;
  @property({ attribute: false }) members!: readonly Member[];
  private turned = 0;

  override render() {
    const { view, step } = this.store.position;
    if (!view) return html``;
    const paused = view.run.status === 'paused' && !this.store.position.back;
    const noise = this.store.levels.at(view, step);
    return html`<div class="reach" @pointerdown=${this.down} @pointermove=${this.move} @pointerleave=${this.leave} @wheel=${this.wheel}>
        <div class="playhead" ?hidden=${step === 0} data-paused=${paused} .style=${`left: ${100 * this.axis.shareOf(step)}%`}><span class="knob">${paused ? icons.pause : ''}</span></div>
      </div>
      <input id="scrubber" type="range" min="1" step="1" max=${this.axis.steps} .value=${String(step)} ?disabled=${view.head === 0} aria-label="State"
        aria-valuetext=${`state ${step} of ${view.run.steps}${noise === null ? '' : `, noise ${noise.toFixed(2)}`}`} @input=${this.slid} />`;
  }

  private slid(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.store.position.seek(input.valueAsNumber);
    input.value = String(this.store.position.step);
  }

  private readonly down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.querySelector('input')?.focus({ preventScroll: true });
    event.preventDefault();
    this.go(event, this.at(event) ?? this.store.position.view);
  };

  private readonly move = (event: PointerEvent) => {
    if ((event.currentTarget as Element).hasPointerCapture(event.pointerId)) this.go(event, this.store.position.view);
    else if (event.pointerType === 'mouse') this.peek(event);
  };

  private readonly leave = () => this.store.position.peek(null);

  private go(event: PointerEvent, view: RunView | undefined): void {
    if (view && view.head > 0) this.store.position.go(view.id, this.stepAt(event));
  }

  private peek(event: PointerEvent): void {
    const view = this.at(event);
    const step = this.stepAt(event);
    this.store.position.peek(view && step <= view.head ? { view, step } : null);
  }

  /** The run whose strip the pointer is over. */
  private at({ clientY }: PointerEvent): RunView | undefined {
    const strips = [...(this.parentElement?.querySelectorAll<HTMLElement>('.row') ?? [])];
    const strip = strips.find((row) => clientY <= row.getBoundingClientRect().bottom);
    return this.members.find(({ view }) => view.id === strip?.dataset['run'])?.view;
  }

  private stepAt({ clientX }: PointerEvent): number {
    const { left, width } = this.querySelector('.reach')!.getBoundingClientRect();
    return this.axis.stepAt((clientX - left) / width);
  }

  /** One step for each notch, unless the page itself has to be scrolled. */
  private readonly wheel = (event: WheelEvent) => {
    const scrolls = document.documentElement.scrollHeight > innerHeight + 1;
    if (event.ctrlKey || (scrolls && Math.abs(event.deltaY) >= Math.abs(event.deltaX))) return;
    event.preventDefault();
    this.turned += event.deltaY + event.deltaX;
    const steps = Math.trunc(this.turned / NOTCH);
    if (steps === 0) return;
    this.turned -= steps * NOTCH;
    const { position } = this.store;
    position.seek(position.step + Math.sign(steps));
  };
}
