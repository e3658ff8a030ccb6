import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from './allocate.ts';
import { defaultModelSettings, Model, PlaceWeights, type ModelSettings } from './model.ts';
import type { Path } from './path.ts';
import { touchWeights, type Weighing } from './weights.ts';

const day = 86_400_000;
const settings = defaultModelSettings;

/** A path with a touch on each of the days, of the channels named (a channel a letter), with the days of its milestones. */
function pathOf(
  channels: string,
  days: number[] = [...channels].map((_, at) => at),
  milestones: [number?, number?] = [],
): Path {
  const [lead, opportunity] = milestones;
  return {
    touches: [...channels].map((letter, at) => ({
      channel: letter === 'd' ? 'direct' : letter,
      atMs: days[at]! * day,
    })),
    leadCreatedMs: lead === undefined ? null : lead * day,
    opportunityCreatedMs: opportunity === undefined ? null : opportunity * day,
  };
}

function percents(
  model: Model,
  path: Path,
  own: Partial<ModelSettings> = {},
  effects = new Map<string, number>(),
): number[] {
  const weights = touchWeights(model, path, { settings: { ...settings, ...own }, effects });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Number(((100 * weight) / total).toFixed(6)));
}

describe('what each touch weighs', () => {
  it.each<[Model, string, number[]]>([
    ['first', 'abc', [100, 0, 0]],
    ['last', 'abc', [0, 0, 100]],
    ['last_non_direct', 'abd', [0, 100, 0]],
    ['last_non_direct', 'dd', [0, 100]],
    ['linear', 'abcd', [25, 25, 25, 25]],
    ['position', 'a', [100]],
    ['position', 'ab', [50, 50]],
    ['position', 'abc', [40, 20, 40]],
    ['position', 'abca', [40, 10, 10, 40]],
    ['shapley', 'aab', [25, 25, 50]],
  ])('%s of %s is %j', (model, channels, expected) => {
    expect(percents(model, pathOf(channels))).toEqual(expected);
  });

  it('is that of the others for channels that the fit took together, which are one channel of the path', () => {
    const effects = new Map([['a', 0.3], ['other', 0.1]]); // prettier-ignore
    expect(percents('markov', pathOf('abc'), {}, effects)).toEqual([75, 12.5, 12.5]);
    expect(percents('markov', pathOf('abc'), {}, new Map([['a', 0.3]]))).toEqual([100, 0, 0]);
  });

  it('halves with every half-life: day 0 = 1, day 7 = 0.5, day 14 = 0.25 before the outcome', () => {
    expect(touchWeights('time_decay', pathOf('abc', [0, 7, 14]), { settings, effects: new Map() })).toEqual([
      0.25, 0.5, 1,
    ]);
    expect(percents('time_decay', pathOf('ab', [0, 14]), { halfLifeDays: 14 })).toEqual([33.333333, 66.666667]);
  });

  it('still tells touches of years ago from nothing', () => {
    expect(percents('time_decay', pathOf('ab', [0, 0]))).toEqual([50, 50]);
    const [old] = touchWeights('time_decay', pathOf('ab', [0, 3650]), { settings, effects: new Map() });
    expect(old).toBeGreaterThan(0);
  });

  it('splits the effect of a channel between its touches, and by channels where the fit knows none of them', () => {
    const effects = new Map([
      ['a', 0.6],
      ['b', 0.2],
    ]);
    expect(percents('markov', pathOf('aabc'), {}, effects)).toEqual([37.5, 37.5, 25, 0]);
    expect(percents('markov', pathOf('ccx'), {}, effects)).toEqual([25, 25, 50]);
  });
});

describe('a W-shaped path', () => {
  it.each<[string, Path, number[]]>([
    ['has 30 for each milestone and 10 for the rest', pathOf('abcde', undefined, [1, 3]), [30, 30, 5, 30, 5]],
    ['adds the shares of milestones that fall on one touch', pathOf('abcd', undefined, [0, 2]), [60, 5, 30, 5]],
    ['gives one touch everything', pathOf('a', undefined, [0, 0]), [100]],
    [
      'gives the share of a missing milestone to the others',
      pathOf('abc', undefined, [undefined, 1]),
      [42.857143, 42.857143, 14.285714],
    ],
    ['takes the last touch before a milestone', pathOf('abcd', [0, 2, 5, 9], [3, 8]), [30, 30, 30, 10]],
    [
      'knows no touch for a lead that was there before all of them',
      pathOf('abc', [5, 6, 7], [1, 6]),
      [42.857143, 42.857143, 14.285714],
    ],
    ['has nobody left for the rest', pathOf('abc', undefined, [1, 2]), [33.333333, 33.333333, 33.333333]],
    ['is the first touch and the rest where no milestone is known', pathOf('abcd'), [75, 8.333333, 8.333333, 8.333333]],
  ])('%s', (_, path, expected) => {
    expect(percents('w_shaped', path)).toEqual(expected);
  });
});

