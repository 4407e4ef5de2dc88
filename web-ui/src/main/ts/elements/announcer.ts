import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { RunView } from '../state/run-view.js';
import { percent, statusText } from '../ui/format.js';
import { View } from '../ui/view.js';

/** Tells those who do not see the picture how it goes: at each quarter, not at each step. */
@customElement('demist-announcer')
export class Announcer extends View {
  override render() {
    const view = this.store.position.view;
    return html`<div class="unseen" role="status" aria-live="polite">${view ? this.news(view) : ''}</div>`;
  }

  private news({ run }: RunView): string {
    const quarter = Math.floor(percent(run) / 25) * 25;
    return run.status === 'running' && quarter > 0 ? `${quarter} percent` : statusText(run);
  }
}
