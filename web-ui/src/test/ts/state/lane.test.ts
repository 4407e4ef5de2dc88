import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Run } from '../../../main/ts/net/types.js';
import type { NoiseLevels } from '../../../main/ts/state/noise-levels.js';
import { Position } from '../../../main/ts/state/position.js';
import type { RunView } from '../../../main/ts/state/run-view.js';
import { Runs } from '../../../main/ts/state/runs.js';
import { SideBySide } from '../../../main/ts/state/side-by-side.js';

/** Runs of 10 and 20 steps whose noise goes down alike, and a page that looks at both. */
function page() {
  const runs = new Runs();
  for (const [id, steps] of [['few', 10], ['many', 20], ['other', 10]] as const) {
    const view = runs.put({ id, status: 'done', step: steps, steps, createdAt: '', request: { prompt: '' }, parent: null } as unknown as Run);
    for (let step = 1; step <= steps; step++) view.noise.set(step, 1 - step / steps);
  }
  const levels = { at: ({ noise }: RunView, step: number) => noise.get(step) ?? null } as NoiseLevels;
  const position = new Position(runs, () => {});
  const side = new SideBySide(runs, position, levels, () => {});
  side.show([{ id: 'few', label: '10 steps' }, { id: 'many', label: '20 steps' }]);
  return { position, side, steps: () => side.shown.map(({ step }) => step) };
}

test('pictures that are looked at together are on the stage at once, the first in front', () => {
  const { position, side } = page();
  assert.equal(position.runId, 'few');
  assert.deepEqual(side.shown.map(({ label }) => label), ['10 steps', '20 steps']);
});

test('as long as the playhead is at the end each shows its own end', () => {
  assert.deepEqual(page().steps(), [10, 20]);
});

test('one playhead goes through all, by step or by noise', () => {
  const { position, side, steps } = page();
  position.seek(4);
  assert.deepEqual(steps(), [4, 4]);
  side.set({ link: 'noise' });
  assert.deepEqual(steps(), [4, 8]);
  position.select('many');
  assert.deepEqual(steps(), [2, 4]);
});

test('another picture on the stage is looked at alone; the others come back with one of them', () => {
  const { position, side } = page();
  position.select('other');
  assert.equal(side.shown.length, 0);
  position.select('many');
  assert.equal(side.shown.length, 2);
  side.leave();
  assert.equal(side.shown.length, 0);
});

test('the picture over the first one is the one in front, or else the second', () => {
  const { position, side } = page();
  assert.equal(side.over?.id, 'many');
  position.select('many');
  assert.equal(side.over?.id, 'many');
});
