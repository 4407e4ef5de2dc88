import { api } from '../net/api.js';
import type { RunRequest } from '../net/types.js';
import type { Page } from './page.js';
import { defined, scheduleOf, type Settings } from './settings.js';

/** The name by which a request refuses the preset that was recognised. */
export const NO_PRESET = 'none';

/** What the server says of a model with LoRAs. */
interface Known {
  /** The preset that was recognised; undefined if none was. */
  readonly name: string | undefined;
  readonly notes: readonly string[];
}

/** Settings for few steps: those that the model or a LoRA is recognised to bring, and others that are chosen by name. */
export class Presets {
  /** What was recognised, by model and LoRAs; null while it is asked for. */
  private readonly known = new Map<string, Known | null>();

  constructor(
    private readonly page: Page,
    /** Called when settings were taken. */
    private readonly taken: () => void,
  ) {}

  /** The names that the chosen model takes. */
  get names(): readonly string[] {
    return this.page.form.model?.presets ?? [];
  }

  /** What is recognised by itself. */
  get found(): Known {
    const { loras } = this.page.form.settings;
    const preset = this.page.form.model?.preset;
    if (Object.keys(loras).length === 0) return { name: preset?.name, notes: preset ? [`Recognised by ${preset.reason}`] : [] };
    const known = this.known.get(this.key);
    if (known === undefined && this.names.length > 0) void this.look();
    return known ?? { name: undefined, notes: [] };
  }

  /** The preset that is drawn with: the chosen one, else the one that was recognised; empty for none. */
  get used(): string {
    const { preset } = this.page.form.settings;
    return preset === NO_PRESET ? '' : preset || (this.found.name ?? '');
  }

  /** Draws with the preset of this name, with `none`, or, if it is empty, with what is recognised. */
  async choose(preset: string): Promise<void> {
    await this.page.attempt(async () => this.take((await api.resolve({ ...this.parts, ...(preset ? { preset } : {}) })).request, preset));
  }

  /** LoRAs are used that were not, or no longer: what they bring is taken, and what others brought goes with them. */
  async turnLoras(loras: Settings['loras']): Promise<void> {
    const { form } = this.page;
    const before = this.found.name;
    form.set({ loras });
    const request = this.names.length > 0 ? await this.look() : undefined;
    if (request && form.settings.loras === loras && form.settings.preset === '' && request.preset !== before) this.take(request, '');
  }

  private get parts(): RunRequest {
    const { model, loras } = this.page.form.settings;
    return { prompt: '', ...(model ? { model } : {}), loras: Object.entries(loras).map(([name, weight]) => ({ name, weight })) };
  }

  private get key(): string {
    const { model, loras } = this.page.form.settings;
    return [model, ...Object.keys(loras)].join('\n');
  }

  /** Asks what is recognised. */
  private async look(): Promise<RunRequest | undefined> {
    const { key } = this;
    this.known.set(key, null);
    let request: RunRequest | undefined;
    await this.page.attempt(async () => {
      const resolved = await api.resolve(this.parts);
      request = resolved.request;
      this.known.set(key, { name: request.preset, notes: resolved.warnings });
    });
    return request;
  }

  private take({ scheduler, steps, guidance }: RunRequest, preset: string): void {
    this.page.form.set({ preset, ...defined({ ...scheduleOf(scheduler), steps, guidance }) });
    this.taken();
  }
}
