import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promptsOf } from '../../../main/ts/state/wildcards.js';

const all = (prompt: string): string[] => promptsOf(prompt, 16);

test('a prompt without alternatives is itself', () => {
  assert.deepEqual(all('a red apple'), ['a red apple']);
  assert.deepEqual(all('braces {alone} are words'), ['braces {alone} are words']);
});

test('each alternative gives a prompt', () => {
  assert.deepEqual(all('a {red|green} apple'), ['a red apple', 'a green apple']);
});

test('alternatives of several braces are combined, the last changing first', () => {
  assert.deepEqual(all('{red|green} {apple|pear}'), ['red apple', 'red pear', 'green apple', 'green pear']);
});

test('alternatives stand inside others', () => {
  assert.deepEqual(all('{a {red|green} apple|rocket}'), ['a red apple', 'rocket', 'a green apple']);
});

test('an empty alternative leaves no gap', () => {
  assert.deepEqual(all('an apple {on a table|}, painted'), ['an apple on a table, painted', 'an apple, painted']);
});

test('a prompt that comes twice is drawn once', () => {
  assert.deepEqual(all('{red|red} apple'), ['red apple']);
});

test('no more than the most are made, however many there would be', () => {
  assert.equal(promptsOf('{a|b}'.repeat(40), 16).length, 16);
});
