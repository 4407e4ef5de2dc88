import { api } from '../net/api.js';
import { Problem } from '../net/problem.js';
import type { Page } from './page.js';
import { storage } from './storage.js';

const PROMPT = 'a red apple';
const MOST_STEPS = 12;
const SEED = 42;
/** A model that draws larger pictures may need minutes. */
const LARGEST = 256;
const MILLIS_A_STEP = 120;

/**
 * What a newcomer sees first: a film that this server draws now, played back and forth once. It is among the pictures once it is
 * branched, shared or given a heart; else it is forgotten.
 */
export class Welcome {
  /** Whether the film is being played. */
  playing = false;
  private run: string | null = null;

  constructor(private readonly page: Page) {}

  /** Draws the film if the page is new to this browser and there is nothing else to see. */
  async begin(): Promise<void> {
    const { runs, form, live } = this.page;
    const model = form.model;
    const fits = model?.takesPrompt === true && Math.max(model.width, model.height) <= LARGEST;
    if (storage.read('met') !== null) return;
    storage.write('met', 'yes');
    if (!fits || runs.all.length > 0 || live.queue.running > 0) return;
    try {
      const { runs: drawn } = await api.create({ prompt: PROMPT, steps: Math.min(model.steps, MOST_STEPS), seed: SEED, ephemeral: true });
      this.run = drawn[0]!.id;
      if (runs.all.some(({ id }) => id !== this.run) || form.settings.prompt !== '') return; // the newcomer was quicker
      runs.put(drawn[0]!).sample = true;
      this.page.began(drawn);
      if (this.page.position.view?.active === false) void this.play(); // its end was told before the answer came
    } catch (error) {
      if (!(error instanceof Problem)) throw error; // a busy server has something else to do
    }
  }

  /** A run has ended: if it is the film, it is played. */
  ended(id: string): void {
    if (id === this.run && this.page.position.runId === id) void this.play();
  }

  private async play(): Promise<void> {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.invite();
    const touched = new AbortController();
    for (const sign of ['pointerdown', 'keydown', 'wheel']) addEventListener(sign, () => touched.abort(), { signal: touched.signal, capture: true, passive: true });
    this.playing = true;
    const last = this.page.position.view?.run.steps ?? 1;
    for (const step of [...Array(2 * last - 1).keys()].map((i) => Math.abs(last - 1 - i) + 1)) {
      await new Promise((done) => setTimeout(done, MILLIS_A_STEP));
      if (touched.signal.aborted || this.page.position.runId !== this.run) break;
      this.page.position.seek(step);
    }
    if (!touched.signal.aborted) this.page.position.seek(null);
    touched.abort();
    this.playing = false;
    this.invite();
  }

  private invite(): void {
    this.page.changed();
    if (document.activeElement === document.body) document.querySelector<HTMLTextAreaElement>('[name=prompt]')?.focus({ preventScroll: true });
  }
}
