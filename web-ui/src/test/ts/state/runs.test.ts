import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Run } from '../../../main/ts/net/types.js';
import { Runs } from '../../../main/ts/state/runs.js';

const record = (seq: number, change: Partial<Run>): Run =>
  ({ id: 'a', seq, status: 'running', step: 0, steps: 10, kept: false, createdAt: '', startedAt: null, request: { prompt: '' }, parent: null, ...change }) as unknown as Run;

test('an older answer does not undo what a message said', () => {
  const runs = new Runs();
  const view = runs.put(record(5, { status: 'paused', step: 3 }));
  view.apply({ status: 'running', step: 4, seq: 7 });
  runs.put(record(5, { status: 'paused', step: 3 }));
  assert.deepEqual([view.run.status, view.run.step, view.run.seq], ['running', 4, 7]);
});

test('an older message does not undo what an answer said', () => {
  const view = new Runs().put(record(9, { status: 'paused', step: 5 }));
  view.apply({ status: 'running', step: 4, seq: 8 });
  assert.deepEqual([view.run.status, view.run.step], ['paused', 5]);
});

test('a newer record counts, also one of a run that had ended', () => {
  const runs = new Runs();
  const view = runs.put(record(5, { status: 'failed' }));
  runs.put(record(6, { status: 'queued' }));
  assert.equal(view.run.status, 'queued');
});

test('what an owner marks is not counted: it is taken from each record', () => {
  const runs = new Runs();
  const view = runs.put(record(5, {}));
  runs.put(record(4, { kept: true }));
  assert.deepEqual([view.run.kept, view.run.seq], [true, 5]);
});

test('that a run cannot be watched is said beside the counting', () => {
  const view = new Runs().put(record(5, {}));
  view.apply({ status: 'failed', error: { code: 'NOT_FOUND', detail: 'gone' }, seq: 0 });
  assert.deepEqual([view.run.status, view.run.error?.detail], ['failed', 'gone']);
});
