import { describe, expect, it } from 'vitest';
import { isWorthStaying, lookMs, quietMs, restAfter, stillBusy } from './pace.ts';

const start = Date.parse('2026-06-01T10:00:00.000Z');

/** Looks `count` times, `apartMs` from each other; says for each whether the drip was busy, and gives the account. */
function lookAgainAndAgain(count: number, apartMs: number, from: { at?: number; busyUntil?: string | null } = {}) {
  let [now, busyUntil] = [from.at ?? start, from.busyUntil ?? null];
  const busy: boolean[] = [];
  for (let look = 0; look < count; look++, now += apartMs) {
    const rest = restAfter({ nowIso: new Date(now).toISOString(), busyUntil });
    expect(Date.parse(rest.restsUntil) - now).toBe(quietMs);
    busy.push(rest.isBusy);
    busyUntil = rest.busyUntil;
  }
  return { busy, now, busyUntil };
}

describe('the account of looks', () => {
  it('calls a drip busy once looks have followed each other for a while, and keeps the rest at a minute all the time', () => {
    const { busy } = lookAgainAndAgain(20, quietMs);
    expect(busy).toEqual([...Array.from({ length: 6 }, () => false), ...Array.from({ length: 14 }, () => true)]);
  });

  it('lets looks that come seldom alone', () => {
    expect(lookAgainAndAgain(100, lookMs).busy).not.toContain(true);
  });

  it('does not hold a long busy time against a drip for longer than it takes to earn the looks of one', () => {
    const { now, busyUntil } = lookAgainAndAgain(1000, quietMs);
    expect(lookAgainAndAgain(6, quietMs, { at: now + 7 * lookMs, busyUntil }).busy).not.toContain(true);
    expect(lookAgainAndAgain(1, quietMs, { at: now + lookMs / 2, busyUntil }).busy).toEqual([true]);
  });

  it('finds a drip as busy as it was where something came between a stay and the next look', () => {
    expect(lookAgainAndAgain(1, quietMs, { busyUntil: stillBusy(start) }).busy).toEqual([true]);
    expect(lookAgainAndAgain(1, quietMs, { at: start + lookMs, busyUntil: stillBusy(start) }).busy).toEqual([true]);
    expect(lookAgainAndAgain(1, quietMs, { at: start + 3 * lookMs, busyUntil: stillBusy(start) }).busy).toEqual([
      false,
    ]);
  });
});

describe('going on staying', () => {
  it.each([
    [0, lookMs, false],
    [1, lookMs, false],
    [2, lookMs, true],
    [1, lookMs / 2, true],
    [0, lookMs / 2, false],
    [0, quietMs / 2, true],
  ])('is worth it or not: something to do in %i minutes of %i ms', (looks, forMs, isWorth) => {
    expect(isWorthStaying({ looks, forMs })).toBe(isWorth);
  });
});
