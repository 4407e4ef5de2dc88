import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../net/api.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

const NEARER = 1.25;
const NEAREST = 16;

/** The finished picture as large as the window, and larger: wheel or + and − zoom, a drag moves it. */
@customElement('demist-enlarged')
export class Enlarged extends View {
  @state() private zoom = 1;
  @state() private x = 0;
  @state() private y = 0;

  override render() {
    const { view } = this.store.position;
    return html`<dialog id="enlarged" aria-label="The picture, full screen" @keydown=${this.key} @close=${this.reset} @wheel=${this.wheel} @click=${this.outside}>
      ${view?.finished
        ? html`<img src=${api.imageUrl(view.id)} alt=${view.title} draggable="false" .style=${this.place}
            @pointerdown=${this.grab} @pointermove=${this.drag} @dblclick=${this.reset} />`
        : nothing}
      <form method="dialog"><button aria-label="Close" title="Close (Esc)">${icons.close}</button></form>
    </dialog>`;
  }

  private get place(): string {
    return `transform: translate(${this.x}px, ${this.y}px) scale(${this.zoom})`;
  }

  open(): void {
    this.querySelector('dialog')?.showModal();
  }

  private readonly reset = () => {
    this.zoom = 1;
    this.x = this.y = 0;
  };

  private readonly outside = (event: Event) => {
    if (event.target === event.currentTarget) this.querySelector('dialog')?.close();
  };

  private magnify(factor: number): void {
    this.zoom = Math.min(NEAREST, Math.max(1, this.zoom * factor));
    if (this.zoom === 1) this.reset();
  }

  private readonly wheel = (event: WheelEvent) => {
    event.preventDefault();
    this.magnify(event.deltaY < 0 ? NEARER : 1 / NEARER);
  };

  private readonly key = (event: KeyboardEvent) => {
    const factor = { '+': NEARER, '=': NEARER, '-': 1 / NEARER }[event.key];
    if (factor) this.magnify(factor);
    else if (event.key === '0') this.reset();
  };

  private readonly grab = (event: PointerEvent) => (event.target as Element).setPointerCapture(event.pointerId);

  private readonly drag = (event: PointerEvent) => {
    if (!(event.target as Element).hasPointerCapture(event.pointerId)) return;
    this.x += event.movementX;
    this.y += event.movementY;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'demist-enlarged': Enlarged;
  }
}
