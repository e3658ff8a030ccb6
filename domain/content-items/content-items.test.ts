import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plantTastes } from '../../test/factories/planted-tastes.ts';
import { interestHalfLifeDays, profileOf, weightOf } from './interest.ts';
import { compare, measured } from './measure.ts';
import { isReadable, isValid, recommend, type Candidate, type Wish } from './recommend.ts';
import { neighboursOf, popularityOf } from './similarity.ts';

const now = new Date('2026-06-04T10:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const item = (id: string, more: Partial<Candidate> = {}): Candidate => ({
  ...{ id, topics: [], language: null, validFrom: null, validUntil: null, popularity: 1 },
  ...more,
});
const wish = (items: Record<string, number> = {}, more: Partial<Wish> = {}): Wish => ({
  ...{ profile: { items: new Map(Object.entries(items)), topics: new Map() }, language: null, today: '2026-06-04' },
  most: 3,
  ...more,
});
const alone = () => [];

describe('what is alike', () => {
  it('is what the same people have, and of no use where they are few', () => {
    const interactions = [0, 1, 2, 3, 4].flatMap((user) => [
      { user, item: 0, weight: 1 },
      { user, item: 1, weight: 1 },
    ]);
    interactions.push(
      { user: 5, item: 0, weight: 1 },
      { user: 5, item: 2, weight: 1 },
      { user: 6, item: 2, weight: 1 },
    );
    const [first] = neighboursOf(interactions, 3);
    expect(first!.map((one) => one.item)).toEqual([1, 2]);
    expect(first![0]!.similarity).toBeGreaterThan(3 * first![1]!.similarity);
    expect([...popularityOf(interactions, 3)]).toEqual([6, 5, 2]);
  });

  it('is alike both ways, from 0 to 1, never with itself, and bounded', () => {
    const some = fc.array(fc.record({ user: fc.nat(9), item: fc.nat(7), weight: fc.constantFrom(0.5, 1, 2) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 4 }), (given, most) => {
        const once = [...new Map(given.map((one) => [`${one.user} ${one.item}`, one])).values()];
        const all = neighboursOf(once, 8);
        for (const [at, list] of all.entries()) {
          for (const { item, similarity } of list) {
            expect(item).not.toBe(at);
            expect(similarity).toBeGreaterThan(0);
            expect(similarity).toBeLessThanOrEqual(1);
            expect(all[item]!.find((back) => back.item === at)!.similarity).toBeCloseTo(similarity, 12);
          }
        }
        expect(neighboursOf(once, 8, most).map((list) => list.length)).toEqual(
          all.map((list) => Math.min(list.length, most)),
        );
      }),
    );
  });
});

describe('interest', () => {
  it('halves with its half-life, counts coming back once and a form twice', () => {
    expect(weightOf({ kind: 'click', at: daysAgo(interestHalfLifeDays) }, now)).toBeCloseTo(0.5, 12);
    expect(weightOf({ kind: 'form', at: now }, now)).toBe(2);
    const { items, topics } = profileOf(
      [
        { itemId: 'a', kind: 'page_view', at: daysAgo(90) },
        { itemId: 'a', kind: 'click', at: now },
        { itemId: 'b', kind: 'click', at: daysAgo(45) },
      ],
      { now, topicsOf: (id) => (id === 'a' ? ['pumps', 'care'] : ['pumps']) },
    );
    expect([...items]).toEqual([
      ['a', 1],
      ['b', 0.5],
    ]);
    expect(topics).toEqual(
      new Map([
        ['pumps', 1.5],
        ['care', 1],
      ]),
    );
  });
});

