import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Recipe } from '../recipe/recipe.js';
import { View } from '../ui/view.js';

/**
 * Takes in a picture that is dropped anywhere, pasted, or opened: to start from, or for the settings that are in it. It asks
 * before it overwrites the form.
 */
@customElement('demist-restore')
export class Restore extends View {
  @state() private recipe: Recipe | null = null;
  @state() private over = false;
  private pictures: readonly File[] = [];
  private readonly pasted = (event: ClipboardEvent) => this.take(event.clipboardData?.files);
  private readonly dragged = (event: DragEvent) => this.drag(event);
  private readonly dropped = (event: DragEvent) => this.drop(event);
  private readonly left = (event: DragEvent) => (this.over = event.relatedTarget !== null);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('dragover', this.dragged);
    addEventListener('dragleave', this.left);
    addEventListener('drop', this.dropped);
    addEventListener('paste', this.pasted);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('dragover', this.dragged);
    removeEventListener('dragleave', this.left);
    removeEventListener('drop', this.dropped);
    removeEventListener('paste', this.pasted);
  }

  override render() {
    return html`<input id="picture-file" type="file" accept="image/*" hidden aria-label="Picture to start from, or to take the settings from" @change=${this.chosen} />
      ${this.over ? html`<div class="drop-here"><p>Drop a picture to start from it, or to take its settings</p></div>` : nothing}
      <dialog id="restore" aria-labelledby="restore-title">
        <h2 id="restore-title">What is this picture for?</h2>
        <p class="title">${this.recipe?.request?.prompt}</p>
        <p class="facts">${this.facts()}</p>
        ${this.leftOut()}
        <div class="actions">
          ${this.store.form.mostReferences > 0 ? html`<button class="primary" name="refer" @click=${this.refer}>${this.pictures.length > 1 ? 'Use them as references' : 'Use it as a reference'}</button>` : nothing}
          <button class=${this.store.form.mostReferences > 0 ? '' : 'primary'} name="start" @click=${this.start}>Start from it</button>
          ${this.recipe?.request
            ? html`<button name="all" @click=${() => this.accept(true)}>Take its settings</button>
                <button name="but-seed" @click=${() => this.accept(false)}>All but the seed</button>`
            : nothing}
          <button class="quiet labelled" @click=${this.close}>Cancel</button>
        </div>
      </dialog>`;
  }

  private facts(): string {
    const { model, scheduler, steps, guidance, seed } = this.recipe?.request ?? { prompt: '' };
    return [model, scheduler?.name, steps && `${steps} steps`, guidance !== undefined && `guidance ${guidance}`, seed !== undefined && `seed ${seed}`]
      .filter((fact) => fact)
      .join(' · ');
  }

  private leftOut() {
    const names = this.recipe?.leftOut ?? [];
    return names.length === 0 ? nothing : html`<p class="left-out">Not taken over: ${names.join(', ')}</p>`;
  }

  private drag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.over = true;
  }

  private drop(event: DragEvent): void {
    this.over = false;
    const files = event.dataTransfer?.files;
    if (!files?.length) return; // text that is dragged into a field
    event.preventDefault();
    void this.take(files);
  }

  private chosen(event: Event): void {
    const input = event.target as HTMLInputElement;
    void this.take(input.files);
    input.value = '';
  }

  /** A picture that holds a recipe, or is given to a model that edits, may be meant in several ways; any other can only be started from. */
  private async take(files: Iterable<File> | null = []): Promise<void> {
    const pictures = [...(files ?? [])];
    const [file] = pictures;
    if (!file) return;
    this.pictures = pictures;
    this.recipe = await this.recipeOf(file).catch(() => null);
    if (this.recipe?.request || this.store.form.mostReferences > 0) {
      this.requestUpdate();
      await this.updateComplete;
      this.dialog.showModal();
    } else {
      await this.start();
      if (this.recipe) this.store.announce(`Its settings are not understood: ${this.recipe.leftOut.join(', ')}.`);
    }
  }

  /** What is needed to read recipes is loaded with the first file. */
  private async recipeOf(file: File): Promise<Recipe | null> {
    return (await import('../recipe/read.js')).recipeOf(file, this.store.offer);
  }

  private readonly start = async () => {
    this.close();
    if (this.pictures[0]) await this.store.form.startFrom(this.pictures[0]);
  };

  private readonly refer = async () => {
    this.close();
    await this.store.form.refer(this.pictures);
  };

  private get dialog(): HTMLDialogElement {
    return this.querySelector('dialog')!;
  }

  private readonly close = () => this.dialog.close();

  private accept(withSeed: boolean): void {
    this.close();
    if (this.recipe?.request) void this.store.commands.restore(this.recipe.request, withSeed);
  }
}
