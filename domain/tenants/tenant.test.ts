import { describe, expect, it } from 'vitest';
import { PersonInput } from '../people/person.ts';
import { TenantChange, TimeZone } from './tenant.ts';

describe('tenant settings', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kolkata'])('knows the zone %s', (zone) => {
    expect(TimeZone.safeParse(zone).success).toBe(true);
  });
  it.each(['Europe/Nowhere', '+02:00', 'EST5', '', 'europe/berlin; drop', 'UTC+1'])('refuses the zone %j', (zone) => {
    expect(TimeZone.safeParse(zone).success).toBe(false);
  });
  it.each([
    ['Europe/berlin', 'Europe/Berlin'],
    ['America/new_york', 'America/New_York'],
    ['UTC', 'UTC'],
    ['US/Pacific', 'US/Pacific'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Australia/NSW', 'Australia/NSW'],
    ['Etc/UTC', 'Etc/UTC'],
    ['US/PACIFIC', 'America/Los_Angeles'],
    ['ASIA/KOLKATA', 'Asia/Calcutta'],
    ['Europe/KYIV', 'Europe/Kiev'],
    ['ETC/UTC', 'UTC'],
  ])('keeps %s by the name that everybody knows it by: %s', (written, name) => {
    expect(TimeZone.parse(written)).toBe(name);
    expect(PersonInput.parse({ timeZone: written }).timeZone).toBe(name);
  });
  it.each([
    ['EUR', true],
    ['JPY', true],
    ['XYZ', false],
    ['ZZZ', false],
    ['eur', false],
  ])('of the currency %s: %s', (currency, isOne) => {
    expect(TenantChange.safeParse({ currency }).success).toBe(isOne);
  });
  it('takes a change of one setting and refuses unknown ones', () => {
    expect(TenantChange.parse({ cap: null })).toEqual({ cap: null });
    expect(TenantChange.safeParse({ isExample: true }).success).toBe(false);
    expect(TenantChange.safeParse({ quietHours: { from: '21:00', to: '21:00' } }).success).toBe(false);
    expect(TenantChange.safeParse({ retentionDays: 5 }).success).toBe(false);
  });
});
