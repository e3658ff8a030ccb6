import { describe, expect, it } from 'vitest';
import { decide, type ArmAtLook, type Look } from './decision.ts';
import { rateSample } from './moments.ts';
import { expectedPeople, sharesAfter } from './moving-shares.ts';
import { checkSampleRatio } from './sample-ratio.ts';

const arm = (id: string, clicks: number, n: number, more: Partial<ArmAtLook> = {}): ArmAtLook => ({
  ...{ id, people: n, weight: 1, sample: rateSample(clicks, n) },
  ...more,
});
const look: Look = { information: 0.2, earlier: [], isLast: false, hasWaited: true };
const rules = { kind: 'rate' as const, alpha: 0.05, minimumPeople: 50 };

describe('shares that move', () => {
  it('expect of each variant what the shares of the time gave it', () => {
    const moments = [
      { people: 100, weights: [2000, 8000] },
      { people: 300, weights: null },
      { people: 300, weights: [500, 9500] },
    ];
    expect(expectedPeople(moments, { total: 400, variants: 2 })).toEqual([50 + 40 + 5, 50 + 160 + 95]);
    expect(expectedPeople([], { total: 90, variants: 3 })).toEqual([30, 30, 30]);
  });

  it('are taken for broken by the shares of the time and not by even ones', () => {
    const weights = expectedPeople([{ people: 200, weights: [500, 9500] }], { total: 1200, variants: 2 });
    const counted = [150, 1050];
    const check = (expected: number[]) =>
      checkSampleRatio(counted.map((people, index) => ({ people, weight: expected[index]! })));
    expect(check(weights).isBroken).toBe(false);
    expect(check([1, 1]).isBroken).toBe(true);
  });

  it('go to the better variant, never all of them, and add up to the whole', () => {
    const arms = [arm('a', 10, 200), arm('b', 22, 200)];
    const shares = sharesAfter(arms, decide(arms, rules, look), 'rate')!;
    expect(shares[0]! + shares[1]!).toBe(10_000);
    expect(shares[1]).toBeGreaterThan(9000);
    expect(shares[0]).toBeGreaterThanOrEqual(500);
  });

  it('stay where a guard stands in the way, the test is over, or it is about amounts', () => {
    const few = [arm('a', 1, 20), arm('b', 9, 20)];
    expect(sharesAfter(few, decide(few, rules, look), 'rate')).toBeNull();
    const broken = [arm('a', 10, 200, { people: 100 }), arm('b', 22, 200, { people: 300 })];
    expect(sharesAfter(broken, decide(broken, rules, look), 'rate')).toBeNull();
    const arms = [arm('a', 10, 200), arm('b', 22, 200)];
    expect(sharesAfter(arms, decide(arms, rules, { ...look, isLast: true }), 'rate')).toBeNull();
    expect(sharesAfter(arms, decide(arms, rules, look), 'mean')).toBeNull();
  });
});
