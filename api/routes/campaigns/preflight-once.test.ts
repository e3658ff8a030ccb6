import { expect, it } from 'vitest';
import { together } from './preflight-once.ts';

it('asks about twenty at once and the same once, and gives each its own answer', async () => {
  const asked: number[][] = [];
  const inputs = [...Array(41).keys()].flatMap((n) => [{ n }, { n: n % 7 }]);
  const doubled = await together(inputs, async (some) => {
    asked.push(some.map(({ n }) => n));
    return some.map(({ n }) => n * 2);
  });
  expect(asked.map((some) => some.length)).toEqual([20, 20, 1]);
  expect(new Set(asked.flat()).size).toBe(41);
  expect(inputs.map(doubled)).toEqual(inputs.map(({ n }) => n * 2));
});
