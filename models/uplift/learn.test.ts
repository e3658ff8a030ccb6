import { expect, it } from 'vitest';
import { randomFrom } from '../../domain/random.ts';
import { gainOver, robustScores } from '../../domain/uplift/evaluate.ts';
import type { Feature } from '../boosting/feature.ts';
import { learnPolicy, type KnownTrial } from './learn.ts';

const features: Feature[] = [
  { kind: 'number', name: 'x' },
  { kind: 'number', name: 'noise' },
];

/** Three actions at random. With `differs`, action 1 helps below one half and action 2 above; else 1 is best for everybody. */
function play(rows: number, { differs, seed }: { differs: boolean; seed: number }): KnownTrial {
  const random = randomFrom(seed);
  const draw = () => Float32Array.from({ length: rows }, () => random());
  const [x, noise] = [draw(), draw()];
  const action = Array.from({ length: rows }, () => Math.floor(random() * 3));
  const chance = (row: number) => {
    if (action[row] === 0) return 0.1;
    const isGood = differs ? (action[row] === 1) === x[row]! < 0.5 : action[row] === 1;
    return isGood ? 0.25 : 0.1;
  };
  const reward = action.map((_, row) => (random() < chance(row) ? 1 : 0));
  const trial = { actions: 3, action, reward, propensity: [1 / 3, 1 / 3, 1 / 3] };
  return { table: { rows, columns: [x, noise] }, trial };
}

function gainOnOthers(differs: boolean) {
  const policy = learnPolicy(features, play(6000, { differs, seed: 1 }), 1);
  const { table, trial } = play(6000, { differs, seed: 2 });
  const expected = policy.expect(table);
  const gain = gainOver(policy.choose(expected), new Uint8Array(table.rows).fill(1), robustScores(trial, expected));
  return { margin: policy.margin, gain };
}

it('learns who should get what where people differ, and is better on others than the best for all', () => {
  const { gain } = gainOnOthers(true);
  // Half of the people get 0.25 instead of 0.1.
  expect(gain.interval[0]).toBeGreaterThan(0.03);
  expect(gain.mean).toBeCloseTo(0.075, 1);
});

it('gives everybody the same where they do not differ', () => {
  const { margin, gain } = gainOnOthers(false);
  expect(margin).toBe(Infinity);
  expect(gain.mean).toBe(0);
});
