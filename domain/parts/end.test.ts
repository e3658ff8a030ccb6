import { describe, expect, it } from 'vitest';
import { checkEnd, endObstacle, hasEnded, stopObstacle, stopSentence } from './end.ts';

const what = 'drip';

describe('stopping a part by itself', () => {
  it.each([
    ['running', 'running', null],
    ['paused', 'paused', null],
    ['draft', 'paused', null],
    ['draft', 'scheduled', 'The drip has not begun; remove it from its campaign instead.'],
    ['completed', 'running', 'The drip is over already.'],
    ['cancelled', 'running', 'The drip was stopped already.'],
  ] as const)('one that is %s in a campaign that is %s: %s', (status, campaignStatus, obstacle) => {
    expect(stopObstacle({ what, status, campaignStatus })).toBe(obstacle);
  });

  it('says whom it touches and what becomes of the mail', () => {
    expect(stopSentence({ people: 1214, queued: 30, inFlight: 1 })).toBe(
      '1,214 people leave it. 30 messages that are queued are taken back. 1 that is on its way arrives. What was sent, opened and clicked stays on record.',
    );
    expect(stopSentence({ people: 0, queued: 0, inFlight: 0 })).toBe(
      'Nobody is in it. No mail of it is queued. What was sent, opened and clicked stays on record.',
    );
  });
});

describe('an end date of its own', () => {
  const nowIso = '2026-06-01T10:00:00.000Z';
  const [past, next, later] = ['2026-05-01T10:00:00.000Z', '2026-06-02T10:00:00.000Z', '2026-06-03T10:00:00.000Z'];
  it.each([
    [null, next, null, null],
    [next, later, null, null],
    [next, null, null, null],
    [null, past, null, 'The end must be a moment to come. To end the drip now, stop it.'],
    [past, later, past, 'The drip has closed; its end date stays.'],
    [past, past, past, null],
  ])('from %s to %s, closed %s: %s', (before, after, closedAt, obstacle) => {
    expect(endObstacle({ what, before, after, closedAt, nowIso })).toBe(obstacle);
  });

  it.each([
    { is: 'none', end: null, start: null, firstAt: later, codes: [] },
    { is: 'after the start and the first that it does', end: later, start: null, firstAt: next, codes: [] },
    { is: 'before the start', end: next, start: later, firstAt: later, codes: ['ends_before_start'] },
    { is: 'at a start that is over', end: past, start: past, firstAt: later, codes: ['ends_before_start'] },
    { is: 'at the first that it does', end: next, start: null, firstAt: next, codes: ['ends_before_first'] },
    { is: 'where nothing of it has a moment', end: next, start: null, firstAt: null, codes: [] },
  ])('is warned of before the start: $is', ({ end, start, firstAt, codes }) => {
    const [endAt, startAt] = [end, start].map((iso) => (iso ? new Date(iso) : null)) as [Date | null, Date | null];
    const findings = checkEnd({ what, endAt, startAt, firstAt, nowIso });
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual(codes.map((code) => [code, 'warning']));
  });

  it('has come at its moment', () => {
    expect([null, past, nowIso, later].map((iso) => hasEnded(iso === null ? null : new Date(iso), nowIso))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
