import { describe, expect, it } from 'vitest';
import { randomFrom } from '../random.ts';
import { offPolicyValue, type LoggedRow } from './evaluation.ts';
import { judge } from './promotion.ts';

/** Two kinds of people and two actions; each kind answers to its own. `differs`: else action 1 is the better one for everybody. */
function play(rows: number, { seed, differs }: { seed: number; differs: boolean }) {
  const random = randomFrom(seed);
  const kinds = Array.from({ length: rows }, () => (random() < 0.5 ? 0 : 1));
  const truth = (kind: number, action: number) => (differs ? (kind === action ? 0.4 : 0.1) : action === 1 ? 0.4 : 0.1);
  const logged: LoggedRow[] = kinds.map((kind) => {
    const probability = random() < 0.8 ? 0.8 : 0.2;
    const action = probability === 0.8 ? 0 : 1;
    return { action, probability, reward: random() < truth(kind, action) ? 1 : 0 };
  });
  return { kinds, truth, logged };
}

const always = (of: number) => () => [0, 1].map((at) => (at === of ? 1 : 0));

describe('what a policy is worth, from decisions of another one', () => {
  it('is right in all three ways where the chances are, whatever the model says', () => {
    const { kinds, logged } = play(20_000, { seed: 3, differs: true });
    const own = (row: number) => always(kinds[row]!)();
    for (const expected of [
      () => [0.25, 0.25],
      () => [0.9, 0],
      (row: number) => (kinds[row] ? [0.1, 0.4] : [0.4, 0.1]),
    ]) {
      const value = offPolicyValue(logged, own, expected);
      for (const { mean, interval } of [value.ips, value.snips, value.dr]) {
        expect(mean).toBeCloseTo(0.4, 1);
        expect(interval[0]).toBeLessThan(0.4);
        expect(interval[1]).toBeGreaterThan(0.4);
      }
    }
  });

  it('is surer with a good model, and says of how many rows it is made', () => {
    const { kinds, logged } = play(5000, { seed: 4, differs: true });
    const own = (row: number) => always(kinds[row]!)();
    const width = (interval: [number, number]) => interval[1] - interval[0];
    const value = offPolicyValue(logged, own, (row) => (kinds[row] ? [0.1, 0.4] : [0.4, 0.1]));
    expect(width(value.dr.interval)).toBeLessThan(width(value.ips.interval));
    expect(value.effectiveSampleSize).toBeGreaterThan(500);
    expect(value.effectiveSampleSize).toBeLessThan(2500);
  });
});

describe('promotion', () => {
  const model = { expected: () => [0.2, 0.2], constants: [always(0), always(1)], incumbent: always(0) };

  it('goes to what is worth more than the incumbent and than the same for everybody', () => {
    const { kinds, logged } = play(8000, { seed: 5, differs: true });
    const verdict = judge(logged, { ...model, candidate: (row) => always(kinds[row]!)() });
    expect(verdict).toMatchObject({ isPromoted: true, why: 'better' });
  });

  it('does not go to what only beats the incumbent: the constant wins', () => {
    const { kinds, logged } = play(8000, { seed: 6, differs: false });
    const verdict = judge(logged, { ...model, candidate: (row) => (kinds[row] ? [0.1, 0.9] : [0, 1]) });
    expect(verdict).toMatchObject({ isPromoted: false, why: 'constant_wins', bestConstant: { action: 1 } });
    expect(verdict.overIncumbent.interval[0]).toBeGreaterThan(0);
  });

  it('does not go to what is as good as the incumbent, also where both beat the same for everybody', () => {
    const { kinds, logged } = play(8000, { seed: 5, differs: true });
    const own = (row: number) => always(kinds[row]!)();
    const verdict = judge(logged, { ...model, incumbent: own, candidate: own });
    expect(verdict).toMatchObject({ isPromoted: false, why: 'incumbent_wins' });
    expect(verdict.overConstant.interval[0]).toBeGreaterThan(0);
  });

  it('waits where few decisions speak of the candidate', () => {
    const { kinds, logged } = play(120, { seed: 7, differs: true });
    expect(judge(logged, { ...model, candidate: (row) => always(kinds[row]!)() }).why).toBe('too_little');
  });
});
