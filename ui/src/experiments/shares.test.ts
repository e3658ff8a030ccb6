import { expect, it } from 'vitest';
import type { Experiment } from '../../../domain/experiments/experiment.ts';
import { sharesOverTime } from './shares.ts';

it('shares begin even, move at looks, and stay where a guard stands in the way', () => {
  const look = { kind: 'wait', reasons: [], at: '2026-06-02T08:00:00Z' };
  const moved = [
    { label: 'A', percent: 20 },
    { label: 'B', percent: 80 },
  ];
  const test = {
    startedAt: '2026-06-01T08:00:00Z',
    variants: [{ label: 'A' }, { label: 'B' }],
    sentVariant: null,
    decidedAt: null,
    looksTaken: [
      { ...look, number: 1, shares: null, reasons: ['too_few_people'] },
      { ...look, number: 2, shares: moved },
      { ...look, number: 3, shares: null, kind: 'winner' },
    ],
  } as unknown as Experiment;
  expect(sharesOverTime(test).map(({ name, why, shares }) => [name, why, shares[1]?.percent])).toEqual([
    ['From the start', 'Even, as nothing is known', 50],
    ['After look 1', 'Stayed: too few people', 50],
    ['After look 2', 'By the chance to be the best', 80],
    ['After look 3', 'The test was over', 80],
  ]);
  const over = { ...test, sentVariant: 'B', decidedAt: '2026-06-02T09:00:00Z' } as Experiment;
  expect(sharesOverTime(over).map(({ name, shares }) => [name, shares.map(({ percent }) => percent)])).toEqual([
    ['From the start', [50, 50]],
    ['After look 1', [50, 50]],
    ['After look 2', [20, 80]],
    ['After the decision', [0, 100]],
  ]);
  // Ended by somebody before the first look.
  expect(sharesOverTime({ ...over, looksTaken: [] }).map(({ name }) => name)).toEqual([
    'From the start',
    'After the decision',
  ]);
  expect(sharesOverTime({ ...test, startedAt: null })).toEqual([]);
});
