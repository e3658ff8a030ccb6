import { expect, it } from 'vitest';
import { randomFrom } from '../random.ts';
import { bestConstant, gainOver, policyOf, policyValue, robustScores, type Trial } from './evaluate.ts';

it('weighs what was done as the policy says by how likely that was', () => {
  const trial: Trial = { actions: 2, action: [0, 0, 1, 1], reward: [1, 0, 1, 1], propensity: [0.5, 0.5] };
  const value = policyValue([0, 1, 1, 1], trial, [new Float64Array(4), new Float64Array(4)]);
  // Rows 1, 3 and 4 got what the policy says: (2·1 + 2·1 + 2·1) / 4, and by the weights alone (6 / 6).
  expect(value).toMatchObject({ ips: 1.5, snips: 1, dr: 1.5, effectiveSampleSize: 3 });
});

it('finds the value of a policy, whatever the model thinks', () => {
  const random = randomFrom(2);
  const rows = 40_000;
  const x = Array.from({ length: rows }, () => random());
  const action = x.map(() => (random() < 0.3 ? 0 : 1));
  // Action 0 is worth x, action 1 is worth 0.4: doing 0 above 0.4 is worth ∫max(x, .4) = .58.
  const reward = x.map((value, row) => (random() < (action[row] === 0 ? value : 0.4) ? 1 : 0));
  const trial: Trial = { actions: 2, action, reward, propensity: [0.3, 0.7] };
  const policy = x.map((value) => (value > 0.4 ? 0 : 1));
  for (const expected of [
    [x, x.map(() => 0.4)],
    [x.map(() => 0.9), x.map(() => 0.1)],
  ]) {
    const value = policyValue(policy, trial, expected);
    for (const interval of [value.ipsInterval, value.drInterval]) {
      expect(interval[0]).toBeLessThan(0.58);
      expect(interval[1]).toBeGreaterThan(0.58);
    }
    expect(Math.abs(value.snips - 0.58)).toBeLessThan(0.02);
    const scores = robustScores(trial, expected);
    expect(bestConstant(scores)).toBe(0);
    expect(
      gainOver(
        policy,
        x.map(() => 0),
        scores,
      ).interval[0],
    ).toBeGreaterThan(0);
  }
});

it('does what is usual unless another action promises enough more', () => {
  const expected = [
    [0.1, 0.1, 0.1],
    [0.11, 0.2, 0.05],
  ];
  expect([...policyOf(expected, { otherwise: 0, margin: 0.05 })]).toEqual([0, 1, 0]);
  expect([...policyOf(expected, { otherwise: 0, margin: Infinity })]).toEqual([0, 0, 0]);
});
