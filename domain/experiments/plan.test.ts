import { describe, expect, it } from 'vitest';
import { lookHours } from './experiment.ts';
import { answerPlan } from './planner.ts';
import { restOpensAt } from './rest.ts';

describe('the looks', () => {
  it('begin when the wait is over and end with the test', () => {
    expect(lookHours({ waitHours: 4, endHours: 24, looks: 3 })).toEqual([4, 14, 24]);
    expect(lookHours({ waitHours: 0, endHours: 8, looks: 4 })).toEqual([2, 4, 6, 8]);
    expect(lookHours({ waitHours: 4, endHours: 24, looks: 1 })).toEqual([24]);
  });
});

describe('the rest', () => {
  const startedAt = '2026-06-01T08:00:00.000Z';

  it('goes at once, or at the time of the day that won', () => {
    const nowIso = '2026-06-02T15:00:00.000Z';
    expect(restOpensAt({ startedAt, delayMinutes: 0, nowIso })).toBe(nowIso);
    expect(restOpensAt({ startedAt, delayMinutes: 240, nowIso })).toBe('2026-06-03T12:00:00.000Z');
    expect(restOpensAt({ startedAt, delayMinutes: 600, nowIso })).toBe('2026-06-02T18:00:00.000Z');
  });
});

describe('the planner', () => {
  const question = { baselinePercent: 4, liftPercent: 25, variants: 2, looks: 1, power: 0.8, alpha: 0.05 };

  it('says how much of a list a test takes', () => {
    const answer = answerPlan({ ...question, people: 50_000, peopleADay: null });
    expect(answer).toMatchObject({ people: 13_490, testPercent: 26.98, isEnough: true, mailings: 1, days: null });
  });

  it('says how many days of people coming by it takes', () => {
    const answer = answerPlan({ ...question, people: null, peopleADay: 200 });
    expect(answer).toMatchObject({ days: 68, isEnough: null, testPercent: null });
    expect(answer.sentence).toContain('about 68 days');
  });
});
