import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** A dialog to paint over the part that is to be redrawn. What is painted stays when it is closed, and can be gone on with. */
@customElement('demist-mask')
export class Mask extends View {
  override render() {
    const { image, mask } = this.store.form.settings;
    return html`<dialog id="mask" aria-labelledby="mask-title">
      <form method="dialog">
        <h2 id="mask-title">Paint over what is to be redrawn</h2>
        <button class="quiet" aria-label="Close">${icons.close}</button>
      </form>
      ${image === null ? nothing : html`<demist-easel files .picture=${image} .mask=${mask} @unreadable=${this.unreadable}></demist-easel>`}
      <div class="actions">
        <button class="primary" name="use-mask" @click=${() => this.finish(this.querySelector('demist-easel')?.painting() ?? null)}>Repaint this part</button>
        <button class="quiet labelled" name="no-mask" @click=${() => this.finish(null)}>Repaint all of it</button>
      </div>
    </dialog>`;
  }

  /** Opens the dialog on the picture to start from. */
  open(): void {
    if (this.store.form.settings.image !== null) this.querySelector('dialog')!.showModal();
  }

  private readonly unreadable = ({ detail }: CustomEvent<string>) => this.store.announce(`${detail} cannot be read as a picture.`);

  private finish(mask: string | null): void {
    this.store.form.set({ mask });
    this.querySelector('dialog')!.close();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'demist-mask': Mask;
  }
}
