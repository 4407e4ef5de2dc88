import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsFor, tileWidth } from '../../../main/ts/state/tiling.js';

test('tiles stand beside each other in a wide box, and on top of each other in a high one', () => {
  assert.equal(columnsFor(2, 800, 400, 1, 10), 2);
  assert.equal(columnsFor(2, 390, 700, 1, 10), 1);
});

test('many tiles fill the box', () => {
  assert.equal(columnsFor(8, 800, 400, 1, 0), 4);
  assert.equal(columnsFor(16, 400, 400, 1, 0), 4);
});

test('wide pictures are stacked earlier than high ones', () => {
  assert.equal(columnsFor(2, 800, 700, 2, 0), 1);
  assert.equal(columnsFor(2, 800, 700, 0.5, 0), 2);
});

test('a tile is as wide as its column, or as its row is high', () => {
  assert.equal(tileWidth(4, 2, 410, 1000, 1, 10), 200);
  assert.equal(tileWidth(4, 2, 1000, 410, 2, 10), 400);
});
