import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Model } from '../../../main/ts/net/types.js';
import { lanesOf, MOST_LANES, type Comparison } from '../../../main/ts/state/lanes.js';
import { NOTHING, toRequest, type Settings } from '../../../main/ts/state/settings.js';

const APPLE: Settings = { ...NOTHING, prompt: 'an apple', model: 'emoji', scheduler: 'unipc', steps: 10, seed: 42, seedLocked: true };
const MODELS: Model[] = [
  { name: 'emoji', kind: 'latent', scheduler: 'unipc', schedulers: ['unipc', 'ddim'], width: 128, height: 128, steps: 10, guidance: 5, takesPrompt: true, takesGuidance: true, takesNegativePrompt: true, takesReuse: false, references: 0, presets: [], preset: null },
  { name: 'large', kind: 'latent', scheduler: 'ddim', schedulers: ['ddim'], width: 512, height: 512, steps: 30, guidance: 7, takesPrompt: true, takesGuidance: true, takesNegativePrompt: true, takesReuse: false, references: 0, presets: [], preset: null },
];

const lanes = (settings: Partial<Settings>, comparison: Comparison | null = null) => lanesOf({ ...APPLE, ...settings }, comparison, { models: MODELS, schedulerLabel: (name) => name.toUpperCase() }, toRequest);
const labels = (settings: Partial<Settings>, comparison: Comparison | null = null) => lanes(settings, comparison).map(({ label }) => label);

test('without anything to compare there is one lane', () => {
  assert.deepEqual(labels({}), ['']);
  assert.deepEqual(labels({}, { axis: 'steps', values: [4] }), ['']);
});

test('schedulers are compared with one seed, each with options of its own', () => {
  const [first, second] = lanes({ options: { solver_order: 3 } }, { axis: 'scheduler', values: ['unipc', 'ddim'] });
  assert.equal(second!.label, 'DDIM');
  assert.deepEqual(first!.request.scheduler, { name: 'unipc', options: { solver_order: 3 } });
  assert.deepEqual(second!.request.scheduler, { name: 'ddim' });
  assert.deepEqual([first!.request.seed, second!.request.seed], [42, 42]);
});

test('a seed that is not locked is drawn once for all lanes', () => {
  const [first, second] = lanes({ seedLocked: false }, { axis: 'guidance', values: [2, 8] });
  assert.equal(typeof first!.request.seed, 'number');
  assert.equal(first!.request.seed, second!.request.seed);
  assert.deepEqual([first!.request.guidance, second!.request.guidance], [2, 8]);
});

test('a model brings its size, steps and scheduler along', () => {
  const request = lanes({}, { axis: 'model', values: ['emoji', 'large'] })[1]!.request;
  assert.deepEqual([request.model, request.steps, request.width, request.scheduler?.name], ['large', 30, 512, 'ddim']);
});

test('alternatives in the prompt are lanes', () => {
  assert.deepEqual(labels({ prompt: 'a {red|green} apple' }), ['a red apple', 'a green apple']);
});

test('a number of pictures is that many seeds, one after the other', () => {
  assert.deepEqual(lanes({ count: 3 }).map(({ request }) => [request.seed, request.count]), [[42, 1], [43, 1], [44, 1]]);
});

test('seeds of 64 bits keep all of their digits and wrap around', () => {
  assert.deepEqual(lanes({ count: 2, seed: '18446744073709551615' }).map(({ request }) => request.seed), ['18446744073709551615', '0']);
});

test('values and seeds make a table, row by row', () => {
  assert.deepEqual(labels({ count: 2 }, { axis: 'steps', values: [4, 8] }), ['4 steps · seed 42', '4 steps · seed 43', '8 steps · seed 42', '8 steps · seed 43']);
});

test('a prompt of more alternatives than can be drawn together is seen to be one', () => {
  assert.equal(lanes({ prompt: '{a|b}'.repeat(40) }).length, MOST_LANES + 1);
});
