import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addCounts, deliveryNames, figuresOf } from './counts.ts';
import { factorKeys, scoreOf, scoreWord } from './score.ts';

const healthy = { sent: 10_000, opened: 3_000, clicked: 400, bouncedHard: 10 };

it('is a hundred where nothing is wrong, and says what each factor took', () => {
  expect(scoreOf(figuresOf(healthy), 1).score).toBe(100);
  const { score, factors } = scoreOf(figuresOf({ ...healthy, complained: 30 }), 1);
  expect(factors.find(({ key }) => key === 'complaints')).toMatchObject({ points: 0, most: 30 });
  expect(score).toBe(70);
  expect([100, 80, 79, 60, 59].map(scoreWord)).toEqual(['good', 'good', 'fair', 'fair', 'poor']);
});

it('says nothing where too little was sent, and leaves out what it does not know', () => {
  expect(scoreOf(figuresOf({ sent: 50, complained: 5 }), 1).score).toBeNull();
  const { score, factors } = scoreOf(figuresOf(healthy), null);
  expect(factors.map(({ key }) => key)).toEqual([...factorKeys]);
  expect(factors.at(-1)).toMatchObject({ points: null, share: null });
  expect(score).toBe(100);
});

it('lies between 0 and 100, and nothing that goes wrong makes it better', () => {
  const counts = fc.record(Object.fromEntries(deliveryNames.map((name) => [name, fc.integer({ min: 0, max: 5_000 })])));
  fc.assert(
    fc.property(counts, fc.constantFrom('complained', 'refusedPolicy', 'deferred'), (some, wrong) => {
      const { score } = scoreOf(figuresOf(some), 1);
      const worse = scoreOf(figuresOf(addCounts([some, { [wrong]: 100 }])), 1);
      if (score === null) return;
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      // Refusals are tried mail too: what is as bad as it can be may be thinned out by another kind of bad.
      if (wrong === 'complained') expect(worse.score).toBeLessThanOrEqual(score);
    }),
    { numRuns: 1000 },
  );
});
