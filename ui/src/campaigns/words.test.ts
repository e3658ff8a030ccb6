import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import { commandsFrom } from '../../../domain/campaigns/lifecycle.ts';
import { canDo } from '../../../domain/policy/policy.ts';
import type { Role } from '../../../domain/policy/roles.ts';
import { commandsFor, sentenceOf, waiting } from './words.ts';

const now = new Date('2026-06-02T09:00:00Z');
const nothing = {
  members: 0,
  responded: 0,
  frozen: 0,
  sent: 0,
  delivered: 0,
  failed: 0,
  skipped: 0,
  uncertain: 0,
  uniqueOpens: 0,
  uniqueClicks: 0,
  bounced: 0,
  unsubscribed: 0,
  complaints: 0,
};

const none = { amountMinor: null, currency: null, byCurrency: [] };
const rolled = (campaigns: number, figures: Partial<Campaign['figures']>): Campaign['rollUp'] => ({
  campaigns,
  figures: { ...nothing, ...figures },
  budgetedCost: none,
  expectedRevenue: none,
  actualCost: none,
});

function campaign(change: Partial<Campaign>): Campaign {
  const status = change.status ?? 'draft';
  return {
    status,
    statusChangedAt: '2026-06-01T15:00:00.000Z',
    startAt: null,
    endAt: null,
    startedAt: null,
    parts: 1,
    figures: nothing,
    commands: commandsFrom(status),
    ...change,
  } as Campaign;
}

describe('sentenceOf', () => {
  it.each<[Partial<Campaign>, string]>([
    [{}, 'A draft. Nothing goes out before somebody else has approved it.'],
    [{ status: 'in_review' }, 'Waiting for approval since Mon 1 Jun, 17:00 Berlin. Its content is locked until then.'],
    [{ status: 'scheduled', startAt: '2026-06-02T23:00:00.000Z' }, 'Starts on Wed 3 Jun, 01:00 Berlin, in 14 h.'],
    [{ status: 'running' }, 'Starting: its audience is being fixed.'],
    [
      { status: 'running', parts: 0, rollUp: rolled(2, { members: 10, responded: 4 }) },
      'Running. It has no message of its own: it holds 2 campaigns together and stays open until somebody completes it. 10 members with those below it, 4 responded.',
    ],
    [
      { status: 'running', parts: 0, endAt: '2026-06-02T23:00:00.000Z', rollUp: rolled(0, { members: 1 }) },
      'Running. It has no message of its own: it holds its members and stays open. 1 member in it, 0 responded. It ends on Wed 3 Jun, 01:00 Berlin, in 14 h.',
    ],
    [
      { status: 'completed', parts: 0, rollUp: rolled(1, { members: 3 }) },
      'Completed. 3 members with those below it, 0 responded.',
    ],
    [
      { status: 'running', figures: { ...nothing, frozen: 7392, sent: 4000, skipped: 652 } },
      'Going out: 4,000 of 7,392 sent, 2,740 still to go.',
    ],
    [
      { status: 'paused', figures: { ...nothing, frozen: 10, sent: 1 } },
      'Paused after 1 message; 9 wait until it is resumed.',
    ],
    [
      { status: 'paused', figures: { ...nothing, frozen: 10, sent: 10 } },
      'Paused after 10 messages; it goes on where it stands once it is resumed.',
    ],
    [
      {
        status: 'completed',
        startedAt: '2026-06-01T07:00:00.000Z',
        figures: { ...nothing, frozen: 7392, sent: 7392, delivered: 7000, uniqueOpens: 3000, uniqueClicks: 840 },
      },
      'Went to 7,392 people on Mon 1 Jun, 09:00 Berlin. 12\u00a0% clicked.',
    ],
    [
      {
        status: 'completed',
        startedAt: '2026-06-01T07:00:00.000Z',
        figures: { ...nothing, frozen: 80, sent: 80, delivered: 80, uniqueClicks: 9 },
      },
      'Went to 80 people on Mon 1 Jun, 09:00 Berlin. 9 people clicked: too few to tell.',
    ],
    [{ status: 'cancelled' }, 'Cancelled before anything went out.'],
  ])('%j', (change, expected) => expect(sentenceOf(campaign(change), 'Europe/Berlin', now)).toBe(expected));
});

describe('commandsFor', () => {
  const as = (role: Role) => (action: Parameters<typeof canDo>[1]) => canDo(role, action);
  it.each<[Campaign['status'], Role, string | null]>([
    ['draft', 'manager', 'submit'],
    ['draft', 'analyst', null],
    ['in_review', 'approver', 'approve'],
    ['in_review', 'manager', null],
    ['running', 'operator', 'pause'],
    ['completed', 'admin', null],
  ])('%s as %s → %s', (status, role, next) => {
    expect(commandsFor(campaign({ status }), as(role)).next).toBe(next);
  });
  it('never offers what the role may not do', () => {
    expect(commandsFor(campaign({ status: 'running' }), as('approver')).others).toEqual([]);
  });
});

it('waiting is never below nothing', () => {
  expect(waiting({ ...nothing, frozen: 3, sent: 5 })).toBe(0);
});
