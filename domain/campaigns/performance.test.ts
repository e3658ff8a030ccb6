import { describe, expect, it } from 'vitest';
import { performanceOf, type PerformanceFacts } from './performance.ts';

const none = { valueMinor: 0, lines: 0, withoutRate: 0 };
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const now = new Date('2026-06-29T00:00:00Z');
const nothing: PerformanceFacts = {
  currency: 'EUR',
  budgetMinor: null,
  expectedRevenueMinor: null,
  isBudgetWithoutRate: false,
  isRevenueWithoutRate: false,
  sums: { planned: none, committed: none, actual: none },
  counters: {},
  responses: 0,
  successes: 0,
  leads: 0,
  mqls: 0,
  startedAt: null,
};
const spent = (valueMinor: number) => ({ ...nothing.sums, actual: { valueMinor, lines: 1, withoutRate: 0 } });
const of = (facts: Partial<PerformanceFacts>) => performanceOf({ ...nothing, ...facts }, now);

describe('the performance of a campaign', () => {
  it('says what a response and a lead cost: 2,000 ÷ 200 = 10, 2,000 ÷ 80 = 25', () => {
    const { costPerResponse, costPerLead } = of({ sums: spent(200_000), responses: 200, leads: 80 });
    expect([costPerResponse.value, costPerLead.value]).toEqual([eur(1000), eur(2500)]);
  });

  it('says the variance: a budget of 10,000 and 11,400 spent → +1,400, +14.0 %', () => {
    expect(of({ budgetMinor: 1_000_000, sums: spent(1_140_000) }).variance).toEqual({
      value: eur(140_000),
      percent: 14,
      reason: null,
    });
  });

  it('says the rates of people: responses, successes and leads of 1,000 members, and leads a week', () => {
    const startedAt = new Date('2026-06-01T00:00:00Z');
    const figures = of({ counters: { members: 1000 }, responses: 200, successes: 25, leads: 80, mqls: 20, startedAt });
    expect(figures).toMatchObject({
      responseRate: { percent: 20 },
      successRate: { percent: 2.5 },
      leadGenerationRate: { percent: 8 },
      mqlRate: { percent: 25 },
      leadsPerWeek: { value: 20, reason: null },
    });
    expect(of({ leads: 3, startedAt: new Date('2026-06-28T00:00:00Z') }).leadsPerWeek.value).toBe(3);
    const tomorrow = of({ leads: 3, startedAt: new Date('2026-06-30T00:00:00Z') });
    expect(tomorrow.leadsPerWeek).toEqual({ value: null, reason: 'not_started' });
  });

  it('keeps people and machines apart, and takes hard bounces off what was delivered', () => {
    const counters = { sent: 1000, hardBounces: 20, softBounces: 7, policyBounces: 2, failed: 5, 'skipped.capped': 4 };
    const opened = { uniqueOpens: 490, opens: 700, machineOpens: 300 };
    const clicked = { uniqueClicks: 98, clicks: 130, machineClicks: 40, unknownClicks: 6, complaints: 1 };
    expect(of({ counters: { ...counters, ...opened, ...clicked, 'skipped.suppressed': 6 } })).toMatchObject({
      delivered: 980,
      skipped: 10,
      failed: 5,
      bounces: { hard: 20, soft: 7, policy: 2 },
      opens: { people: 490, human: 700, machine: 300 },
      clicks: { people: 98, human: 130, machine: 40, unknown: 6 },
      deliveryRate: { percent: 98 },
      openRate: { percent: 50 },
      clickRate: { percent: 10 },
      complaintRate: { percent: 0.1 },
    });
  });

  it('says null with the reason where there is nothing to divide by, never 0 and never infinity', () => {
    const figures = of({});
    const missing = { percent: null };
    expect(figures).toMatchObject({
      responseRate: { ...missing, reason: 'no_members' },
      leadGenerationRate: { ...missing, reason: 'no_members' },
      mqlRate: { ...missing, reason: 'no_leads' },
      leadsPerWeek: { value: null, reason: 'not_started' },
      deliveryRate: { ...missing, reason: 'none_sent' },
      openRate: { ...missing, reason: 'none_delivered' },
      costPerResponse: { value: null, reason: 'no_cost' },
      costPerLead: { value: null, reason: 'no_cost' },
      variance: { value: null, percent: null, reason: 'no_budget' },
      expectedRoi: { ...missing, reason: 'no_budget' },
    });
    expect(of({ budgetMinor: 100, isRevenueWithoutRate: true }).expectedRoi.reason).toBe('no_revenue_rate');
  });
});
