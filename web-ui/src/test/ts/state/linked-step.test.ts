import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkedStep, type Steps } from '../../../main/ts/state/linked-step.js';

const run = (...levels: number[]): Steps => ({ steps: levels.length, noise: (step) => levels[step - 1] ?? null });

test('linked by step, runs stand at the same step as far as they have one', () => {
  assert.equal(linkedStep(3, run(9, 5, 2, 0), run(8, 4, 1, 0), 'step'), 3);
  assert.equal(linkedStep(4, run(9, 5, 2, 0), run(8, 0), 'step'), 2);
});

test('linked by noise, runs stand where about the same noise is left', () => {
  assert.equal(linkedStep(1, run(9, 5, 2, 0), run(12, 9.5, 7, 5, 3, 2, 1, 0), 'noise'), 2);
  assert.equal(linkedStep(3, run(9, 5, 2, 0), run(12, 9.5, 7, 5, 3, 2, 1, 0), 'noise'), 6);
});

test('the last steps of runs stand beside each other, also where one ends with a little noise', () => {
  assert.equal(linkedStep(4, run(9, 5, 2, 0), run(8, 3, 0.03), 'noise'), 3);
});

test('where no noise is known, the share of the steps links runs', () => {
  assert.equal(linkedStep(5, { steps: 10, noise: () => null }, run(8, 4, 2, 0), 'noise'), 2);
});
