import { expect, it } from 'vitest';
import { simulate } from './simulate.ts';

it('learns what was planted: better than the rule and than the same for everybody, and it loses less as it goes on', () => {
  const found = simulate({ people: 2500, rounds: 3, seed: 1 });
  expect(found.learned).toBeGreaterThan(found.rule * 1.1);
  expect(found.learned).toBeGreaterThan(found.bestConstant.worth * 1.1);
  expect(found.learned).toBeLessThanOrEqual(found.oracle);
  expect(found.regret.at(-1)).toBeLessThan(found.regret[0]! * 0.8);
  expect(found.isTruthInDr).toBe(true);
});
