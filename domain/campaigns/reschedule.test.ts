import { describe, expect, it } from 'vitest';
import type { CampaignStatus } from './lifecycle.ts';
import { movableDates, rescheduleObstacle } from './reschedule.ts';

const now = '2026-06-10T12:00:00.000Z';
const [past, soon, later] = ['2026-06-01T09:00:00.000Z', '2026-06-20T09:00:00.000Z', '2026-06-30T09:00:00.000Z'];

describe('another date for a campaign', () => {
  it.each<[CampaignStatus, string | null, string | null, string | null]>([
    ['draft', past, later, null],
    ['approved', later, null, null],
    ['scheduled', later, null, null],
    ['scheduled', past, later, 'startAt'],
    ['scheduled', soon, past, 'endAt'],
    ['running', later, null, 'startAt'],
    ['running', soon, later, null],
    ['running', soon, past, 'endAt'],
    ['paused', past, later, 'startAt'],
    // The same moment, written otherwise, is no other date.
    ['running', '2026-06-20T11:00:00+02:00', later, null],
  ])('%s to %s – %s: %s', (status, startAt, endAt, path) => {
    const before = { status, startAt: soon, endAt: null };
    expect(rescheduleObstacle(before, { startAt, endAt }, now)?.path ?? null).toBe(path);
  });

  it('is not what an untouched past start of a running campaign is', () => {
    const dates = { startAt: past, endAt: null };
    expect(rescheduleObstacle({ status: 'running', ...dates }, { ...dates, endAt: later }, now)).toBeNull();
  });

  it.each<[CampaignStatus, string]>([
    ['draft', 'both'],
    ['in_review', 'none'],
    ['scheduled', 'both'],
    ['paused', 'end'],
    ['completed', 'none'],
  ])('%s can move %s', (status, movable) => expect(movableDates(status)).toBe(movable));
});