describe('recommendations', () => {
  const items = [
    item('a'),
    item('b', { popularity: 9 }),
    item('c', { topics: ['pumps'] }),
    item('d', { popularity: 0 }),
  ];
  const neighboursOf = (id: string) => (id === 'a' ? [{ itemId: 'd', similarity: 0.6 }] : []);

  it('say why: what was read, a topic, or that it is popular now', () => {
    const profile = { items: new Map([['a', 1]]), topics: new Map([['pumps', 1]]) };
    expect(
      recommend({ items, neighboursOf }, wish({}, { profile })).map(({ itemId, reason }) => [itemId, reason]),
    ).toEqual([
      ['d', { kind: 'read', itemId: 'a' }],
      ['c', { kind: 'topic', topic: 'pumps' }],
      ['b', { kind: 'popular' }],
    ]);
  });

  it('are what is popular for somebody of whom nothing is known, and nothing where there is nothing', () => {
    expect(recommend({ items, neighboursOf }, wish()).map(({ itemId }) => itemId)).toEqual(['b', 'a', 'c']);
    expect(recommend({ items: [], neighboursOf }, wish())).toEqual([]);
  });

  it('are never what somebody had, what is not valid on the day, or what they cannot read', () => {
    const day = fc.constantFrom(null, '2026-06-03', '2026-06-04', '2026-06-05');
    const candidate = fc.record({
      id: fc.constantFrom(...'abcdefgh'),
      topics: fc.subarray(['pumps', 'care']),
      language: fc.constantFrom(null, 'de', 'en'),
      validFrom: day,
      validUntil: day,
      popularity: fc.nat(5),
    });
    const had = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.uniqueArray(candidate, { selector: ({ id }) => id }),
        had,
        fc.constantFrom(null, 'de', 'de-AT', 'en', 'fr'),
        (items, had, language) => {
          const neighbours = items.map(({ id }) => ({ itemId: id, similarity: 0.5 }));
          const profile = { items: new Map(had.map((id) => [id, 1])), topics: new Map([['care', 1]]) };
          const given = recommend({ items, neighboursOf: () => neighbours }, wish({}, { profile, language, most: 5 }));
          expect(given.length).toBeLessThanOrEqual(5);
          for (const { itemId } of given) {
            const one = items.find(({ id }) => id === itemId)!;
            expect([had.includes(itemId), isValid(one, '2026-06-04'), isReadable(one, language)]).toEqual([
              ...[false, true, true],
            ]);
          }
        },
      ),
    );
  });

  it('stay the same for an item without an audience and an audience without items', () => {
    expect(recommend({ items: [item('x', { popularity: 0 })], neighboursOf: alone }, wish())).toEqual([]);
  });
});

describe('what recommendations are worth', () => {
  it('is that of the definition', () => {
    const asked = [
      { taken: new Set(['a', 'b']), given: ['a', 'x', 'b'] },
      { taken: new Set(['z']), given: ['x', 'y'] },
    ];
    const { ndcg, hitRate, coverage, novelty } = measured(asked, { most: 10, items: 10, users: 8, readers: () => 2 });
    expect(ndcg).toBeCloseTo((1 + 1 / 2) / (1 + 1 / Math.log2(3)) / 2, 12);
    expect([hitRate, coverage, novelty]).toEqual([0.5, 0.4, 2]);
  });

  it.each(['time', 'random'] as const)(
    'is more by neighbours than by popularity where people have tastes (%s)',
    (split) => {
      const { ours, popular, users } = compare(plantTastes(7), { split, share: 0.2, seed: 1, most: 10 });
      expect(users).toBeGreaterThan(150);
      expect(ours.ndcg).toBeGreaterThan(popular.ndcg * 1.5);
      expect(ours.hitRate).toBeGreaterThan(popular.hitRate);
      expect(ours.coverage).toBeGreaterThan(popular.coverage);
      expect(ours.novelty).toBeGreaterThan(popular.novelty);
    },
  );

  it('is nothing where nothing was taken', () => {
    expect(compare([], { split: 'time', share: 0.2, seed: 1, most: 10 })).toMatchObject({
      users: 0,
      ours: { ndcg: 0 },
    });
  });
});
