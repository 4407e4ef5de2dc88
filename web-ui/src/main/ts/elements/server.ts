import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { ServerState, WorkerState } from '../net/types.js';
import { bytes, ordinal, rate } from '../ui/format.js';
import { icons } from '../ui/icons.js';
import { notices } from '../ui/notices.js';
import { View } from '../ui/view.js';

const WEEK = 7 * 24 * 3600 * 1000;

/** What the server does: whose turn it is, which models are open, how quick it is, and how much it keeps. */
@customElement('demist-server')
export class Server extends View {
  override render() {
    const { status } = this.store.server;
    return html`<dialog class="sheet server" aria-labelledby="server-title" @click=${this.outside} @close=${() => this.store.server.leave()}>
      <form method="dialog">
        <h2 id="server-title">The server</h2>
        <button class="quiet" aria-label="Close">${icons.close}</button>
      </form>
      ${status === null ? html`<p class="soft">Asking…</p>` : this.of(status)}
    </dialog>`;
  }

  /** Opens the view, which is kept up to date while it is open. */
  open(): void {
    this.store.server.follow();
    this.querySelector('dialog')!.showModal();
  }

  private of(status: ServerState) {
    const { running, queue, stepsPerSecond, models, quota, user, version, workers } = status;
    return html`<dl>
        <div><dt>Now</dt><dd>${running === 0 ? 'nothing is drawn' : `${running} running`}${queue > 0 ? `, ${queue} waiting` : ''}</dd></div>
        ${stepsPerSecond ? html`<div><dt>Pace</dt><dd>${rate(stepsPerSecond)} steps/s</dd></div>` : nothing}
        ${models.length === 0 ? nothing : html`<div><dt>Open</dt><dd>${models.map(({ name, bytes: size }) => `${name}, ${bytes(size)}`).join('; ')}</dd></div>`}
        ${workers.length === 0 ? nothing : html`<div><dt>Workers</dt><dd>${workers.map(worker).join('; ')}</dd></div>`}
        ${quota.steps ? html`<div><dt>Left</dt><dd>${quota.steps.left} of ${quota.steps.limit} steps an hour</dd></div>` : nothing}
        <div><dt>Demist</dt><dd>${version}${user === 'local' ? '' : `, you are ${user}`}</dd></div>
      </dl>
      ${this.queue(status)} ${this.disk(status)} ${this.notices()}`;
  }

  private queue({ waiting }: ServerState) {
    if (waiting.length === 0) return nothing;
    return html`<h3>Waiting</h3>
      <ol class="waiting">
        ${waiting.map(({ run, place }) => {
          const view = this.store.runs.byId(run);
          return html`<li><span class="place">${ordinal(place)}</span> ${view ? html`<span class="title">${view.title}</span>` : html`<span class="soft">${run ? 'yours' : 'of another user'}</span>`}</li>`;
        })}
      </ol>`;
  }

  private disk({ disk }: ServerState) {
    return html`<h3>Kept</h3>
      <p>${disk.runs} ${disk.runs === 1 ? 'picture' : 'pictures'} with all their steps: ${bytes(disk.bytes)}. ${disk.keep ? `The oldest go ${limits(disk.keep)}, but for those with a heart.` : nothing}</p>
      ${disk.runs === 0
        ? nothing
        : html`<div class="actions">
            ${this.free('free-old', 'older than a week', Date.now() - WEEK)} ${this.free('free-all', 'without a heart', Infinity)}
          </div>`}`;
  }

  private free(name: string, which: string, before: number) {
    return html`<button name=${name} @click=${() => this.discard(before)}>${icons.bin} Delete what is ${which}</button>`;
  }

  /** Pictures with a heart stay in any case. */
  private async discard(before: number): Promise<void> {
    const views = await this.store.library.loose(before);
    this.querySelector('dialog')!.close();
    if (views.length > 0) await this.store.bin.remove(views);
    else this.store.announce('There is nothing to delete: all of it has a heart, is newer, or is being drawn.');
  }

  private notices() {
    if (!notices.possible) return nothing;
    return html`<label class="check"><input type="checkbox" name="notices" .checked=${notices.on} @change=${this.turn} /> Say when a picture is finished while this tab is hidden</label>`;
  }

  private readonly turn = async (event: Event) => {
    await notices.turn((event.target as HTMLInputElement).checked);
    this.requestUpdate();
  };

  private readonly outside = (event: Event) => {
    const dialog = this.querySelector('dialog')!;
    if (event.target === dialog) dialog.close();
  };
}

/** "one, 3 of 8 on cuda:0 (19 GB)": its runs, and what weights may take on its devices. */
function worker({ name, running, room, devices }: WorkerState): string {
  const places = devices.map((device) => (device.budget === 0 ? device.name : `${device.name} (${bytes(device.budget)})`));
  return `${name}, ${running} of ${room}${places.length === 0 ? '' : ` on ${places.join(', ')}`}`;
}

/** When finished runs go: "beyond 2.0 GB and after 30 days". */
function limits({ bytes: size, seconds }: { bytes: number | null; seconds: number | null }): string {
  const parts = [size === null ? '' : `beyond ${bytes(size)}`, seconds === null ? '' : `after ${Math.round(seconds / 86400)} days`];
  return parts.filter(Boolean).join(' and ');
}

declare global {
  interface HTMLElementTagNameMap {
    'demist-server': Server;
  }
}
