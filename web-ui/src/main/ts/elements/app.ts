import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { onKey } from '../ui/keys.js';
import { Favicon } from '../ui/favicon.js';
import { percent } from '../ui/format.js';
import { title } from '../ui/title.js';
import { View } from '../ui/view.js';

/** The whole page. */
@customElement('demist-app')
export class App extends View {
  private readonly favicon = new Favicon();
  private readonly key = (event: KeyboardEvent) => onKey(event, this.store);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.key);
  }

  protected override updated(): void {
    this.toggleAttribute('data-guest', this.store.guest);
    document.title = title(this.store);
    const { view } = this.store.position;
    this.favicon.show(view?.active && view.run.step > 0 ? percent(view.run) : null);
  }

  override render() {
    const { store } = this;
    return html`
      <button class="skip" @click=${skip}>Skip to the picture</button>
      <demist-header .store=${store}></demist-header>
      ${store.banner === null ? nothing : html`<demist-banner .store=${store}></demist-banner>`}
      <main>
        <demist-stage .store=${store}></demist-stage>
        <demist-film .store=${store}></demist-film>
        ${store.guest ? html`<demist-company .store=${store}></demist-company>` : html`<demist-composer .store=${store}></demist-composer>`}
      </main>
      ${store.guest ? nothing : this.ownersTools()}
      <demist-announcer .store=${store}></demist-announcer>
      <demist-enlarged .store=${store}></demist-enlarged>
      <demist-help .store=${store}></demist-help>
    `;
  }

  /** What those do not see whom the owner of a run has invited to it. */
  private ownersTools() {
    const { store } = this;
    return html`
      <demist-pictures .store=${store}></demist-pictures>
      <demist-restore .store=${store}></demist-restore>
      <demist-mask .store=${store}></demist-mask>
      <demist-picture-menu .store=${store}></demist-picture-menu>
      <demist-server .store=${store}></demist-server>
      <demist-undo .store=${store}></demist-undo>
    `;
  }
}

/** Not a link: the page's address says what it shows. */
function skip(): void {
  document.querySelector<HTMLElement>('#stage')?.focus();
}
