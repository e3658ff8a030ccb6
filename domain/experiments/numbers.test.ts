import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { believeRates } from './best-rate.ts';
import { classicBounds, crossingChance, inflation, spendingBounds } from './boundaries.ts';
import { compare, peopleAnArm } from './compare.ts';
import { believedLift, sequentialLift } from './lift.ts';
import { rateSample } from './moments.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { checkSampleRatio } from './sample-ratio.ts';

const rounded = (values: number[]) => values.map((value) => Number(value.toFixed(4)));
const fifths = [0.2, 0.4, 0.6, 0.8, 1];
const even = (...people: number[]) => people.map((count) => ({ people: count, weight: 1 }));

describe('two rates', () => {
  it('differ by z and p', () => {
    const apart = compare(rateSample(200, 5000), rateSample(250, 5000), 'rate');
    expect(apart.z).toBeCloseTo(2.41, 2);
    expect(apart.p).toBeCloseTo(0.016, 3);
    expect(compare(rateSample(4, 100), rateSample(6, 100), 'rate').p).toBeCloseTo(0.52, 2);
  });

  it('need 6,745 people each to tell 4 % from 5 %', () => {
    expect(peopleAnArm({ baseline: 0.04, target: 0.05, power: 0.8, alpha: 0.05 })).toBe(6745);
  });

  it('say nothing where nobody was asked or all did the same', () => {
    expect(compare(rateSample(0, 0), rateSample(3, 10), 'rate').z).toBeNull();
    expect(compare(rateSample(0, 10), rateSample(0, 10), 'rate').p).toBeNull();
  });
});

it('two means differ by z: 0.4656 and 0.7000, each with what it varies by', () => {
  const control = { n: 3000, sum: 1396.87, sumSquares: 52377.9767 };
  const other = { n: 3461, sum: 2422.7, sumSquares: 134698.29 };
  // (0.700000 − 0.465623) ÷ √(17.2483 ÷ 3,000 + 38.4399 ÷ 3,461)
  expect(compare(control, other, 'mean').z).toBeCloseTo(1.8052, 3);
  expect(compare(control, { n: 0, sum: 0, sumSquares: 0 }, 'mean')).toEqual({ z: null, p: null });
});

describe('the sample-ratio check', () => {
  it('tells chance from a fault', () => {
    expect(checkSampleRatio(even(500, 600)).p).toBeCloseTo(0.0025688, 7);
    expect(checkSampleRatio(even(500, 600)).isBroken).toBe(false);
    expect(checkSampleRatio(even(5200, 4800)).p).toBeCloseTo(6.3e-5, 6);
    expect(checkSampleRatio(even(5200, 4800)).isBroken).toBe(true);
  });

  it('has nothing to say before anybody came', () => {
    expect(checkSampleRatio(even(0, 0))).toEqual({ chiSquared: 0, p: 1, isBroken: false });
    expect(checkSampleRatio(even(7))).toEqual({ chiSquared: 0, p: 1, isBroken: false });
  });

  it('takes any number of variants', () => {
    const { chiSquared, p } = checkSampleRatio(even(21307, 21306, 21387));
    expect(chiSquared).toBeCloseTo(0.20253, 5);
    expect(p).toBeCloseTo(0.90369, 5);
  });

  it('goes by the planned shares', () => {
    expect(
      checkSampleRatio([
        { people: 900, weight: 9 },
        { people: 100, weight: 1 },
      ]).p,
    ).toBe(1);
  });
});

describe('bounds at several looks', () => {
  it('are those of O’Brien and Fleming, of Pocock and of Lan and DeMets', () => {
    expect(rounded(classicBounds('obrien-fleming', 5, 0.05))).toEqual([4.5617, 3.2256, 2.6337, 2.2809, 2.0401]);
    expect(rounded(classicBounds('pocock', 5, 0.05))[0]).toBe(2.4132);
    expect(rounded(spendingBounds(fifths, 0.05))).toEqual([4.8769, 3.357, 2.6803, 2.2898, 2.031]);
  });

  it('show what looking five times at 1.96 costs', () => {
    const naive = normalQuantile(0.975);
    expect(
      crossingChance(
        fifths,
        fifths.map(() => naive),
      ),
    ).toBeCloseTo(0.1417, 4);
  });

  it('spend all of alpha and no more, whenever the looks are', () => {
    const times = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 0, maxLength: 6 });
    fc.assert(
      fc.property(times, fc.constantFrom(0.05, 0.01), (percents, alpha) => {
        const at = [...percents.sort((a, b) => a - b).map((percent) => percent / 100), 1];
        expect(crossingChance(at, spendingBounds(at, alpha))).toBeCloseTo(alpha, 6);
      }),
      { numRuns: 25 },
    );
  });

  it('cost a few people more for the same power', () => {
    expect(inflation(fifths, { alpha: 0.05, power: 0.8 })).toBeCloseTo(1.024, 2);
    expect(inflation([1], { alpha: 0.05, power: 0.8 })).toBe(1);
  });
});

