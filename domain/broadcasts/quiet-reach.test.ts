import { describe, expect, it } from 'vitest';
import { quietWarning } from './quiet-reach.ts';

const quiet = { from: '21:00', to: '08:00' };
const zones = [
  { timeZone: 'Europe/Berlin', people: 5000 },
  { timeZone: 'America/Los_Angeles', people: 1200 },
  { timeZone: 'America/New_York', people: 800 },
  { timeZone: null, people: 300 },
  { timeZone: 'Mars/Olympus', people: 2 },
];
const at = (iso: string) => quietWarning(zones, { at: iso, quiet, tenantZone: 'Europe/Berlin' });

describe('a broadcast in quiet hours', () => {
  it('is warned of with how many people are asleep, and where', () => {
    // Nine in Berlin: three in New York, midnight in Los Angeles.
    const finding = at('2026-06-03T07:00:00Z');
    expect(finding).toMatchObject({ severity: 'warning', code: 'quiet_hours', where: 'start' });
    expect(finding?.message).toMatch(/^2,000 of 7,302 people .*: Los Angeles 1,200, New York 800\. /);
  });

  it('counts those whose zone nobody knows by the clock of the organisation', () => {
    expect(at('2026-06-03T22:00:00Z')?.message).toMatch(/^5,302 of 7,302 .*: Berlin 5,302\. /);
  });

  it('is nothing to warn of where everybody is awake', () => {
    expect(at('2026-06-03T17:00:00Z')).toBeNull();
  });

  it('goes by the clocks of that day', () => {
    const berlin = [{ timeZone: 'Europe/Berlin', people: 1 }];
    const on = (iso: string) => quietWarning(berlin, { at: iso, quiet, tenantZone: 'UTC' });
    expect(on('2026-10-24T06:30:00Z')).toBeNull();
    expect(on('2026-10-25T06:30:00Z')).not.toBeNull();
  });
});
