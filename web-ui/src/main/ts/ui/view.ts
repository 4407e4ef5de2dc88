import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Store } from '../state/store.js';

/**
 * A part of the page that follows the store. It renders into the page itself, without a shadow tree: labels, styles and
 * tests then reach everything.
 */
export abstract class View extends LitElement {
  @property({ attribute: false }) store!: Store;
  private readonly follow = () => this.requestUpdate();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.addEventListener('change', this.follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.removeEventListener('change', this.follow);
  }
}
