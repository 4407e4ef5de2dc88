import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { View } from '../../ui/view.js';

/** What was deleted, and the way back, for a few seconds; it stays while the pointer or the focus is on it. */
@customElement('demist-undo')
export class Undo extends View {
  override render() {
    const { bin } = this.store;
    const { deleted } = bin;
    const words = deleted.length === 1 ? `“${short(deleted[0]!.title)}” deleted` : `${deleted.length} pictures deleted`;
    return html`<div role="status">
      ${deleted.length === 0
        ? nothing
        : html`<div class="toast" @pointerenter=${() => bin.hold()} @pointerleave=${() => bin.release()} @focusin=${() => bin.hold()} @focusout=${() => bin.release()}>
            <p>${words}</p>
            <button class="quiet labelled" name="undo" @click=${() => bin.undo()}>Undo</button>
          </div>`}
    </div>`;
  }
}

const short = (title: string): string => (title.length > 40 ? `${title.slice(0, 40)}…` : title);
