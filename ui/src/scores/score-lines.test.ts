import { expect, it } from 'vitest';
import { scoreLines } from './score-lines.ts';

const day = (number: number): string => `2026-01-0${number}T08:00:00Z`;
const grades = { grade: 'C', wasGrade: 'C', moved: [] } as const;
const model = { id: 'm', version: 1 };

it('draws a line for each that scored, and none across the change', () => {
  const history = [
    { ...grades, cause: 'known' as const, model, at: day(5), score: 60, wasAt: day(4), wasScore: 52 },
    { ...grades, cause: 'scorer' as const, model, at: day(3), score: 52, wasAt: day(2), wasScore: 34 },
    { ...grades, cause: 'known' as const, model: null, at: day(2), score: 34, wasAt: day(1), wasScore: 20 },
  ];
  expect(scoreLines({ history, asOf: day(6), score: 61, model })).toEqual({
    days: [1, 2, 3, 4, 5, 6].map((number) => day(number).slice(0, 10)),
    lines: [
      { label: 'By the rule', values: [20, 34, null, null, null, null] },
      { label: 'By model 1', values: [null, null, 52, 52, 60, 61] },
    ],
  });
});

it('calls what scored before the first change nothing that is not known', () => {
  const history = [{ ...grades, cause: 'scorer' as const, model, at: day(3), score: 52, wasAt: day(2), wasScore: 34 }];
  expect(scoreLines({ history, asOf: day(3), score: 52, model }).lines.map(({ label }) => label)).toEqual([
    'Before',
    'By model 1',
  ]);
});
