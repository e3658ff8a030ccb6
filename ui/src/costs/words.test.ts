import { describe, expect, it } from 'vitest';
import { budgetOf, type BudgetFacts } from '../../../domain/costs/budget.ts';
import { budgetSentence, varianceWords } from './words.ts';

const none = { valueMinor: 0, lines: 0, withoutRate: 0 };
const facts: BudgetFacts = {
  currency: 'EUR',
  budgetMinor: 1_000_000,
  expectedRevenueMinor: null,
  isBudgetWithoutRate: false,
  isRevenueWithoutRate: false,
  sums: { planned: none, committed: none, actual: none },
  missingRates: [],
  daily: [],
  responses: 0,
  leads: 0,
};
const spent = (valueMinor: number, committed = 0) =>
  budgetOf({
    ...facts,
    sums: {
      ...facts.sums,
      actual: { valueMinor, lines: 1, withoutRate: 0 },
      committed: { valueMinor: committed, lines: 1, withoutRate: 0 },
    },
  });

describe('a budget in a sentence', () => {
  it('says what was spent of what and what is left', () => {
    expect(budgetSentence(budgetOf(facts))).toBe('Nothing spent yet of €10,000; €10,000 left.');
    expect(budgetSentence(spent(300_000, 200_000))).toBe(
      '€3,000 spent of €10,000; €7,000 left, €5,000 after what is committed.',
    );
    expect(budgetSentence(spent(1_140_000))).toBe('€11,400 spent of €10,000: €1,400 over budget.');
  });

  it('says what is missing', () => {
    expect(budgetSentence(budgetOf({ ...facts, budgetMinor: null }))).toBe(
      'Nothing spent yet. The campaign has no budget.',
    );
    const missingRates = [{ currency: 'CHF', lines: 2 }];
    expect(budgetSentence(budgetOf({ ...facts, missingRates }))).toContain('2 lines are not in it');
  });
});

describe('a variance in words', () => {
  it.each([
    [1_140_000, '▲ €1,400 over (+14.0\u00a0%)'],
    [900_000, '▼ €1,000 under (−10.0\u00a0%)'],
    [1_000_000, 'On budget'],
  ])('%i of 1,000,000 → %s', (amount, words) => expect(varianceWords(spent(amount).variance)).toBe(words));
});
