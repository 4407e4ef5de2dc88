import { customElement } from 'lit/decorators.js';
import { choices } from '../ui/choices.js';
import { View } from '../ui/view.js';

/** The models to choose from. */
@customElement('demist-models')
export class Models extends View {
  override render() {
    const { form, offer } = this.store;
    const items = offer.models.map(({ name, kind, preset }) => ({ value: name, label: name, note: preset ? `${kind}, preset ${preset.name}` : kind }));
    return choices({ name: 'model', legend: 'Model', items, chosen: form.settings.model, error: form.errors['model'], choose: (name) => form.chooseModel(name) });
  }
}
