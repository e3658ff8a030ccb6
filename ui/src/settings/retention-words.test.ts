import { expect, it } from 'vitest';
import { spanOf, sumOf, wouldRemove } from './retention-words.ts';

it('adds up what was removed', () => {
  expect(sumOf({ engagement: 5, inactivePeople: 3, jobRecords: 0, signUps: 1, inboundMails: 0 })).toBe(9);
});

it.each([
  ['engagement', 0, 'Would remove nothing now'],
  ['inactivePeople', 1, 'Would remove 1 person now'],
  ['jobRecords', 12, 'Would remove 12 imports, exports and intakes now'],
] as const)('%s, %i rows: %s', (kind, rows, words) => {
  expect(wouldRemove(kind, rows)).toBe(words);
});

it.each([
  [365, '1 year'],
  [1095, '3 years'],
  [90, 'about 3 months'],
  [30, ''],
  [Number.NaN, ''],
])('%d days are %s', (days, words) => {
  expect(spanOf(days)).toBe(words);
});
