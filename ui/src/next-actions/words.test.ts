import { describe, expect, it } from 'vitest';
import type { Effect, Policy } from './calls.ts';
import {
  effectSentence,
  emptyQueueWords,
  evaluationWords,
  figuresMean,
  isOverdue,
  queueSentence,
  worthWords,
} from './words.ts';

const effect = (input: Partial<Effect>): Effect => ({
  acted: { people: 400, answered: 80, rate: 0.2 },
  heldOut: { people: 50, answered: 5, rate: 0.1 },
  difference: { mean: 0.1, interval: [0.01, 0.18] },
  verdict: 'better',
  evaluations: [],
  ...input,
});
const policy = { mode: 'suggest', decides: { kind: 'rule', number: 1 } } as Policy;

describe('the effect', () => {
  it('is said with both rates and how sure it is', () => {
    expect(effectSentence(effect({}))).toBe(
      '20\u00a0% of 400 answered, against 10\u00a0% of 50 who were left alone on purpose: 10 points more, beyond chance (between 1 and 18).',
    );
  });

  it('is not claimed where it may be chance, or where there are too few', () => {
    const unsure = effect({ verdict: 'no_difference', difference: { mean: 0.02, interval: [-0.03, 0.07] } });
    expect(effectSentence(unsure)).toContain('may be chance: the difference is between −3 and 7 points.');
    expect(effectSentence(effect({ verdict: 'too_few', difference: null }))).toContain('Too few to tell');
  });
});

it('says when the same for everybody wins, and what that is', () => {
  const figures = { bestConstant: { label: 'Send the guide' } };
  expect(evaluationWords({ at: '', decisions: 900, why: 'constant_wins', figures })).toContain('“Send the guide”');
});

it('says what waits and who chose it, and that nothing does where it is off', () => {
  expect(queueSentence(policy, { rows: 3, hasMore: false })).toBe(
    '3 suggestions wait, the most worth first. Chosen by a rule.',
  );
  expect(queueSentence({ ...policy, mode: 'off' }, { rows: 0, hasMore: false })).toContain('are off');
});

it('says what a decision was expected to bring, and what its figures mean', () => {
  expect(worthWords({ chance: 0.0312, worth: 12.4 }, 'EUR')).toBe(
    'Expected: 3.1\u00a0% answer, which is worth 12\u00a0EUR a person',
  );
  expect(figuresMean(14)).toContain('within 14 days');
});

it('asks nobody to switch on what they may not', () => {
  expect(emptyQueueWords('off', true).text).toMatch(/^Say who decides/);
  expect(emptyQueueWords('off', false).text).toMatch(/^A manager says/);
  expect(emptyQueueWords('suggest', false).title).toBe('No suggestion waits');
});

it('calls a task overdue only while it is open and its day is over', () => {
  const now = Date.parse('2026-05-04T10:00:00Z');
  expect(isOverdue({ status: 'open', dueAt: '2026-05-04T09:59:00Z' }, now)).toBe(true);
  expect(isOverdue({ status: 'open', dueAt: '2026-05-04T10:01:00Z' }, now)).toBe(false);
  expect(isOverdue({ status: 'open', dueAt: null }, now)).toBe(false);
  expect(isOverdue({ status: 'done', dueAt: '2026-05-01T00:00:00Z' }, now)).toBe(false);
});
