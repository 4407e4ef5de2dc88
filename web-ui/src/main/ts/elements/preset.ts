import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { NO_PRESET } from '../state/presets.js';
import { choices } from '../ui/choices.js';
import { View } from '../ui/view.js';

/** Settings for few steps: what was recognised and by what, others by name, and none. */
@customElement('demist-preset')
export class Preset extends View {
  override render() {
    const { form, presets } = this.store;
    const { name, notes } = presets.found;
    const items = [
      { value: '', label: name ?? 'None recognised', note: name ? 'recognised' : 'by model and LoRAs' },
      ...presets.names.filter((it) => it !== name).map((it) => ({ value: it, label: it })),
      ...(name ? [{ value: NO_PRESET, label: 'None', note: 'ordinary steps and guidance' }] : []),
    ];
    return html`${choices({ name: 'preset', legend: 'Preset for few steps', items, chosen: form.settings.preset === name ? '' : form.settings.preset, error: form.errors['preset'], choose: (it) => void presets.choose(it) })}
      ${notes.length > 0 ? html`<p class="hint">${notes.join('. ')}.</p>` : nothing}
      <p class="hint">It sets scheduler, steps and guidance, which can be changed after it.</p>`;
  }
}
