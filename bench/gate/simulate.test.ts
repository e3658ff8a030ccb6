import { expect, it } from 'vitest';
import { playGate } from './simulate.ts';

it('refuses hardly any model that is right, and those that guess or are too sure, the same from the same seed', () => {
  const few = playGate({ people: 60, models: 12, seed: 1 });
  expect(few.right.by.calibration ?? 0).toBeLessThanOrEqual(1);
  expect(few.guessing).toEqual({ models: 3, refused: 3 });
  expect(playGate({ people: 60, models: 12, seed: 1 })).toEqual(few);
  const more = playGate({ people: 500, models: 4, seed: 1 });
  expect(more.right.refused).toBe(0);
  expect([more.tooSure, more.guessing]).toEqual([
    { models: 1, refused: 1 },
    { models: 1, refused: 1 },
  ]);
});
