import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Hint } from '../state/hints.js';
import { View } from '../ui/view.js';

const WORDS: Readonly<Record<Hint, string>> = {
  pull: 'Pull me',
  branch: 'Say what it becomes from here',
  share: 'Show it on your phone',
};

/** A few words that point at what stands beside them, shown once. */
@customElement('demist-hint')
export class HintView extends View {
  @property() of: Hint = 'pull';

  override render() {
    return this.store.hints.shown === this.of ? html`<p class="hint-bubble" role="note">${WORDS[this.of]}</p>` : nothing;
  }
}
