import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunRequest } from '../../../main/ts/net/types.js';
import { LiveTyping, type LiveRun, type LiveTypingHost } from '../../../main/ts/state/live-typing.js';

/** A page with a server that answers at once; its previews come when the test says so. */
class Page implements LiveTypingHost {
  words = '';
  seed: number | null = null;
  refuses = false;
  readonly asked: RunRequest[] = [];
  readonly shown: string[] = [];
  readonly gone: string[] = [];
  readonly kept: string[] = [];
  readonly typing = new LiveTyping<LiveRun>(this);

  constructor(private readonly settings: Partial<RunRequest> = { steps: 20 }) {}

  wished(): RunRequest | null {
    return this.words === '' ? null : { prompt: this.words, ...this.settings, ...(this.seed === null ? {} : { seed: this.seed }) };
  }

  lock(seed: number): void {
    this.seed = seed;
  }

  async draw(request: RunRequest): Promise<LiveRun | null> {
    this.asked.push(request);
    return this.refuses ? null : { id: `run${this.asked.length}`, run: { step: 8 } };
  }

  show({ id }: LiveRun): void {
    this.shown.push(id);
  }

  replaced({ id }: LiveRun): void {
    this.gone.push(id);
  }

  async keepAsItIs({ id }: LiveRun): Promise<void> {
    this.kept.push(id);
  }

  type(words: string): void {
    this.words = words;
    this.typing.typed();
  }

  get prompts(): string[] {
    return this.asked.map(({ prompt }) => prompt);
  }
}

/** Lets everything that waits for an answer go on. */
const settle = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

test('what is typed is drawn in a few steps with one seed, and forgotten later', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page();
  page.type('a');
  page.type('ap');
  timers.tick(60);
  await settle();
  assert.deepEqual(page.asked, [{ prompt: 'ap', steps: 8, count: 1, seed: page.seed, ephemeral: true }]);
  assert.equal(typeof page.seed, 'number');
});

test('a picture is shown from its first preview on, not before', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page();
  page.type('a');
  timers.tick(60);
  await settle();
  assert.deepEqual(page.shown, []);
  page.typing.previewed('run1');
  page.typing.previewed('run1');
  assert.deepEqual(page.shown, ['run1']);
});

test('a steady typist sees each picture that was begun; then the newest words are drawn', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page();
  for (const words of ['r', 're', 'red', 'red a', 'red ap']) {
    page.type(words);
    timers.tick(100);
    await settle();
  }
  assert.deepEqual(page.prompts, ['r']);
  page.typing.previewed('run1');
  await settle();
  assert.deepEqual(page.prompts, ['r', 'red ap']);
  assert.equal(page.asked[1]!.replaces, 'run1');
  assert.deepEqual(page.gone, ['run1']);
});

test('a preview of a run that was replaced shows nothing', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page();
  page.type('a');
  timers.tick(60);
  await settle();
  page.typing.previewed('run1');
  page.type('ap');
  timers.tick(60);
  await settle();
  page.typing.previewed('run1');
  assert.deepEqual(page.shown, ['run1']);
});

test('after a rest the picture is drawn with all of its steps and kept', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page();
  page.type('apple');
  timers.tick(60);
  await settle();
  page.typing.previewed('run1');
  timers.tick(1140);
  await settle();
  assert.deepEqual(page.asked[1], { prompt: 'apple', steps: 20, seed: page.seed, replaces: 'run1' });
  page.typing.previewed('run2');
  assert.deepEqual(page.shown, ['run1', 'run2']);
  page.type('apples');
  timers.tick(60);
  await settle();
  assert.equal(page.asked[2]!.replaces, undefined);
});

test('a rest that ends before the first answer has come keeps the picture, too', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page();
  page.type('a');
  timers.tick(1260);
  await settle();
  assert.deepEqual(page.asked.map(({ steps, replaces }) => [steps, replaces]), [[8, undefined], [20, 'run1']]);
});

test('a picture of few steps is kept as it is', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page({ steps: 6 });
  page.type('apple');
  timers.tick(60);
  await settle();
  page.typing.previewed('run1');
  assert.equal(await page.typing.keep(), true);
  assert.deepEqual(page.kept, ['run1']);
  assert.equal(page.asked.length, 1);
});

test('the same words are drawn once, and kept once', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page();
  page.type('apple');
  timers.tick(1200);
  await settle();
  page.type('apple');
  timers.tick(1200);
  await settle();
  assert.deepEqual(page.asked.map(({ ephemeral }) => ephemeral ?? false), [true, false]);
});

test('nothing is drawn of nothing', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page();
  page.type('');
  timers.tick(1200);
  await settle();
  assert.deepEqual(page.asked, []);
  assert.equal(await page.typing.keep(), false);
});

test('words that the server refused are not asked for again until they change', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page();
  page.refuses = true;
  page.type('a');
  timers.tick(1200);
  await settle();
  page.refuses = false;
  page.type('ap');
  timers.tick(60);
  await settle();
  assert.deepEqual(page.prompts, ['a', 'ap']);
});

test('a picture that morphs begins with what the one before drew, and with noise when that is nearly done', async ({ mock: { timers } }) => {
  timers.enable({ apis: ['setTimeout'] });
  const page = new Page();
  page.typing.morphs = true;
  for (let i = 1; i <= 5; i++) {
    page.type('a'.repeat(i));
    timers.tick(60);
    await settle();
    page.typing.previewed(`run${i}`);
  }
  assert.deepEqual(page.asked.map(({ from }) => from?.state), [undefined, 2, 3, 4, undefined]);
  assert.deepEqual(page.asked[2]!.from, { run: 'run2', state: 3 });
});
