import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { icons } from '../ui/icons.js';
import { theme } from '../ui/theme.js';
import { View } from '../ui/view.js';

const LINKS = { connecting: 'Connecting', open: 'Connected', lost: 'Reconnecting' } as const;

/** The name, how the server is, and the page's own switches. */
@customElement('demist-header')
export class Header extends View {
  override render() {
    const { link, queue } = this.store.live;
    return html`<header>
      <h1>
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
          <rect class="glass" x="1" y="1" width="30" height="30" rx="9" />
          <path class="wiped" d="M6.5 21.5C9.5 12 17 7.5 25.5 8c-2 8.5-8.5 15-16.5 16.5z" />
          <circle class="drop" cx="22.5" cy="23" r="2.2" />
        </svg>
        Demist
      </h1>
      <p class="pill" role="status" data-link=${link}><span class="dot"></span>${LINKS[link]}</p>
      ${queue.length > 0 ? html`<p class="pill" data-queue>${queue.running} running · ${queue.length} waiting</p>` : nothing}
      ${queue.problem ? html`<p class="pill problem" role="alert" title=${queue.problem}>Runs wait: ${queue.problem}</p>` : nothing}
      <span class="grow"></span>
      <button class="quiet" aria-label="Keys" title="Keys (?)" @click=${this.help}>${icons.keys}</button>
      <button class="quiet" name="theme" aria-label=${theme.dark ? 'Light colours' : 'Dark colours'} title=${theme.dark ? 'Light colours' : 'Dark colours'} @click=${this.turn}>
        ${theme.dark ? icons.sun : icons.moon}
      </button>
    </header>`;
  }

  private help(): void {
    document.querySelector<HTMLDialogElement>('#help')?.showModal();
  }

  private turn(): void {
    theme.turn();
    this.store.changed();
  }
}
