import { expect, it } from 'vitest';
import { says } from './lost-answers.ts';

it.each([
  [{ name: 'News', version: 3 }, { name: 'News' }, true],
  [{ name: 'News' }, { name: 'Offers' }, false],
  [{ cap: { messages: 5, days: 7, note: '' } }, { cap: { messages: 5, days: 7 } }, true],
  [{ cap: null }, { cap: { messages: 5 } }, false],
  [{ cap: { messages: 5 } }, { cap: null }, false],
  [{ ids: ['a', 'b'] }, { ids: ['a', 'b'] }, true],
  [{ ids: ['a', 'b'] }, { ids: ['a'] }, false],
  [{ ids: ['b', 'a'] }, { ids: ['a', 'b'] }, false],
  [{ ids: { 0: 'a' } }, { ids: ['a'] }, false],
  [{ archivedAt: null }, { isArchived: false }, false],
])('%j says %j: %s', (found, wanted, isSo) => {
  expect(says(found, wanted)).toBe(isSo);
});
