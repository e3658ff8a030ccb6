import { describe, expect, it } from 'vitest';
import { cutoffsOf, RetentionRules } from './rule.ts';

const rules = {
  engagementDays: 365,
  inactivePeopleDays: null,
  jobRecordsDays: 90,
  signUpsDays: 7,
  inboundMailDays: 90,
};

describe('retention rules', () => {
  it('give a moment for each kind that is not kept for ever', () => {
    expect(cutoffsOf(rules, '2026-06-30T00:00:00.000Z')).toEqual([
      { kind: 'engagement', before: '2025-06-30T00:00:00.000Z' },
      { kind: 'jobRecords', before: '2026-04-01T00:00:00.000Z' },
      { kind: 'signUps', before: '2026-06-23T00:00:00.000Z' },
      { kind: 'inboundMails', before: '2026-04-01T00:00:00.000Z' },
    ]);
  });

  it.each([
    [{ ...rules, engagementDays: 29 }, false],
    [{ ...rules, inactivePeopleDays: 89 }, false],
    [{ ...rules, inactivePeopleDays: 90 }, true],
    [{ ...rules, signUpsDays: 1.5 }, false],
    [{ ...rules, surprise: 1 }, false],
  ])('%o is taken: %s', (given, isTaken) => {
    expect(RetentionRules.safeParse(given).success).toBe(isTaken);
  });
});
