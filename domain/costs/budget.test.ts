import { describe, expect, it } from 'vitest';
import { budgetOf, type BudgetFacts } from './budget.ts';

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
  mqls: 0,
};
const spent = (valueMinor: number, withoutRate = 0) => ({
  ...facts.sums,
  actual: { valueMinor, lines: 1 + withoutRate, withoutRate },
});
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

describe('a budget against its costs', () => {
  it('says total, spent and remaining, and what commitments leave', () => {
    const committed = { valueMinor: 200_000, lines: 1, withoutRate: 0 };
    const budget = budgetOf({ ...facts, sums: { ...spent(300_000), committed } });
    expect(budget.remaining).toEqual({ value: eur(700_000), reason: null });
    expect(budget.available).toEqual({ value: eur(500_000), reason: null });
  });

  it('says the variance: 10,000 vs 11,400 → +1,400, +14.0 %', () => {
    expect(budgetOf({ ...facts, sums: spent(1_140_000) }).variance).toEqual({
      value: eur(140_000),
      percent: 14,
      reason: null,
    });
  });

  it('says what a response and a lead cost, and why where it cannot', () => {
    const known = budgetOf({ ...facts, sums: spent(200_000), responses: 200, leads: 80, mqls: 8 });
    expect(known.mqlRate).toEqual({ percent: 10, reason: null });
    expect([known.costPerResponse.value, known.costPerLead.value]).toEqual([eur(1000), eur(2500)]);
    const nobody = budgetOf({ ...facts, sums: spent(200_000) });
    expect(nobody.costPerResponse).toEqual({ value: null, reason: 'no_responses' });
    expect(nobody.costPerLead).toEqual({ value: null, reason: 'no_leads' });
    expect(budgetOf({ ...facts, responses: 200 }).costPerResponse).toEqual({ value: null, reason: 'no_cost' });
  });

  it('does not take a cost without a rate for nothing', () => {
    const budget = budgetOf({ ...facts, sums: spent(200_000, 1), responses: 200 });
    expect(budget.actual).toEqual({ value: eur(200_000), lines: 2, withoutRate: 1 });
    expect([budget.remaining, budget.available, budget.costPerResponse]).toEqual(
      Array(3).fill({ value: null, reason: 'no_cost_rate' }),
    );
    expect(budget.variance).toEqual({ value: null, percent: null, reason: 'no_cost_rate' });
  });

  it('says that there is no budget, or none that can be said', () => {
    const without = budgetOf({ ...facts, budgetMinor: null, sums: spent(100) });
    expect([without.budget, without.remaining]).toEqual(Array(2).fill({ value: null, reason: 'no_budget' }));
    const unrated = budgetOf({ ...facts, budgetMinor: null, isBudgetWithoutRate: true });
    expect(unrated.budget).toEqual({ value: null, reason: 'no_budget_rate' });
    expect(budgetOf({ ...facts, budgetMinor: 0, sums: spent(100) }).variance.percent).toBeNull();
  });

  it('expects a return where budget and revenue are known', () => {
    expect(budgetOf({ ...facts, expectedRevenueMinor: 2_000_000 }).expectedRoi).toEqual({ percent: 100, reason: null });
    expect(budgetOf(facts).expectedRoi).toEqual({ percent: null, reason: 'no_expected_revenue' });
  });

  it('adds up what was spent day by day, refunds included', () => {
    const daily = [
      { date: '2026-06-01', amountMinor: 500 },
      { date: '2026-06-09', amountMinor: -200 },
    ];
    expect(budgetOf({ ...facts, daily }).spending.map(({ totalMinor }) => totalMinor)).toEqual([500, 300]);
  });
});
