import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Scheduler } from '../net/types.js';
import { choices } from '../ui/choices.js';
import { View } from '../ui/view.js';

/** The schedulers to choose from, those that are good with the model first, and the options of the chosen one. */
@customElement('demist-schedulers')
export class Schedulers extends View {
  override render() {
    const { form, offer } = this.store;
    const good = (form.model?.schedulers ?? []).map((name) => offer.scheduler(name)).filter((scheduler) => scheduler !== undefined);
    const others = offer.schedulers.filter((scheduler) => !good.includes(scheduler));
    return html`<div class="groups">
        ${good.length > 0 ? this.group('Good with this model', good) : nothing} ${this.group(good.length > 0 ? 'Others' : 'Scheduler', others)}
        ${form.errors['scheduler'] ? html`<p class="error">${form.errors['scheduler']}</p>` : nothing}
      </div>
      ${form.scheduler?.description ? html`<p class="hint about">${form.scheduler.description}</p>` : nothing}
      <demist-scheduler-options .store=${this.store}></demist-scheduler-options>`;
  }

  private group(legend: string, schedulers: readonly Scheduler[]) {
    const { form } = this.store;
    const own = form.model?.scheduler;
    const items = schedulers.map(({ name, label }) => ({ value: name, label: label || name, ...(name === own ? { note: 'the model’s own' } : {}) }));
    return choices({ name: 'scheduler', legend, items, chosen: form.settings.scheduler, choose: (name) => form.set({ scheduler: name, options: {} }) });
  }
}
