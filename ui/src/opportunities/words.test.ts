import { describe, expect, it } from 'vitest';
import type { Opportunity, OpportunitySummary } from '../../../domain/opportunities/opportunity.ts';
import { isOverdue, opportunitySentence, summarySentence } from './words.ts';

const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const sum = (count: number, amountMinor: number) => ({ count, value: euros(amountMinor), withoutRate: 0 });

describe('what opportunities come to', () => {
  it.each([
    [[0, 0, 0, 0], 'What sales hope to earn and what they earned.'],
    [[2, 0, 0, 0], '2 open opportunities worth €200; 0 won for €0.'],
    [
      [1, 3, 1, 50],
      '1 open opportunity worth €100; 3 won for €300, €50 of it given back. 75\u00a0% of what was closed was won.',
    ],
  ])('%j', ([open = 0, won = 0, lost = 0, back = 0], sentence) => {
    const summary: OpportunitySummary = {
      open: sum(open, open * 10_000),
      won: sum(won, won * 10_000),
      lost: sum(lost, 0),
      refunded: euros(back * 100),
    };
    expect(summarySentence(summary)).toBe(sentence);
  });
});

describe('one opportunity', () => {
  const open = {
    state: 'open',
    stage: 'Proposal',
    amount: { amountMinor: 100_000, currency: 'USD' },
    value: euros(92_000),
    refunded: euros(0),
    openedAt: '2026-03-01T00:00:00.000Z',
    closedAt: null,
    expectedCloseOn: '2026-06-30',
  } as Opportunity;
  const now = new Date('2026-06-30T22:30:00Z');
  it.each([
    [{}, 'In Proposal, opened on 1 Mar 2026, worth €920, expected to close on 30 Jun 2026.'],
    [{ value: null, expectedCloseOn: null }, 'In Proposal, opened on 1 Mar 2026, worth US$1,000.'],
    [
      { state: 'won', closedAt: '2026-03-02T00:00:00.000Z', refunded: euros(2000) },
      'Won €920 on 2 Mar 2026, 1 day after it was opened. €20 was given back.',
    ],
    [{ state: 'lost', closedAt: '2026-03-31T00:00:00.000Z' }, 'Lost €920 on 31 Mar 2026, 30 days after it was opened.'],
  ])('says %j', (change, sentence) => {
    expect(opportunitySentence({ ...open, ...change } as Opportunity, 'UTC', now)).toBe(sentence);
  });
  it('is overdue when its day is over where the organisation is', () => {
    expect(isOverdue('2026-06-30', 'UTC', now)).toBe(false);
    expect(isOverdue('2026-06-30', 'Europe/Berlin', now)).toBe(true);
    expect(opportunitySentence(open, 'Europe/Berlin', now)).toContain(', was expected to close on 30 Jun 2026.');
  });
});
