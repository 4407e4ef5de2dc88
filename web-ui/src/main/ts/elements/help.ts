import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { icons } from '../ui/icons.js';
import { KEYS, letters } from '../ui/keys.js';
import { View } from '../ui/view.js';

/** The list of keys. */
@customElement('demist-help')
export class Help extends View {
  override render() {
    return html`<dialog id="help" aria-labelledby="help-title">
      <form method="dialog">
        <h2 id="help-title">Keys</h2>
        <button class="quiet" aria-label="Close">${icons.close}</button>
      </form>
      <dl>
        ${KEYS.map(([key, does]) => html`<div><dt>${key.split(' ').map((part) => html`<kbd>${part}</kbd> `)}</dt><dd>${does}</dd></div>`)}
      </dl>
      <label class="check"><input type="checkbox" name="letters" .checked=${letters.on} @change=${this.turn} /> Single letters work while nothing is typed</label>
    </dialog>`;
  }

  private turn(event: Event): void {
    letters.on = (event.target as HTMLInputElement).checked;
  }
}
