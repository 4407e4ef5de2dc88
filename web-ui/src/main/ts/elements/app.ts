import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { onKey } from '../ui/keys.js';
import { title } from '../ui/title.js';
import { View } from '../ui/view.js';

/** The whole page. */
@customElement('demist-app')
export class App extends View {
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
    document.title = title(this.store);
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
        <demist-composer .store=${store}></demist-composer>
      </main>
      <demist-history .store=${store}></demist-history>
      <demist-announcer .store=${store}></demist-announcer>
      <demist-restore .store=${store}></demist-restore>
      <demist-mask .store=${store}></demist-mask>
      <demist-enlarged .store=${store}></demist-enlarged>
      <demist-help .store=${store}></demist-help>
    `;
  }
}

/** Not a link: the page's address says what it shows. */
function skip(): void {
  document.querySelector<HTMLElement>('#stage')?.focus();
}
