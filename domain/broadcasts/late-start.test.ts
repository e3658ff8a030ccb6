import { expect, it } from 'vitest';
import { lateStartWarning } from './late-start.ts';

const zones = [
  { timeZone: 'Asia/Tokyo', people: 1200 },
  { timeZone: null, people: 5 },
];
const ask = (nowIso: string) => ({ localStart: '2026-06-03T09:00', nowIso, tenantZone: 'Europe/Berlin' });

it('says how many get it at once because their hour has passed, and what would mend it', () => {
  const warning = lateStartWarning(zones, ask('2026-06-03T05:00:00.000Z'));
  expect(warning).toMatchObject({ severity: 'warning', code: 'local_start_passed' });
  expect(warning!.message).toContain('For 1,200 people 09:00 on 2026-06-03');
  expect(warning!.message).toContain('2026-06-02T19:00:00.000Z');
  const one = lateStartWarning([{ timeZone: 'Asia/Tokyo', people: 1 }], ask('2026-06-03T05:00:00.000Z'));
  expect(one!.message).toContain('For 1 person 09:00 on 2026-06-03 has passed on their own clock when');
  expect(one!.message).toContain('that person gets it at once');
});

it('says nothing where everybody gets it at the hour', () => {
  expect(lateStartWarning(zones, ask('2026-06-02T12:00:00.000Z'))).toBeNull();
});
