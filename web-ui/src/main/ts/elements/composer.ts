import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Deed } from '../state/commands.js';
import { field, type Wiring } from '../ui/field.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** What to draw: the words, one button, and the settings as chips. */
@customElement('demist-composer')
export class Composer extends View {
  private readonly problem = async () => {
    await new Promise(requestAnimationFrame);
    const wrong = this.querySelector<HTMLElement>('[aria-invalid=true]');
    const popover = wrong?.closest<HTMLElement>('[popover]');
    if (popover && !popover.matches(':popover-open')) popover.showPopover();
    wrong?.closest('details')?.setAttribute('open', '');
    wrong?.focus();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.store.addEventListener('problem', this.problem);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.store.removeEventListener('problem', this.problem);
  }

  override render() {
    const { form, commands } = this.store;
    const { deed } = commands;
    return html`<form class=${`composer card ${deed === 'generate' ? '' : 'branching'}`} aria-label="What to draw" novalidate @submit=${this.submit} @input=${this.changed} @change=${this.changed}>
      ${deed === 'generate' ? nothing : this.origin(deed)}
      <demist-hint of="branch" .store=${this.store}></demist-hint>
      <div class="words">
        ${form.takesPrompt ? field(this.store, 'prompt', 'Prompt', (wiring) => this.prompt(wiring)) : html`<p class="wordless">This model draws without words.</p>`}
        ${form.canUndo && !form.edited ? this.undo() : nothing}
        <demist-live-switch .store=${this.store}></demist-live-switch>
        <button class="primary" type="submit" title="Ctrl ↵">${this.sign(deed)} ${this.verb(deed)} <kbd>Ctrl ↵</kbd></button>
      </div>
      <demist-chips .store=${this.store}></demist-chips>
    </form>`;
  }

  private readonly changed = () => this.store.typing.typed();

  private undo() {
    return html`<button type="button" class="quiet labelled" name="undo" title="Bring back the settings from before (Ctrl Z)"
      @click=${() => this.store.form.undo()}>${icons.reuse} Undo</button>`;
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.querySelector<HTMLElement>('[popover]:popover-open')?.hidePopover();
    void this.store.commands.act();
  }

  private verb(deed: Deed): string {
    if (deed === 'branch') return `Branch from ${this.store.position.step}`;
    if (deed === 'steer') return 'Go on with these words';
    const { length } = this.store.lanes.wished();
    if (length > 1) return `Generate ${length}`;
    return this.store.typing.passing ? 'Keep' : 'Generate';
  }

  private sign(deed: Deed) {
    if (deed !== 'generate') return icons.fork;
    return this.store.typing.passing ? icons.heart : icons.spark;
  }

  /** Where a new branch leaves the run on the stage, and in what it differs. */
  private origin(deed: Deed) {
    const { position, commands } = this.store;
    const changes = commands.changes.join(', ');
    return html`<p class="origin">
      ${icons.fork}<span>from step ${position.step} of <i>${position.view?.title}</i></span>
      <span class="changes">${changes ? `changed: ${changes}` : 'with the same settings'}</span>
      ${deed === 'branch'
        ? html`<button type="button" class="link" name="from-noise" @click=${() => position.seek(null)}>start from noise instead</button>`
        : html`<button type="button" class="link" name="from-noise" @click=${() => commands.generate()}>a new picture instead</button>`}
    </p>`;
  }

  private prompt({ id, invalid, describedBy }: Wiring) {
    const { form } = this.store;
    return html`<textarea id=${id} name="prompt" rows="1" placeholder="Describe a picture" aria-invalid=${invalid} aria-describedby=${describedBy}
      .value=${form.settings.prompt} @input=${(event: Event) => form.set({ prompt: (event.target as HTMLTextAreaElement).value })}></textarea>`;
  }
}
