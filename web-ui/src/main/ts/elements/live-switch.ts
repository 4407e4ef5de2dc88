import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { View } from '../ui/view.js';

/** Whether the picture follows the words while they are typed. */
@customElement('demist-live-switch')
export class LiveSwitch extends View {
  override render() {
    const { typing } = this.store;
    if (!typing.possible) return nothing;
    const title = typing.on ? 'The picture follows what you type' : 'Draw while you type';
    return html`<button type="button" class="live" role="switch" aria-checked=${typing.on} title=${title} @click=${() => typing.turn()}>
      <span class="light" aria-hidden="true"></span> Live
    </button>`;
  }
}
