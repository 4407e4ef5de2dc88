import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RunView } from '../../state/run-view.js';

const SIZE = 160;
/** A running tile asks for another picture this often at most, and only when it has the one before. */
const MILLIS = 1000;

/** The newest picture of a run that goes on, small; nothing before its first step. */
@customElement('demist-newest')
export class Newest extends LitElement {
  @property({ attribute: false }) view!: RunView;
  /** How far the run has come. */
  @property({ attribute: false }) step = 0;
  /** The step that is shown, or on its way. */
  @state() private asked = 0;
  private resting = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(): void {
    if (this.resting || this.step <= this.asked) return;
    this.asked = this.step;
    this.resting = true;
  }

  override render() {
    return this.asked === 0 ? nothing : html`<img src=${this.view.stateUrl(this.asked, SIZE)} alt="" width="80" height="80" @load=${this.rest} @error=${this.rest} />`;
  }

  private readonly rest = ({ type, target }: Event) => {
    (target as HTMLElement).hidden = type === 'error';
    setTimeout(() => {
      this.resting = false;
      this.requestUpdate();
    }, MILLIS);
  };
}
