import { describe, expect, it } from 'vitest';
import { placeOf, type Place } from './assignment.ts';
import { checkSampleRatio } from './sample-ratio.ts';
import { thompsonWeights } from './thompson.ts';

const people = Array.from({ length: 6000 }, (_, index) => `person-${index}`);
const plan = { shares: { holdOut: 500, test: 4000 }, weights: [1, 1, 1] };
const nameOf = (place: Place) => (place.part === 'test' ? `variant ${place.variant}` : place.part);

describe('where a person is in an experiment', () => {
  it('is the same whenever it is asked, and other for another experiment', () => {
    const once = people.map((id) => nameOf(placeOf('salt', id, plan)));
    expect(people.map((id) => nameOf(placeOf('salt', id, plan)))).toEqual(once);
    expect(people.map((id) => nameOf(placeOf('other', id, plan)))).not.toEqual(once);
  });

  it('keeps the shares', () => {
    const counts = new Map<string, number>();
    for (const id of people) {
      const name = nameOf(placeOf('salt', id, plan));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const weights = { hold_out: 500, rest: 5500, 'variant 0': 4000 / 3, 'variant 1': 4000 / 3, 'variant 2': 4000 / 3 };
    const arms = Object.entries(weights).map(([name, weight]) => ({ people: counts.get(name) ?? 0, weight }));
    expect(checkSampleRatio(arms).isBroken).toBe(false);
  });

  it('keeps the variant of those who were in the test when more come in', () => {
    const wider = { ...plan, shares: { holdOut: 500, test: 9500 } };
    for (const id of people.slice(0, 2000)) {
      const place = placeOf('salt', id, plan);
      if (place.part === 'test') expect(placeOf('salt', id, wider)).toEqual(place);
    }
  });
});

describe('Thompson sampling', () => {
  it('gives the better one more, and nobody nothing', () => {
    const weights = thompsonWeights([
      { successes: 40, n: 1000 },
      { successes: 60, n: 1000 },
    ]);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(10_000);
    expect(weights[1]).toBeGreaterThan(9000);
    expect(weights[0]).toBeGreaterThanOrEqual(500);
  });

  it('shares evenly where nothing is known', () => {
    const [a, b] = thompsonWeights([
      { successes: 0, n: 0 },
      { successes: 0, n: 0 },
    ]);
    expect(a).toBe(5000);
    expect(b).toBe(5000);
  });
});
