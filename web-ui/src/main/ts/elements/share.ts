import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../net/api.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** Shows a picture to others: its address, a code of it for a phone, and who watches. */
@customElement('demist-share')
export class Share extends View {
  @state() private address: string | null = null;
  @state() private copied = false;

  override render() {
    const { view } = this.store.position;
    if (!view) return nothing;
    const { watching } = this.store.together;
    return html`${watching > 1 ? html`<p class="pill" data-watching>${icons.eye} ${watching} watching</p>` : nothing}
      <button class="quiet labelled" name="share" aria-haspopup="dialog" title="Share this picture" @click=${this.open}>${icons.share} <span>Share</span></button>
      <demist-hint of="share" .store=${this.store}></demist-hint>
      <dialog class="sheet share" aria-labelledby="share-title" @click=${this.outside}>${this.address === null ? nothing : this.shared(this.address)}</dialog>`;
  }

  private shared(address: string) {
    const { together, position } = this.store;
    return html`<form method="dialog">
        <h2 id="share-title">Watch it together</h2>
        <button class="quiet" aria-label="Close">${icons.close}</button>
      </form>
      <p class="hint">Who opens this address sees the same picture come, step by step. ${position.view?.run.shared ? 'They can look, and change nothing.' : nothing}</p>
      <img class="code" src=${api.codeUrl(address)} alt="QR code of the address" width="220" height="220" />
      <div class="address">
        <input readonly name="address" aria-label="Address" .value=${address} @focus=${select} />
        <button name="copy" @click=${this.copy}>${this.copied ? icons.check : icons.copy} ${this.copied ? 'Copied' : 'Copy'}</button>
      </div>
      ${isLoopback() ? html`<p class="note">${icons.alert} <span>Only this machine can open it. For a phone, start the server with <code>--host 0.0.0.0 --token …</code> and open it by its name in the network.</span></p>` : nothing}
      ${together.led ? html`<label class="check"><input type="checkbox" name="follow" .checked=${together.following} @change=${this.turn} /> Follow where the others look</label>` : nothing}
      ${position.view?.run.shared ? html`<button class="quiet labelled" name="unshare" @click=${this.unshare}>Stop sharing</button>` : nothing}`;
  }

  private readonly open = async () => {
    const { view, playhead } = this.store.position;
    if (!view) return;
    this.store.hints.use('share');
    await this.store.attempt(async () => {
      await this.store.commands.adopt(view);
      const address = api.pageUrl((await api.share(view.id)).url);
      if (playhead !== null) address.searchParams.set('at', String(playhead));
      this.address = address.href;
    });
    await this.updateComplete;
    if (this.address === null) return;
    this.querySelector('dialog')!.showModal();
    await this.copy();
  };

  /** Browsers allow this only over https and on the machine itself; elsewhere the address can be copied by hand. */
  private readonly copy = async () => {
    this.copied = await navigator.clipboard?.writeText(this.address ?? '').then(() => true, () => false) ?? false;
  };

  private readonly unshare = async () => {
    const { view } = this.store.position;
    if (view) await this.store.attempt(async () => {
      await api.unshare(view.id);
      view.replace(await api.get(view.id));
    });
    this.querySelector('dialog')!.close();
  };

  private readonly turn = (event: Event) => this.store.together.follow((event.target as HTMLInputElement).checked);

  private readonly outside = (event: Event) => {
    const dialog = this.querySelector('dialog')!;
    if (event.target === dialog) dialog.close();
  };
}

function select(event: Event): void {
  (event.target as HTMLInputElement).select();
}

/** Whether the page was opened at an address that no other machine can reach. */
const isLoopback = (): boolean => /^(localhost|127\..*|\[::1\])$/.test(location.hostname);
