import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../net/api.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** The brush on the stage: the part of the finished picture that is painted over is redrawn. The painting stays with the picture. */
@customElement('demist-paint')
export class Paint extends View {
  /** The run that is painted over; null while none is. */
  @state() private run: string | null = null;
  /** Whether the brush is in hand. */
  @state() private shown = false;

  /** Takes the brush to the picture on the stage. */
  open(): void {
    this.run = this.store.position.view?.id ?? null;
    this.shown = this.run !== null;
  }

  override render() {
    const { view, back } = this.store.position;
    if (this.run === null || view?.id !== this.run || !view.finished) return nothing;
    return html`<div class="paint" ?hidden=${back || !this.shown} @keydown=${this.key}>
      <demist-easel .picture=${api.imageUrl(view.id)}></demist-easel>
      <div class="brushes done">
        <button type="button" class="primary" name="use-mask" @click=${this.use}>${icons.brush} Redraw this part</button>
        <button type="button" class="quiet" name="no-paint" aria-label="Put the brush down" title="Put the brush down (Esc)" @click=${this.close}>${icons.close}</button>
      </div>
    </div>`;
  }

  protected override updated(): void {
    if (this.run !== null && this.store.position.runId !== this.run) this.run = null;
  }

  private readonly close = () => (this.shown = false);

  private readonly key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') this.close();
  };

  /** The picture becomes the one to start from, with what is painted as the part to redraw. */
  private readonly use = async () => {
    const { view } = this.store.position;
    const mask = this.querySelector('demist-easel')?.painting() ?? null;
    if (!view || mask === null) return this.store.announce('Paint over the part that is to be redrawn.');
    this.close();
    await this.store.commands.startFrom(view);
    this.store.form.set({ mask });
    document.querySelector<HTMLTextAreaElement>('[name=prompt]')?.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'demist-paint': Paint;
  }
}
