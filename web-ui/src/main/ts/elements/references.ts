import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** The pictures that the prompt speaks of, for models that edit. */
@customElement('demist-references')
export class References extends View {
  override render() {
    const { form, position } = this.store;
    const { references } = form.settings;
    const error = form.errors['references'];
    const room = references.length < form.mostReferences;
    return html`<fieldset class="field references" data-field="references">
      <legend>Pictures that the words speak of</legend>
      ${references.length > 0 ? html`<ol>${references.map((picture, i) => this.one(picture, i))}</ol>` : nothing}
      ${room
        ? html`<div class="start-actions">
            <label class="button quiet labelled">${icons.picture} Choose pictures<input class="unseen" name="references" type="file" accept="image/*" multiple @change=${this.chosen} /></label>
            ${position.view?.finished ? html`<button type="button" class="quiet labelled" name="refer" @click=${() => this.store.commands.refer(position.view!)}>${icons.reference} The picture shown</button>` : nothing}
          </div>`
        : nothing}
      ${error ? html`<p class="error" role="alert">${error}</p>` : html`<p class="hint">${room ? `Up to ${form.mostReferences}; they can be dropped or pasted as well.` : `More than ${form.mostReferences} are too many for this model.`}</p>`}
    </fieldset>`;
  }

  private one(picture: string, i: number) {
    const { form } = this.store;
    const remove = () => form.set({ references: form.settings.references.filter((_, at) => at !== i) });
    return html`<li>
      <img src=${picture} alt=${`Reference ${i + 1}`} />
      <button type="button" class="quiet" name="no-reference" aria-label=${`Remove reference ${i + 1}`} title="Remove" @click=${remove}>${icons.close}</button>
    </li>`;
  }

  private readonly chosen = async (event: Event) => {
    const input = event.target as HTMLInputElement;
    await this.store.form.refer([...(input.files ?? [])]);
    input.value = '';
  };
}
