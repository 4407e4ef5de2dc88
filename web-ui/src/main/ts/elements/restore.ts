import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { RunRequest } from '../net/types.js';
import { recipeOf } from '../png/recipe.js';
import { View } from '../ui/view.js';

/** Takes the settings out of a picture that is dropped anywhere, or opened. It asks before it overwrites the form. */
@customElement('demist-restore')
export class Restore extends View {
  @state() private recipe: RunRequest | null = null;
  @state() private over = false;
  private readonly dragged = (event: DragEvent) => this.drag(event);
  private readonly dropped = (event: DragEvent) => this.drop(event);
  private readonly left = (event: DragEvent) => (this.over = event.relatedTarget !== null);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('dragover', this.dragged);
    addEventListener('dragleave', this.left);
    addEventListener('drop', this.dropped);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('dragover', this.dragged);
    removeEventListener('dragleave', this.left);
    removeEventListener('drop', this.dropped);
  }

  override render() {
    return html`<input id="picture-file" type="file" accept="image/png" hidden aria-label="Picture to take the settings from" @change=${this.chosen} />
      ${this.over ? html`<div class="drop-here"><p>Drop a picture to take its settings</p></div>` : nothing}
      <dialog id="restore" aria-labelledby="restore-title">
        <h2 id="restore-title">Take the settings of this picture?</h2>
        <p class="title">${this.recipe?.prompt}</p>
        <p class="facts">${this.facts()}</p>
        <div class="actions">
          <button class="primary" @click=${() => this.accept(true)}>Take all</button>
          <button @click=${() => this.accept(false)}>All but the seed</button>
          <button class="quiet labelled" @click=${this.close}>Cancel</button>
        </div>
      </dialog>`;
  }

  private facts(): string {
    const { model, scheduler, steps, guidance, seed } = this.recipe ?? { prompt: '' };
    return [model, scheduler?.name, steps && `${steps} steps`, guidance !== undefined && `guidance ${guidance}`, seed !== undefined && `seed ${seed}`]
      .filter((fact) => fact)
      .join(' · ');
  }

  private drag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = true;
  }

  private drop(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    const file = event.dataTransfer?.files[0];
    if (file) void this.read(file);
  }

  private chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) void this.read(file);
    input.value = '';
  }

  private async read(file: File): Promise<void> {
    this.recipe = await recipeOf(file).catch(() => null);
    if (this.recipe) {
      await this.updateComplete;
      this.dialog.showModal();
    } else {
      this.store.tell(`${file.name} holds no settings: it is no PNG, or another program made it without them.`);
    }
  }

  private get dialog(): HTMLDialogElement {
    return this.querySelector('dialog')!;
  }

  private readonly close = () => this.dialog.close();

  private accept(withSeed: boolean): void {
    if (this.recipe) this.store.restore(this.recipe, withSeed);
    this.close();
  }
}
