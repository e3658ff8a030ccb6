import { describe, expect, it } from 'vitest';
import { endObstacle, hasEnded, stopObstacle, stopSentence } from './end.ts';

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

  it('has come at its moment', () => {
    expect([null, past, nowIso, later].map((iso) => hasEnded(iso === null ? null : new Date(iso), nowIso))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
