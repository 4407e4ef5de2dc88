import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { readSeed } from '../net/json.js';
import { randomSeed } from '../state/settings.js';
import { field, type Wiring } from '../ui/field.js';
import { icons } from '../ui/icons.js';
import { View } from '../ui/view.js';

/** What other programs take for a seed of their own choice. */
const RANDOM = -1;

/** The seed: locked it stays, unlocked every picture gets a new one. */
@customElement('demist-seed')
export class Seed extends View {
  override render() {
    const { store } = this;
    const { seedLocked } = store.form.settings;
    const hint = seedLocked ? 'The same settings draw the same picture' : 'Every picture gets a new one';
    return field(store, 'seed', 'Seed', (wiring) => this.control(wiring), hint);
  }

  private control(wiring: Wiring) {
    const { seed, seedLocked } = this.store.form.settings;
    return html`<div class="seed">
      <input
        id=${wiring.id}
        name="seed"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        class=${seedLocked ? '' : 'loose'}
        aria-invalid=${wiring.invalid}
        aria-describedby=${wiring.describedBy}
        placeholder="random"
        .value=${String(seed ?? '')}
        @change=${this.type}
      />
      <button type="button" class="quiet" name="lock" aria-pressed=${seedLocked} aria-label="Lock the seed" title="Lock the seed" @click=${this.toggle}>
        ${seedLocked ? icons.locked : icons.unlocked}
      </button>
      <button type="button" class="quiet" name="dice" aria-label="Roll a new seed" title="Roll a new seed" @click=${this.roll}>${icons.dice}</button>
    </div>`;
  }

  private type(event: Event): void {
    const seed = readSeed((event.target as HTMLInputElement).value);
    this.store.form.set(seed === undefined || seed === RANDOM ? { seedLocked: false } : { seed, seedLocked: true });
  }

  private toggle(): void {
    const { seed, seedLocked } = this.store.form.settings;
    this.store.form.set({ seed: seed ?? randomSeed(), seedLocked: !seedLocked });
  }

  private roll(): void {
    this.store.form.set({ seed: randomSeed(), seedLocked: true });
  }
}
