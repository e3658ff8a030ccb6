import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lackingSeeds } from './coverage.ts';

const receiver = (key: string, count: number) => ({ key, name: key.toUpperCase(), count });

it.each<[string, { key: string; name: string; count: number }[], string[], string[]]>([
  ['much of the mail', [receiver('google', 600), receiver('yahoo', 400)], ['google'], ['yahoo']],
  ['a seed for each', [receiver('google', 600), receiver('yahoo', 400)], ['google', 'yahoo'], []],
  ['a small share', [receiver('google', 9100), receiver('yahoo', 900)], ['google'], []],
  ['little mail', [receiver('google', 50), receiver('yahoo', 49)], [], []],
  ['nobody any more', [receiver('', 900)], [], []],
])('%s', (_what, receivers, seeded, keys) =>
  expect(lackingSeeds(receivers, new Set(seeded)).map(({ key }) => key)).toEqual(keys),
);

it('never names one that has a seed, nor more than ten', () => {
  const receivers = fc.array(fc.record({ key: fc.string(), name: fc.string(), count: fc.nat(100_000) }));
  fc.assert(
    fc.property(receivers, fc.array(fc.string()), (all, seeded) => {
      const found = lackingSeeds(all, new Set(seeded));
      expect(found.some(({ key }) => seeded.includes(key))).toBe(false);
      expect(found.length).toBeLessThanOrEqual(10);
    }),
  );
});
