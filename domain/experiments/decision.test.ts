import { describe, expect, it } from 'vitest';
import { decide, type ArmAtLook, type Look } from './decision.ts';
import { informationOf } from './information.ts';
import { rateSample, type Sample } from './moments.ts';
import { noticeableLift, testSize } from './size.ts';

const arm = (id: string, successes: number, n: number, people = n): ArmAtLook => ({
  id,
  people,
  weight: 1,
  sample: rateSample(successes, n),
});
const rules = { kind: 'rate' as const, alpha: 0.05, minimumPeople: 500 };
const first: Look = { information: 0.2, earlier: [], isLast: false, hasWaited: true };
const last: Look = { information: 1, earlier: [0.2, 0.4, 0.6, 0.8], isLast: true, hasWaited: true };

describe('the decision at a look', () => {
  it('is a winner where the bound of the look is passed', () => {
    const decision = decide([arm('a', 200, 5000), arm('b', 250, 5000)], rules, last);
    expect(decision).toMatchObject({ kind: 'winner', winnerId: 'b', counts: true });
    expect(decision.bound).toBeCloseTo(2.031, 3);
  });

  it('waits where the same difference is seen early', () => {
    const decision = decide([arm('a', 200, 5000), arm('b', 250, 5000)], rules, first);
    expect(decision).toMatchObject({ kind: 'wait', reasons: ['too_close'], counts: true });
    expect(decision.bound).toBeCloseTo(4.8769, 3);
  });

  it('lets the control win where it is better', () => {
    expect(decide([arm('a', 250, 5000), arm('b', 190, 5000)], rules, last)).toMatchObject({ winnerId: 'a' });
  });

  it('never has a winner where the shares are not those that were planned', () => {
    const decision = decide([arm('a', 200, 5200), arm('b', 300, 4800)], rules, last);
    expect(decision).toMatchObject({ kind: 'no_winner', reasons: ['sample_ratio'], counts: false });
  });

  it('asks for people and for time first, and uses up nothing meanwhile', () => {
    expect(decide([arm('a', 1, 400), arm('b', 90, 400)], rules, { ...first, hasWaited: false })).toMatchObject({
      kind: 'wait',
      reasons: ['too_few_people', 'too_early'],
      counts: false,
    });
    const oneIsShort = [arm('a', 1, 500), arm('b', 90, 499)];
    expect(decide(oneIsShort, rules, { ...first, information: 1 })).toMatchObject({ reasons: ['too_few_people'] });
  });

  it('says at the end that it was too close, or that nothing happened', () => {
    expect(decide([arm('a', 200, 5000), arm('b', 210, 5000)], rules, last)).toMatchObject({
      kind: 'no_winner',
      reasons: ['too_close'],
    });
    expect(decide([arm('a', 0, 5000), arm('b', 0, 5000)], rules, last)).toMatchObject({
      reasons: ['nothing_happened'],
      counts: false,
    });
    const early = { ...first, information: 0 };
    expect(decide([arm('a', 0, 5000), arm('b', 0, 5000)], rules, early)).toMatchObject({
      reasons: ['nothing_happened'],
    });
    // Where everybody did it there is as little to tell apart, but not because nothing happened.
    expect(decide([arm('a', 600, 600), arm('b', 600, 600)], rules, last)).toMatchObject({ reasons: ['too_close'] });
    // What was planned to be known may be in before the last look.
    expect(decide([arm('a', 600, 9000), arm('b', 700, 9000)], rules, { ...last, earlier: [0.6, 1] })).toMatchObject({
      kind: 'no_winner',
      reasons: ['all_known'],
    });
  });

  it('shares alpha between several variants and takes the best that passes', () => {
    const arms = [arm('a', 200, 5000), arm('b', 250, 5000), arm('c', 255, 5000)];
    const decision = decide(arms, rules, last);
    expect(decision).toMatchObject({ kind: 'winner', winnerId: 'c' });
    expect(decision.bound).toBeGreaterThan(2.2);
    const turned = [arms[0]!, arms[2]!, arms[1]!];
    expect(decide(turned, rules, last)).toMatchObject({ kind: 'winner', winnerId: 'c' });
  });

  it('lets the control win where it is better than all of them, and not than one', () => {
    const against = (b: number, c: number) => [arm('a', 250, 5000), arm('b', b, 5000), arm('c', c, 5000)];
    expect(decide(against(180, 185), rules, last)).toMatchObject({ kind: 'winner', winnerId: 'a' });
    expect(decide(against(180, 249), rules, last)).toMatchObject({ kind: 'no_winner', reasons: ['too_close'] });
  });

  it('does not look again where hardly more is known', () => {
    const look = { ...first, information: 0.402, earlier: [0.4] };
    expect(decide([arm('a', 200, 5000), arm('b', 250, 5000)], rules, look)).toMatchObject({
      reasons: ['no_new_information'],
      counts: false,
    });
  });
});

