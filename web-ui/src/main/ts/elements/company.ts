import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** What a guest knows of the others: how many watch, and whether this page looks where the owner does. */
@customElement('demist-company')
export class Company extends View {
  override render() {
    const { together } = this.store;
    const { watching } = together;
    return html`<section class="company card" aria-label="Watching together">
      <p>${icons.eye} ${watching > 1 ? `${watching} watching` : 'You were invited to watch'}</p>
      ${together.led
        ? html`<label class="check"><input type="checkbox" name="follow" .checked=${together.following} @change=${this.turn} /> Look where the owner looks</label>`
        : nothing}
    </section>`;
  }

  private readonly turn = (event: Event) => this.store.together.follow((event.target as HTMLInputElement).checked);
}
