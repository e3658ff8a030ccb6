import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  areExact,
  bytes,
  count,
  dateTime,
  duration,
  fromLocalInput,
  money,
  planned,
  relative,
  share,
  toLocalInput,
} from './format.ts';

const now = new Date('2026-06-02T09:00:00Z');

describe('numbers', () => {
  it.each([
    [share(12, 100), '12\u00a0%'],
    [share(34, 1000), '3.4\u00a0%'],
    [share(0, 100), '0\u00a0%'],
    [share(1, 100_000), '<\u00a00.1\u00a0%'],
    [share(1886, 1889), '99.8\u00a0%'],
    [share(999_999, 1_000_000), '99.9\u00a0%'],
    [share(99, 100), '99\u00a0%'],
    [share(7, 7), '100\u00a0%'],
    [share(1, 0), null],
    [count(null), 'n/a'],
    [count(7392), '7,392'],
    [money({ amountMinor: 1_200_000, currency: 'EUR' }), '€12,000'],
    [money({ amountMinor: 1050, currency: 'EUR' }), '€10.50'],
    [money({ amountMinor: 500, currency: 'JPY' }), 'JP¥500'],
    [money({ amountMinor: 1_200_000, currency: 'EUR' }, true), '€12,000.00'],
    [money({ amountMinor: 500, currency: 'JPY' }, true), 'JP¥500'],
    [money(null), 'n/a'],
    [bytes(104_857), '102 kB'],
    [duration(45), '45 s'],
    [duration(300), '5 min'],
    [duration(5400), '1.5 h'],
  ])('%s', (actual, expected) => expect(actual).toBe(expected));
});

describe('a column of money', () => {
  const of = (amountMinor: number, currency = 'EUR') => ({ amountMinor, currency });
  it('is exact where one of it is no whole amount', () => {
    expect(areExact([of(1_200_000), null, of(1050)])).toBe(true);
    expect(areExact([of(1_200_000), undefined, of(-100)])).toBe(false);
    expect(areExact([of(505, 'JPY')])).toBe(false);
    expect(areExact([of(1005, 'KWD')])).toBe(true);
    expect(areExact([])).toBe(false);
  });
});

describe('times', () => {
  it('say their day and zone where something is planned', () => {
    expect(planned('2026-06-03T07:00:00Z', 'Europe/Berlin', now)).toBe('Wed 3 Jun, 09:00 Berlin');
  });
  it('leave the year out only in the current one', () => {
    expect(dateTime('2025-12-31T10:00:00Z', 'UTC', now)).toBe('31 Dec 2025, 10:00');
  });
  it('say how far away they are', () => {
    expect(relative('2026-06-02T23:00:00Z', now)).toBe('in 14 h');
    expect(relative('2026-06-02T08:57:00Z', now)).toBe('3 min ago');
    expect(relative(now, now)).toBe('just now');
  });
});

describe('datetime-local', () => {
  it.each(['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'UTC'])('goes there and back in %s', (zone) => {
    for (const iso of ['2026-01-15T12:30:00.000Z', '2026-07-15T22:45:00.000Z', '2026-03-29T03:15:00.000Z']) {
      expect(fromLocalInput(toLocalInput(iso, zone), zone)).toBe(iso);
    }
  });
  it.each([
    ['the first of two', '2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['the first of two', '2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['the first of two', '2027-04-04T01:45', 'Australia/Lord_Howe', '2027-04-03T14:45:00.000Z'],
    ['never before a time that is left out', '2027-03-28T02:30', 'Europe/Berlin', '2027-03-28T01:30:00.000Z'],
    ['never before a time that is left out', '2027-03-14T02:30', 'America/New_York', '2027-03-14T07:30:00.000Z'],
    ['a day that begins at one', '2027-03-28T00:00', 'Atlantic/Azores', '2027-03-28T01:00:00.000Z'],
  ])('is %s: %s in %s', (_, local, zone, iso) => expect(fromLocalInput(local, zone)).toBe(iso));
  it.each(['tomorrow', '0001-01-01T00:00', '0002-06-01T00:00', '0202-06-01T00:00', '2026-02-31T25:00'])(
    'refuses what is not a time, and a year that is still being typed: %s',
    (local) => expect(fromLocalInput(local, 'Europe/Berlin')).toBeNull(),
  );
});

describe("the browser's tables of languages", () => {
  it('are not read before something is written', () => {
    const none = 'Intl.NumberFormat = Intl.DateTimeFormat = function () { throw new Error("too early") };';
    const script = `${none} await import(${JSON.stringify(import.meta.resolve('./format.ts'))});`;
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    expect({ status, said: stderr.toString() }).toEqual({ status: 0, said: '' });
  });
});
