import { expect, it } from 'vitest';
import { addSample, rateOf, type Sample } from './rate.ts';

it('tells the rate of the last seconds', () => {
  let samples: Sample[] = [];
  for (let second = 0; second <= 60; second++) samples = addSample(samples, { at: second * 1000, done: second * 200 });
  expect(samples.length).toBeLessThanOrEqual(21);
  expect(rateOf(samples)).toBe(200);
});

it('says nothing from too little', () => {
  expect(rateOf([])).toBeNull();
  expect(
    rateOf([
      { at: 0, done: 0 },
      { at: 1000, done: 500 },
    ]),
  ).toBeNull();
  expect(
    rateOf([
      { at: 0, done: 7 },
      { at: 9000, done: 7 },
    ]),
  ).toBeNull();
});

it('begins anew when the count goes back', () => {
  expect(addSample([{ at: 0, done: 100 }], { at: 1000, done: 3 })).toEqual([{ at: 1000, done: 3 }]);
});