describe('what is known at a look', () => {
  // 6,745 people each to tell 4 % from 5 %: some 607 answers.
  const plan = { baseline: 0.04, lift: 0.25, peopleAnArm: 6745 };
  const amounts = (n: number, ...values: number[]): Sample => ({
    n,
    sum: values.reduce((sum, value) => sum + value, 0),
    sumSquares: values.reduce((sum, value) => sum + value * value, 0),
  });
  const known = (...samples: Sample[]) => informationOf(samples, plan);

  it('is the answers in of those that were planned', () => {
    expect(known(rateSample(60, 5000), rateSample(61, 5000))).toBeCloseTo(121 / 607.05, 6);
    expect(known(rateSample(400, 5000), rateSample(400, 5000))).toBe(1);
  });

  it('is as much of amounts that are all the same, in whatever unit', () => {
    for (const unit of [1, 100, 1e6])
      expect(known(amounts(500, ...Array<number>(60).fill(unit)), amounts(500))).toBeCloseTo(60 / 607.05, 6);
  });

  it('is less the more amounts differ, and nothing where more was given back', () => {
    expect(known(amounts(500, 10_000_00, 1_00, 1_00), amounts(500))).toBeCloseTo(1 / 607.05, 4);
    expect(known(amounts(500, -5_00), amounts(500))).toBe(0);
  });

  it('lets no first order decide a test on revenue', () => {
    const samples = [amounts(500), amounts(500, 5_000_00)];
    const arms = samples.map((sample, at) => ({ id: 'ab'[at]!, people: 500, weight: 1, sample }));
    const look = { ...first, information: informationOf(samples, plan) };
    expect(decide(arms, { ...rules, kind: 'mean' }, look)).toMatchObject({
      kind: 'wait',
      reasons: ['no_new_information'],
      counts: false,
    });
  });
});

describe('the size of a test', () => {
  const input = { baseline: 0.04, variants: 2, looks: 5, power: 0.8, alpha: 0.05 };

  it('is that of the fixed design and a little more for the looks', () => {
    const size = testSize({ ...input, lift: 0.25 });
    expect(size.fixedAnArm).toBe(6745);
    expect(size.peopleAnArm).toBeGreaterThan(6745);
    expect(size.peopleAnArm).toBeLessThan(6745 * 1.04);
  });

  it('shares alpha between the variants that stand against the control', () => {
    // z of 0.0125 is 2.2414: (2.2414 × √(2 × 0.045 × 0.955) + 0.8416 × √(0.04 × 0.96 + 0.05 × 0.95))² ÷ 0.01²
    const three = { ...input, variants: 3 };
    const size = testSize({ ...three, lift: 0.25 });
    expect(size.fixedAnArm).toBe(8169);
    expect(noticeableLift(size.people, three)).toBeCloseTo(0.25, 3);
  });

  it('says what a smaller list would notice', () => {
    const { people } = testSize({ ...input, lift: 0.25 });
    expect(noticeableLift(people, input)).toBeCloseTo(0.25, 3);
    expect(noticeableLift(2000, input)).toBeGreaterThan(0.5);
    expect(noticeableLift(20, input)).toBeNull();
  });
});
