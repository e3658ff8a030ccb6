import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelCredits } from './channel-credits.ts';
import { fitMarkov, fitSteps, type CountedPath } from './markov.ts';
import { defaultModelSettings } from './model.ts';

const path = (channels: string, conversions: number, nulls: number): CountedPath => ({
  channels: channels.split('>'),
  conversions,
  nulls,
});
const tiny = [path('C1>C2>C3', 1, 0), path('C1', 0, 1), path('C2>C3', 0, 1)];
const rounded = (values: Iterable<[string, number]>) =>
  Object.fromEntries([...values].map(([channel, value]) => [channel, Number(value.toFixed(12))]));

describe('the removal effect', () => {
  it('is exact in the smallest case: P = 1/3, effects .5, 1, 1, credits .2, .4, .4', () => {
    const markov = fitMarkov(tiny);
    expect(markov.baseline).toBeCloseTo(1 / 3, 12);
    expect(rounded(markov.effects)).toEqual({ C1: 0.5, C2: 1, C3: 1 });
    const credits = channelCredits('markov', { paths: tiny, settings: defaultModelSettings, markov });
    expect(rounded(credits)).toEqual({ C1: 0.2, C2: 0.4, C3: 0.4 });
  });

  it('is the same when a channel is repeated', () => {
    const once = fitMarkov([path('a>b', 3, 2), path('b', 1, 4)]);
    const again = fitMarkov([path('a>a>a>b>b', 3, 2), path('b', 1, 4)]);
    expect(rounded(again.effects)).toEqual(rounded(once.effects));
  });

  it('follows from how often each step was taken, however it is counted', () => {
    const steps = [
      { from: null, to: 'C1', conversions: 1, nulls: 1 },
      { from: 'C1', to: 'C2', conversions: 1, nulls: 0 },
      { from: null, to: 'C2', conversions: 0, nulls: 1 },
      { from: 'C2', to: 'C3', conversions: 1, nulls: 1 },
      { from: 'C1', to: null, conversions: 0, nulls: 1 },
      { from: 'C3', to: null, conversions: 1, nulls: 1 },
    ];
    expect(rounded(fitSteps(steps).effects)).toEqual({ C1: 0.5, C2: 1, C3: 1 });
  });

  it('is nothing for anybody without an outcome, and empty without paths', () => {
    expect(rounded(fitMarkov([path('a>b', 0, 2)]).effects)).toEqual({ a: 0, b: 0 });
    expect(fitMarkov([{ channels: [], conversions: 1, nulls: 0 }])).toEqual({ baseline: 0, effects: new Map() });
  });

  it('of several hundred channels takes no time', () => {
    const paths = Array.from({ length: 3000 }, (_, at) =>
      path(`c${at % 300}>c${(at * 7 + 3) % 300}>c${(at * 13 + 5) % 300}`, at % 3, 1 + (at % 5)),
    );
    const began = performance.now();
    const { effects } = fitMarkov(paths);
    expect(effects.size).toBe(300);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

/** The share that comes to an outcome when a channel leads to nothing, walked step by step until nobody is left on the way. */
function walk(paths: CountedPath[], removed: string | null): number {
  const next = new Map<string, Map<string, number>>();
  for (const { channels, conversions, nulls } of paths)
    for (const [from, to, many] of [
      ...['(start)', ...channels.slice(0, -1)].map((from, at) => [from, channels[at]!, conversions + nulls] as const),
      [channels.at(-1)!, '(outcome)', conversions] as const,
      [channels.at(-1)!, '(nothing)', nulls] as const,
    ]) {
      const row = next.get(from) ?? new Map<string, number>();
      next.set(from, row.set(to, (row.get(to) ?? 0) + many));
    }
  let there = new Map([['(start)', 1]]);
  let outcome = 0;
  for (let step = 0; step < 1000 && there.size > 0; step++) {
    const moved = new Map<string, number>();
    for (const [from, share] of there) {
      const row = next.get(from)!;
      const all = [...row.values()].reduce((sum, many) => sum + many, 0);
      for (const [to, many] of row) {
        if (to === '(outcome)') outcome += (share * many) / all;
        else if (to !== '(nothing)' && to !== removed) moved.set(to, (moved.get(to) ?? 0) + (share * many) / all);
      }
    }
    there = moved;
  }
  return outcome;
}

it('agrees with walking the chain step by step', () => {
  const counted = fc.record({
    channels: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 5 }),
    conversions: fc.nat({ max: 3 }),
    nulls: fc.nat({ max: 3 }),
  });
  const taken = fc
    .array(counted, { minLength: 1, maxLength: 6 })
    .map((paths) => [...paths, path('a', 1, 1)].filter(({ conversions, nulls }) => conversions + nulls > 0));
  fc.assert(
    fc.property(taken, (paths) => {
      const { baseline, effects } = fitMarkov(paths);
      expect(baseline).toBeCloseTo(walk(paths, null), 6);
      for (const [channel, effect] of effects) expect(effect).toBeCloseTo(1 - walk(paths, channel) / baseline, 6);
    }),
    { numRuns: 40 },
  );
});
