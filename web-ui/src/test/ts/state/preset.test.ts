import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Model } from '../../../main/ts/net/types.js';
import { fromRequest, NOTHING, toRequest, withModel } from '../../../main/ts/state/settings.js';

const PLAIN: Model = { name: 'plain', kind: 'latent', scheduler: 'ddim', schedulers: ['ddim'], width: 512, height: 512, steps: 20, guidance: 5, takesPrompt: true, takesGuidance: true, takesNegativePrompt: true, takesReuse: false, references: 0, presets: [], preset: null };
const HYPER: Model = { ...PLAIN, name: 'hyper-1step', scheduler: 'lcm', steps: 1, guidance: 1, preset: { name: 'hyper', reason: 'the name "hyper-1step"', scheduler: { name: 'lcm', timesteps: [800] } } };
const TURBO: Model = { ...PLAIN, name: 'sd-turbo', scheduler: 'euler', steps: 1, guidance: 1, preset: { name: 'turbo', reason: 'the name "sd-turbo"', scheduler: { name: 'euler', options: { timestep_spacing: 'trailing' } } } };

test("a model's preset fills the form with its options and timesteps", () => {
  assert.deepEqual(toRequest(withModel(NOTHING, TURBO)).scheduler, { name: 'euler', options: { timestep_spacing: 'trailing' } });
  assert.deepEqual(toRequest(withModel(NOTHING, HYPER)).scheduler, { name: 'lcm', timesteps: [800] });
  assert.equal(withModel(NOTHING, HYPER).guidance, 1);
});

test('a model without a preset has none of that of the model before', () => {
  assert.deepEqual(toRequest(withModel(withModel(NOTHING, HYPER), PLAIN)).scheduler, { name: 'ddim' });
});

test('the preset of a recipe is asked for again until another model is chosen', () => {
  const restored = fromRequest(NOTHING, { prompt: 'an apple', preset: 'none' });
  assert.equal(toRequest(restored).preset, 'none');
  assert.equal(toRequest(withModel(restored, PLAIN)).preset, undefined);
});
