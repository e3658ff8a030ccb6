import { describe, expect, it } from 'vitest';
import { Rule } from '../../../domain/segments/rule.ts';
import { clauseWords, countWords, holdOutWords, liftWords, nameFor, roundWords } from './suggestion-words.ts';

const rule = Rule.parse({
  kind: 'all',
  rules: [
    { kind: 'field', field: 'person.jobTitle', test: { op: 'isOneOf', values: ['Buyer'] } },
    { kind: 'engagement', event: 'page_view', times: { op: 'atLeast', count: 3 }, withinDays: 30 },
  ],
});
const nameOf = () => 'Job title';
const evidence = {
  all: { people: 100, converted: 60, lift: 2.41, low: 1.58, high: 3.6 },
  holdOut: { people: 30, converted: 17, lift: 2.2, low: 1.3, high: 3.7 },
  base: { people: 800, converted: 90 },
};
const round = {
  ...{ lookedAt: '2026-06-04T10:00:00.000Z', outcome: 'nothing', clock: 'moment', asOf: '2026-03-01T10:00:00.000Z' },
  ...{ people: 800, converted: 90, searched: 1234 },
} as const;
const around = { when: (iso: string) => iso.slice(0, 10), fewest: 40 };

describe('a suggestion in words', () => {
  it('says the rule as the builder does, and a name of it', () => {
    expect(clauseWords({ rule }, nameOf)).toEqual([
      'Job title is Buyer',
      'Visited a page at least 3 times in the last 30 days',
    ]);
    expect(nameFor({ rule }, nameOf)).toBe('Job title is Buyer, Visited a page at least 3 times in the last 30 days');
  });

  it('says how much likelier, at least, and by what it was counted', () => {
    expect(liftWords(evidence)).toBe(
      '2.4 times as likely to convert as all leads; allowing for luck, at least 1.6 times',
    );
    expect(holdOutWords(evidence)).toContain(
      '2.2 times as likely; allowing for luck, at least 1.3 times (17 of 30 people converted)',
    );
    expect(countWords(evidence)).toBe(
      '60 of 100 such leads converted (60\u00a0%), of all leads it was 90 of 800 (11\u00a0%).',
    );
  });

  it('says why there is none', () => {
    expect(roundWords(round, around)).toBe(
      '1,234 rules were tried on 800 leads as they were on 2026-03-01, 90 converted since; none did better than luck explains.',
    );
    expect(roundWords({ ...round, outcome: 'too_few', converted: 1, searched: 0 }, around)).toBe(
      '1 lead that was known before has converted in the last year: it takes 40 to tell a pattern from luck.',
    );
    expect(roundWords({ ...round, clock: 'arrival', asOf: null, outcome: 'found' }, around)).toContain(
      '800 leads a week after they came',
    );
  });
});
