import { describe, expect, it } from 'vitest';
import { Model } from '../../../domain/attribution/model.ts';
import type { Basis, CreditReport } from '../../../domain/attribution/report.ts';
import { basisWords, creditSentence, modelHow, modelWords } from './words.ts';

const basis: Basis = {
  model: 'linear',
  from: null,
  to: null,
  currency: 'EUR',
  lookBackDays: 90,
  countOpensAsTouch: false,
  fit: null,
  lastWrittenAt: null,
  waiting: 0,
  setAside: 0,
  opportunities: 3,
  withoutRate: 0,
};
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const totals = (total: number, credited: number) => ({
  total: eur(total),
  credited: eur(credited),
  uncredited: eur(total - credited),
  opportunities: 1,
});

describe('what a report says of itself', () => {
  it('is a sentence with what was earned and what is open', () => {
    const report = { basis, groupBy: 'campaign', groups: [], revenue: totals(2_500_000, 2_000_000), pipeline: totals(900_000, 900_000) }; // prettier-ignore
    expect(creditSentence(report as CreditReport)).toBe(
      'Campaigns earned €20,000 of €25,000 won, and are part of €9,000 of €9,000 that is open.',
    );
    expect(creditSentence({ ...report, basis: { ...basis, opportunities: 0 } } as CreditReport)).toBe(
      'No opportunities have come in yet.',
    );
  });

  it('names the model, the window and how fresh it is', () => {
    const text = (over: Partial<Basis>) => basisWords({ ...basis, ...over }).join(' ');
    expect(text({})).toContain('Linear model: The same to each touch. Touches count from 90 days before');
    expect(text({})).toContain('Nothing has been credited yet.');
    expect(text({ waiting: 1 })).toContain('1 opportunity is still to be credited.');
    expect(text({ waiting: 2, countOpensAsTouch: true })).toMatch(/opens too.*2 opportunities are still/);
    expect(text({ waiting: 1, setAside: 1 })).toMatch(
      /Nothing has been.*1 opportunity could not be credited; it is tried/,
    );
    expect(text({ withoutRate: 1 })).toContain('1 opportunity has no exchange rate and is left out.');
    expect(text({ model: 'markov' })).toContain('Not fitted yet');
  });

  it('knows every model', () => {
    for (const model of Model.options) expect([modelWords[model], modelHow[model]].every(Boolean)).toBe(true);
  });
});