describe('custom weights', () => {
  const custom = (weights: Partial<PlaceWeights>) => ({
    customWeights: { first: 0, leadCreation: 0, opportunityCreation: 0, last: 0, rest: 0, ...weights },
  });

  it('are what somebody says', () => {
    expect(percents('custom', pathOf('abc'), custom({ first: 10, last: 70, rest: 20 }))).toEqual([10, 20, 70]);
    expect(percents('custom', pathOf('abc'), custom({ rest: 100 }))).toEqual([33.333333, 33.333333, 33.333333]);
  });

  it('are equal where nobody holds a place with a weight', () => {
    expect(percents('custom', pathOf('ab'), custom({ leadCreation: 100 }))).toEqual([50, 50]);
  });

  it('add up to 100', () => {
    expect(PlaceWeights.safeParse(settings.customWeights).success).toBe(true);
    expect(PlaceWeights.safeParse({ ...settings.customWeights, last: 26 }).error?.issues[0]?.message).toBe(
      'must add up to 100 per cent',
    );
  });
});

describe('money', () => {
  const credit = (model: Model, path: Path, amountMinor: number) =>
    allocate(amountMinor, touchWeights(model, path, { settings, effects: new Map() }));

  it('adds up to 12,000.00 where naive rounding says 12,000.01', () => {
    const path = pathOf('abcde', [0, 5, 12, 30, 38]);
    const weights = touchWeights('time_decay', path, { settings, effects: new Map() });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(weights.reduce((sum, weight) => sum + Math.round((1_200_000 * weight) / total), 0)).toBe(1_200_001);
    expect(credit('time_decay', path, 1_200_000).reduce((sum, part) => sum + part, 0)).toBe(1_200_000);
  });

  it('is 6,000 and 3,000 of 9,000 for A, A, B by the linear model', () => {
    const [first, second, third] = credit('linear', pathOf('AAB'), 900_000);
    expect([first! + second!, third]).toEqual([600_000, 300_000]);
  });
});

const channel = fc.constantFrom('email', 'social', 'search', 'direct', 'webinar', 'partner');
const moment = fc.integer({ min: 0, max: 200 * day });
const anyPath: fc.Arbitrary<Path> = fc
  .record({
    touches: fc.array(fc.record({ channel, atMs: moment }), { minLength: 1, maxLength: 12 }),
    leadCreatedMs: fc.option(moment),
    opportunityCreatedMs: fc.option(moment),
  })
  .map((path) => ({ ...path, touches: path.touches.sort((a, b) => a.atMs - b.atMs) }));
const anyWeighing = fc.record({
  settings: fc.record({
    halfLifeDays: fc.integer({ min: 1, max: 60 }),
    customWeights: fc
      .array(fc.nat({ max: 25 }), { minLength: 4, maxLength: 4 })
      .map(([first, leadCreation, opportunityCreation, last]) => ({
        first: first!,
        leadCreation: leadCreation!,
        opportunityCreation: opportunityCreation!,
        last: last!,
        rest: 100 - first! - leadCreation! - opportunityCreation! - last!,
      })),
  }),
  effects: fc
    .array(fc.tuple(channel, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 6 })
    .map((effects) => new Map(effects)),
});

describe('over any path and amount', () => {
  it('every model adds up to the last minor unit, goes against nobody, and is the same each time', () => {
    fc.assert(
      fc.property(anyPath, anyWeighing, fc.integer({ min: -1e11, max: 1e11 }), (path, weighing, amountMinor) =>
        Model.options.every((model) => {
          const credits = allocate(amountMinor, touchWeights(model, path, weighing));
          const again = allocate(amountMinor, touchWeights(model, path, weighing));
          return (
            credits.reduce((sum, part) => sum + part, 0) === amountMinor &&
            credits.every((part, at) => part * Math.sign(amountMinor) >= 0 && part === again[at])
          );
        }),
      ),
      { numRuns: 10_000 },
    );
  });

  it('linear, Shapley and Markov do not mind the order of the touches', () => {
    const shuffled = anyPath.chain((path) =>
      fc.tuple(fc.constant(path), fc.shuffledSubarray([...path.touches], { minLength: path.touches.length })),
    );
    const byChannel = (model: Model, path: Path, weighing: Weighing) => {
      const sums = new Map<string, number>();
      const weights = touchWeights(model, path, weighing);
      for (const [at, { channel }] of path.touches.entries())
        sums.set(channel, (sums.get(channel) ?? 0) + weights[at]!);
      return sums;
    };
    fc.assert(
      fc.property(shuffled, anyWeighing, ([path, touches], weighing) =>
        (['linear', 'shapley', 'markov'] as const).every((model) => {
          const other = byChannel(model, { ...path, touches }, weighing);
          return [...byChannel(model, path, weighing)].every(
            ([name, weight]) => Math.abs(weight - other.get(name)!) < 1e-9,
          );
        }),
      ),
      { numRuns: 10_000 },
    );
  });
});