describe('the lift', () => {
  it('is nothing that could be said where nobody was asked, nobody of the control did it, or all did the same', () => {
    const pairs = [[0, 0, 5, 10], [5, 10, 0, 0], [0, 10, 5, 10], [10, 10, 10, 10]] as const; // prettier-ignore
    for (const [a, of, b, ofOther] of pairs) {
      const samples = [rateSample(a, of), rateSample(b, ofOther)] as const;
      expect(believedLift(...samples, 'rate')).toBeNull();
      expect(sequentialLift(...samples, { kind: 'rate', alpha: 0.05, tuning: 5000 })).toBeNull();
    }
  });

  it('of rates has the confidence sequence of the reference', () => {
    const lift = sequentialLift(rateSample(1396, 3000), rateSample(2422, 3461), {
      kind: 'rate',
      alpha: 0.05,
      tuning: 5000,
    });
    expect(lift?.lift).toBeCloseTo(0.50386, 5);
    expect(lift?.low).toBeCloseTo(0.40098, 5);
    expect(lift?.high).toBeCloseTo(0.60675, 5);
    expect(lift?.p).toBeLessThan(1e-6);
  });

  it('of amounts has the confidence sequence of the reference', () => {
    const control = { n: 3000, sum: 1396.87, sumSquares: 52377.9767 };
    const other = { n: 3461, sum: 2422.7, sumSquares: 134698.29 };
    const lift = sequentialLift(control, other, { kind: 'mean', alpha: 0.05, tuning: 1000 });
    expect(lift?.lift).toBeCloseTo(0.50336, 5);
    expect(lift?.low).toBeCloseTo(-0.55844, 5);
    expect(lift?.high).toBeCloseTo(1.56516, 5);
    expect(lift?.p).toBe(1);
  });

  it('is believed with its chance to win', () => {
    const lift = believedLift(rateSample(49, 100), rateSample(51, 100), 'rate');
    expect(lift?.lift).toBeCloseTo(0.04082, 5);
    expect(lift?.low).toBeCloseTo(-0.24779, 5);
    expect(lift?.high).toBeCloseTo(0.32943, 5);
    expect(lift?.chanceToWin).toBeCloseTo(0.60918, 5);
  });

  it('of nothing is not said', () => {
    expect(believedLift(rateSample(0, 100), rateSample(5, 100), 'rate')).toBeNull();
  });
});

describe('the exact chance to be best', () => {
  it('is that of the beta distributions', () => {
    const [a, b] = believeRates([
      { successes: 49, n: 100 },
      { successes: 51, n: 100 },
    ]);
    expect(b?.chanceToBest).toBeCloseTo(0.6107705, 7);
    expect(a?.expectedLoss).toBeCloseTo(0.0387243, 7);
    expect(b?.expectedLoss).toBeCloseTo(0.0191165, 7);
  });

  it('adds up over all variants, however different in size', () => {
    const rate = fc
      .tuple(fc.integer({ min: 0, max: 200_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([n, share]) => ({ n, successes: Math.round(n * share) }));
    fc.assert(
      fc.property(fc.array(rate, { minLength: 2, maxLength: 5 }), (rates) => {
        const beliefs = believeRates(rates);
        expect(beliefs.reduce((sum, { chanceToBest }) => sum + chanceToBest, 0)).toBeCloseTo(1, 4);
        for (const { expectedLoss } of beliefs) expect(expectedLoss).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 30 },
    );
  });
});

it('the normal distribution and its quantile are each other’s inverse', () => {
  expect(normalCdf(-1.959963984540054)).toBeCloseTo(0.025, 15);
  for (const p of [1e-12, 2.7e-7, 0.0125, 0.3, 0.5, 0.8, 0.99999])
    expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12);
});
