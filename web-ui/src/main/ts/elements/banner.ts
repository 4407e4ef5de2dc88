import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** What went wrong and belongs to no field. */
@customElement('demist-banner')
export class Banner extends View {
  override render() {
    return html`<div class="banner" role="alert">
      ${icons.alert}
      <p>${this.store.banner}</p>
      <button class="quiet" aria-label="Dismiss" @click=${() => this.store.announce(null)}>${icons.close}</button>
    </div>`;
  }
}
