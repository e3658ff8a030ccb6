import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from './allocate.ts';

const sum = (parts: number[]) => parts.reduce((all, part) => all + part, 0);

describe('allocate', () => {
  it.each([
    ['thirds of 100', 100, [1, 1, 1], [34, 33, 33]],
    ['the largest remainder first', 10, [1, 2, 3], [2, 3, 5]],
    ['the largest remainder first, wherever it stands', 10, [3, 2, 1], [5, 3, 2]],
    ['40/20/40 of an odd amount', 101, [40, 20, 40], [41, 20, 40]],
    ['a refund as what it takes back', -100, [1, 1, 1], [-34, -33, -33]],
    ['nothing to nobody', 100, [0, 0], [0, 0]],
    ['nothing where there is none', 0, [1, 1], [0, 0]],
    ['never to a weight of nothing', 1, [0, 1, 0], [0, 1, 0]],
  ])('gives %s', (_, amount, weights, parts) => {
    expect(allocate(amount, weights)).toEqual(parts);
  });

  it('adds up for amounts as large as numbers go', () => {
    for (const weights of [[1, 1, 1], [0.1, 0.7, 0.2], Array(997).fill(1 / 997) as number[]])
      expect(sum(allocate(Number.MAX_SAFE_INTEGER, weights))).toBe(Number.MAX_SAFE_INTEGER);
    // Rounded by the number itself, these two come to one unit too many.
    const parts = allocate(9_007_199_254_739_992, [0.3957371441555315, 0.48813804116372705]);
    expect(sum(parts)).toBe(9_007_199_254_739_992);
  });

  it('adds up, is nowhere a whole unit off, and takes back exactly what it gave', () => {
    const weights = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), weights, (amount, weights) => {
        const parts = allocate(amount, weights);
        const total = sum(weights);
        if (!(total > 0)) return parts.every((part) => part === 0);
        const isNear = parts.every((part, at) => part >= 0 && Math.abs(part - (amount * weights[at]!) / total) < 1.001);
        const back = allocate(-amount, weights);
        return isNear && sum(parts) === amount && parts.every((part, at) => part + back[at]! === 0);
      }),
      { numRuns: 20_000 },
    );
  });
});
