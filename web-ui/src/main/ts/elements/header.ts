import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { RunView } from '../state/run-view.js';
import { ordinal } from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { theme } from '../ui/theme.js';
import { View } from '../ui/view.js';

/** The name, how the server is, and the page's own switches. */
@customElement('demist-header')
export class Header extends View {
  override render() {
    const { queue } = this.store.live;
    const turn = theme.dark ? 'Light colours' : 'Dark colours';
    return html`<header>
      <h1>
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
          <rect class="glass" x="1" y="1" width="30" height="30" rx="9" />
          <path class="wiped" d="M6.5 21.5C9.5 12 17 7.5 25.5 8c-2 8.5-8.5 15-16.5 16.5z" />
          <circle class="drop" cx="22.5" cy="23" r="2.2" />
        </svg>
        <span>Demist</span>
      </h1>
      ${this.server()}
      ${queue.problem ? html`<p class="pill problem" role="alert" title=${queue.problem}>Runs wait: ${queue.problem}</p>` : nothing}
      <span class="grow"></span>
      ${this.store.guest ? nothing : html`<demist-share .store=${this.store}></demist-share>`}
      <button class="quiet" name="keys" aria-label="Keys" title="Keys (?)" @click=${this.help}>${icons.keys}</button>
      <button class="quiet" name="theme" aria-label=${turn} title=${turn} @click=${this.turn}>${theme.dark ? icons.sun : icons.moon}</button>
      <button class="quiet" name="pictures" ?hidden=${this.store.guest} aria-expanded=${this.store.pictures} aria-label="Pictures" title="Pictures" @click=${this.pictures}>${icons.grid}</button>
    </header>`;
  }

  /** What the server does, where that is worth knowing. */
  private server() {
    const { link, queue } = this.store.live;
    const words = { connecting: 'Connecting', open: '', lost: 'Reconnecting' }[link];
    if (words || this.store.guest) return html`<p class="pill" role="status" data-link=${link}>${words ? html`<span class="dot"></span>${words}` : nothing}</p>`;
    return html`<p class="pill" role="status" data-link=${link}>
      <button class="quiet labelled" name="server" aria-haspopup="dialog" title="What the server does" @click=${() => document.querySelector('demist-server')?.open()}>
        <span class="dot"></span><span data-queue>${busy(queue, this.store.runs.active)}</span>
      </button>
    </p>`;
  }

  private readonly pictures = () => (this.store.pictures = !this.store.pictures);

  private help(): void {
    document.querySelector<HTMLDialogElement>('#help')?.showModal();
  }

  private turn(): void {
    theme.turn();
    this.store.changed();
  }
}

/** How busy the server is, and when it is this user's turn. */
function busy({ length, running }: { length: number; running: number }, active: readonly RunView[]): string {
  const places = active.flatMap(({ run }) => (run.status === 'queued' && run.queuePlace !== null ? [run.queuePlace] : []));
  const own = Math.min(...places);
  const turn = places.length === 0 ? `${length} waiting` : own <= 1 ? 'yours next' : `yours ${ordinal(own)}`;
  return [running > 0 ? `${running} running` : 'Ready', length > 0 ? turn : ''].filter(Boolean).join(' · ');
}
