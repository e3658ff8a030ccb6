import { describe, expect, it } from 'vitest';
import { changeWords, contributionWords, metricWords } from './success-words.ts';

const euro = { currency: 'EUR' };
const then = 'in the 90 days before';

describe('the words of the success metrics', () => {
  it.each([
    [0.7544, 'share', '75.4\u00a0%'],
    [0.0034, 'share', '0.34\u00a0%'],
    [0.7543859, 'return', '+75.44\u00a0%'],
    [-1, 'return', '−100\u00a0%'],
    [null, 'return', 'n/a'],
    [900_000, euro, '€9,000'],
    [null, euro, 'n/a'],
  ] as const)('%s in %j is %s', (value, unit, words) => expect(metricWords(value, unit)).toBe(words));

  it.each([
    [0.123, 'share', '+12.3 points'],
    [-0.01, 'share', '−1 point'],
    [0.123, 'return', '+12.3 points'],
    [-90_000, euro, '−€900'],
  ] as const)('%s in %j is said as %s', (by, unit, words) => expect(contributionWords(by, unit)).toBe(words));

  it.each([
    [{ value: 0.754, before: 0.631 }, '▲ 12.3 points: 63.1\u00a0% in the 90 days before'],
    [{ value: 0.1, before: 0.2 }, '▼ 10 points: 20\u00a0% in the 90 days before'],
    [{ value: 0.1, before: 0.1 }, 'As in the 90 days before'],
    [{ value: 0.1, before: null }, 'Nothing to compare with in the 90 days before'],
    [{ value: null, before: 0.1 }, '10\u00a0% in the 90 days before'],
    [{ value: null, before: null }, ''],
  ])('%j: %s', (metric, words) => expect(changeWords(metric, 'share', then)).toBe(words));
});
