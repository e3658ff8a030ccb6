import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plantCluster, plantedAttributes, shuffled } from '../../../test/factories/planted-leads.ts';
import { Rule } from '../rule.ts';
import { bitsOf, both, shared, size, without } from './bits.ts';
import { chanceOf, falseDiscoveryBound, liftOf } from './chance.ts';
import { discoverSegments, type Observed } from './discover.ts';

const discover = (people: readonly Observed[], known: readonly Rule[] = []) =>
  discoverSegments({ people, attributes: plantedAttributes, salt: 'test', known });

const planted = {
  kind: 'all',
  rules: [
    { kind: 'field', field: 'person.jobTitle', test: { op: 'isOneOf', values: ['Buyer'] } },
    {
      ...{ kind: 'engagement', event: 'page_view', times: { op: 'atLeast', count: 3 }, withinDays: 30 },
      ...{ campaignId: null, sourceId: null },
    },
  ],
};

describe('segments that suggest themselves', () => {
  it.each([1, 2, 3, 4, 5])('finds the planted cluster with its size, run %i, and nothing else', (seed) => {
    const { suggestions, searched, base } = discover(plantCluster(seed));
    expect(suggestions).toHaveLength(1);
    const [{ rule, all, holdOut }] = suggestions as [(typeof suggestions)[number]];
    expect(all.people).toBeGreaterThanOrEqual(180);
    expect(all.people).toBeLessThanOrEqual(220);
    expect(all.lift).toBeGreaterThan(2);
    expect(all.low).toBeGreaterThan(1);
    expect(holdOut.low).toBeGreaterThan(1);
    expect(holdOut.people).toBeLessThan(all.people / 2 + 20);
    expect(Rule.parse(rule)).toEqual(rule);
    expect(searched).toBeGreaterThan(1000);
    expect(base.people).toBe(2000);
  });

  it('says the planted rule in the words of the builder', () => {
    expect(Rule.parse(discover(plantCluster(1)).suggestions[0]!.rule)).toEqual(planted);
  });

  it('finds nothing where outcomes are handed round, in 20 of 20 runs', () => {
    const found = Array.from({ length: 20 }, (_, seed) => discover(shuffled(plantCluster(seed), seed + 100)));
    expect(found.map(({ suggestions }) => suggestions.length)).toEqual(Array.from({ length: 20 }, () => 0));
  });

  it('does not find again what was rejected, nor another rule for the same people', () => {
    const wording = Rule.parse({ ...planted, rules: [...planted.rules].reverse() });
    expect(discover(plantCluster(1), [wording]).suggestions).toEqual([]);
  });

  it('holds for people without anything known, and for nobody', () => {
    const blank = Array.from({ length: 500 }, (_, at) => ({
      personId: `${at}`,
      features: {},
      converted: at % 5 === 0,
    }));
    expect(discover(blank)).toMatchObject({ suggestions: [], searched: 0 });
    expect(discover([])).toMatchObject({ suggestions: [], base: { people: 0, converted: 0 } });
  });
});

describe('the chance of luck', () => {
  it('is that of the definition', () => {
    // P(X ≥ 3) of 4 drawn from 10 with 5 marked: (C(5,3)·C(5,1) + C(5,4)) / C(10,4).
    expect(chanceOf({ people: 4, converted: 3 }, { people: 10, converted: 5 })).toBeCloseTo(55 / 210, 12);
    expect(chanceOf({ people: 4, converted: 0 }, { people: 10, converted: 5 })).toBe(1);
    expect(chanceOf({ people: 0, converted: 0 }, { people: 10, converted: 5 })).toBe(1);
  });

  it('adds up over all that can be found', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), fc.nat(60), (people, marked, drawn) => {
        const all = { people, converted: Math.min(marked, people) };
        const size = Math.min(drawn, people);
        const tail = Array.from({ length: size + 2 }, (_, converted) => chanceOf({ people: size, converted }, all));
        for (const [at, chance] of tail.slice(1).entries()) expect(chance).toBeLessThanOrEqual(tail[at]! + 1e-12);
        expect(tail[0]).toBe(1);
      }),
    );
  });

  it('bounds false discoveries as Benjamini and Hochberg do', () => {
    const theirs = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    expect(falseDiscoveryBound(theirs, 0.05)).toBe(0.0095);
    expect(falseDiscoveryBound([0.5, 0.9], 0.05)).toBe(0);
  });

  it('gives a lift with an interval that holds it, and none where nobody converted', () => {
    const lift = liftOf({ people: 200, converted: 60 }, { people: 2000, converted: 170 })!;
    expect(lift.lift).toBeCloseTo(60 / 200 / (170 / 2000), 12);
    expect(lift.low).toBeLessThan(lift.lift);
    expect(lift.high).toBeGreaterThan(lift.lift);
    expect(liftOf({ people: 20, converted: 0 }, { people: 200, converted: 9 })).toBeNull();
  });
});

describe('sets of people', () => {
  it('count as sets do', () => {
    const places = fc.uniqueArray(fc.nat(99));
    fc.assert(
      fc.property(places, places, (one, other) => {
        const [a, b] = [one, other].map((some) => bitsOf(100, (place) => some.includes(place))) as [
          Uint32Array,
          Uint32Array,
        ];
        const common = one.filter((place) => other.includes(place)).length;
        expect([size(a), shared(a, b), size(both(a, b)), size(without(a, b))]).toEqual([
          ...[one.length, common, common, one.length - common],
        ]);
      }),
    );
  });
});
