import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { OptionValue, SchedulerOption } from '../net/types.js';
import { field, type Wiring } from '../ui/field.js';
import { View } from '../ui/view.js';
import { SCHEDULES, type Schedule } from '../state/schedule.js';

const SCHEDULE_HELP: Readonly<Record<Schedule, string>> = {
  timesteps: 'A custom schedule: descending, such as 999, 749, 499, 249. They decide the number of steps.',
  sigmas: 'A custom schedule given as noise levels: descending, the last may be 0.',
};

/** Those that people ask for, in this order; a scheduler has some of them. */
const FIRST = ['use_karras_sigmas', 'use_exponential_sigmas', 'solver_order', 'algorithm_type', 'timestep_spacing', 'rescale_betas_zero_snr', 'use_beta_sigmas', 'beta_schedule'];
const AT_FIRST = 6;

/**
 * The options of the chosen scheduler as form fields, made from the schema that the scheduler itself gives: a few of them, and
 * those that are changed or wrong, until all are asked for.
 */
@customElement('demist-scheduler-options')
export class SchedulerOptions extends View {
  @state() private all = false;

  override render() {
    const { scheduler, settings } = this.store.form;
    if (!scheduler) return nothing;
    const schedules = SCHEDULES.filter((kind) => this.all || settings[kind] !== '' || this.isWrong(kind));
    const changed = Object.keys(settings.options).length + SCHEDULES.filter((kind) => settings[kind] !== '').length;
    const count = scheduler.options.length + SCHEDULES.length;
    return html`<details class="options">
      <summary>Scheduler options ${changed > 0 ? html`<span class="badge">${changed} changed</span>` : nothing}</summary>
      <div class="options-body">
        ${this.shown(scheduler.options).map((option) => field(this.store, option.name, readable(option.name), (wiring) => this.control(option, wiring), help(option)))}
        ${schedules.map((kind) => field(this.store, kind, readable(kind), (wiring) => this.schedule(kind, wiring), SCHEDULE_HELP[kind]))}
        <button type="button" class="link" name="all-options" aria-expanded=${this.all} @click=${() => (this.all = !this.all)}>${this.all ? 'Fewer options' : `All ${count} options`}</button>
      </div>
    </details>`;
  }

  private shown(options: readonly SchedulerOption[]): readonly SchedulerOption[] {
    const first = FIRST.flatMap((name) => options.find((option) => option.name === name) ?? []);
    const ordered = [...first, ...options.filter((option) => !first.includes(option))];
    return ordered.filter(({ name }, i) => this.all || i < AT_FIRST || this.store.form.settings.options[name] !== undefined || this.isWrong(name));
  }

  private isWrong(name: string): boolean {
    return this.store.form.errors[name] !== undefined;
  }

  private control(option: SchedulerOption, wiring: Wiring): TemplateResult {
    switch (option.type) {
      case 'flag':
        return this.choice(option, wiring, ['true', 'false'], (text) => text === 'true');
      case 'choice':
        return this.choice(option, wiring, option.allowed, (text) => text);
      case 'integer':
        return this.text(option, wiring, 'number', '1', Number);
      case 'number':
        return this.text(option, wiring, 'number', 'any', Number);
      case 'numbers':
        return this.text(option, wiring, 'text', nothing, (text) => text.split(/[\s,]+/).filter(Boolean).map(Number));
    }
  }

  private choice(option: SchedulerOption, wiring: Wiring, values: string[], read: (text: string) => OptionValue): TemplateResult {
    const value = this.store.form.settings.options[option.name];
    return html`<select id=${wiring.id} name=${option.name} aria-invalid=${wiring.invalid} aria-describedby=${wiring.describedBy} @change=${this.change(option, read)}>
      <option value="" ?selected=${value === undefined}>the model’s own</option>
      ${values.map((text) => html`<option value=${text} ?selected=${String(value) === text}>${text === 'true' ? 'on' : text === 'false' ? 'off' : text}</option>`)}
    </select>`;
  }

  private text(option: SchedulerOption, wiring: Wiring, type: 'number' | 'text', step: string | typeof nothing, read: (text: string) => OptionValue): TemplateResult {
    const value = this.store.form.settings.options[option.name];
    return html`<input id=${wiring.id} name=${option.name} type=${type} step=${step} placeholder="the model’s own"
      aria-invalid=${wiring.invalid} aria-describedby=${wiring.describedBy}
      .value=${Array.isArray(value) ? value.join(', ') : String(value ?? '')} @change=${this.change(option, read)} />`;
  }

  private schedule(kind: Schedule, wiring: Wiring): TemplateResult {
    const typed = (event: Event) => this.store.form.setSchedule(kind, (event.target as HTMLInputElement).value.trim());
    return html`<input id=${wiring.id} name=${kind} type="text" placeholder="the scheduler’s own"
      aria-invalid=${wiring.invalid} aria-describedby=${wiring.describedBy} .value=${this.store.form.settings[kind]} @change=${typed} />`;
  }

  private change(option: SchedulerOption, read: (text: string) => OptionValue): (event: Event) => void {
    return (event) => {
      const text = (event.target as HTMLInputElement | HTMLSelectElement).value.trim();
      this.store.form.setOption(option.name, text === '' ? undefined : read(text));
    };
  }
}

/** "use_karras_sigmas" as "Use karras sigmas". */
function readable(name: string): string {
  return capital(name.replaceAll('_', ' '));
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** The option's own words, and what stands for it where the model's configuration says nothing. */
function help(option: SchedulerOption): string {
  const words = capital(option.help);
  if (option.default === null || option.default === undefined) return words;
  const word = option.default === true ? 'on' : option.default === false ? 'off' : String(option.default);
  return `${words.replace(/\.?$/, '.')} Default ${word}.`;
}
