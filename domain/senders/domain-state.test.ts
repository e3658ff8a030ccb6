import { expect, it } from 'vitest';
import { stepWatch } from './domain-state.ts';

const now = '2026-03-02T09:00:00.000Z';
const after = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();

it('looks soon at what somebody is setting up, then with patience, and once a day at what is in order', () => {
  const waits = [0, 1, 2, 3, 7, 8, 40].map(
    (failures) => stepWatch({ state: 'pending', failures }, false, now).nextCheckAt,
  );
  expect(waits).toEqual([5, 15, 30, 60, 720, 1440, 1440].map(after));
  expect(stepWatch({ state: 'pending', failures: 6 }, true, now)).toEqual({
    state: 'verified',
    failures: 0,
    nextCheckAt: after(1440),
    news: null,
  });
});

it('tells of a domain that breaks and of one that is mended, once each', () => {
  const broken = stepWatch({ state: 'verified', failures: 0 }, false, now);
  expect(broken).toMatchObject({ state: 'broken', news: 'broken', nextCheckAt: after(5) });
  const still = stepWatch(broken, false, now);
  expect(still).toMatchObject({ state: 'broken', news: null, nextCheckAt: after(15) });
  expect(stepWatch(still, true, now)).toMatchObject({ state: 'verified', news: 'mended', failures: 0 });
});

it('learns nothing from a DNS that does not answer', () => {
  expect(stepWatch({ state: 'verified', failures: 0 }, null, now)).toMatchObject({
    state: 'verified',
    news: null,
    nextCheckAt: after(5),
  });
  expect(stepWatch({ state: 'broken', failures: 2 }, null, now)).toMatchObject({ state: 'broken', news: null });
});
