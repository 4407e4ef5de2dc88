import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { choices } from '../ui/choices.js';
import { View } from '../ui/view.js';

/** The schedulers to choose from, and the options of the chosen one. */
@customElement('demist-schedulers')
export class Schedulers extends View {
  override render() {
    const { form, offer } = this.store;
    const own = form.model?.scheduler;
    const items = offer.schedulers.map(({ name }) => ({ value: name, label: name, ...(name === own ? { note: 'the model’s own' } : {}) }));
    return html`${choices({ name: 'scheduler', legend: 'Scheduler', items, chosen: form.settings.scheduler, error: form.errors['scheduler'], choose: (name) => form.set({ scheduler: name, options: {} }) })}
      ${form.scheduler?.description ? html`<p class="hint about">${form.scheduler.description}</p>` : nothing}
      <demist-scheduler-options .store=${this.store}></demist-scheduler-options>`;
  }
}
