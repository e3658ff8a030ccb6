import { expect, it } from 'vitest';
import { hasJumped, nextCause } from './cause.ts';

it('looks again because of one thing six times at most', () => {
  const turns: string[] = [];
  for (let cause: string | null = 'event/1'; cause; cause = nextCause(cause)) turns.push(cause);
  expect(turns).toEqual(['event/1', ...[1, 2, 3, 4, 5, 6].map((turn) => `event/1#${turn}`)]);
});

it('takes a score for a reason where it rises by much, and not where another model came', () => {
  expect(hasJumped({ score: 30, modelId: null }, { score: 45, modelId: null })).toBe(true);
  expect(hasJumped({ score: 30, modelId: null }, { score: 44, modelId: null })).toBe(false);
  expect(hasJumped({ score: 60, modelId: null }, { score: 30, modelId: null })).toBe(false);
  expect(hasJumped({ score: 30, modelId: 'a' }, { score: 90, modelId: 'b' })).toBe(false);
});
