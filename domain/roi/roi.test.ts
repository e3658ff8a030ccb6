import { describe, expect, it } from 'vitest';
import { returnOf, velocityOf, type ReturnFacts } from './roi.ts';
import { project } from './what-if.ts';

const facts: ReturnFacts = {
  revenueMinor: 2_000_000,
  pipelineMinor: 0,
  costMinor: 1_140_000,
  costsWithoutRate: 0,
  members: 400,
  responses: 200,
  leads: 80,
  mqls: 20,
  opportunities: 4,
};
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

describe('what a campaign returns', () => {
  it('is 75.44 % for 20,000 on 11,400, and 31.58 % after a refund of 5,000', () => {
    expect(returnOf(facts, 'EUR').roiPercent).toBe(75.44);
    expect(returnOf({ ...facts, revenueMinor: 1_500_000 }, 'EUR').roiPercent).toBe(31.58);
  });

  it('says what a response, a lead and an opportunity cost, and how many members became leads and qualified', () => {
    expect(returnOf({ ...facts, costMinor: 200_000 }, 'EUR')).toMatchObject({
      costPerResponse: eur(1000),
      costPerLead: eur(2500),
      costPerOpportunity: eur(50_000),
      leadRate: 0.2,
      mqlRate: 0.25,
    });
  });

  it('is null where there is nothing to divide by, or a cost has no rate', () => {
    const none = { ...facts, costMinor: 0, members: 0, responses: 0, leads: 0, mqls: 0, opportunities: 0 };
    const nothing = {
      roiPercent: null,
      costPerResponse: null,
      costPerLead: null,
      costPerOpportunity: null,
      leadRate: null,
      mqlRate: null,
    };
    expect(returnOf(none, 'EUR')).toMatchObject(nothing);
    expect(returnOf({ ...facts, costsWithoutRate: 1 }, 'EUR')).toMatchObject({ roiPercent: null, costPerLead: null });
  });
});

describe('velocity', () => {
  it('is 1,000 a day for 20 × 25 % × 12,000 ÷ 60', () => {
    const fast = velocityOf({ open: 20, won: 5, lost: 15, averageMinor: 1_200_000, cycleDays: 60 }, 'EUR');
    expect(fast).toMatchObject({ winRate: 0.25, perDay: eur(100_000) });
  });

  it('is null before something was won', () => {
    const none = velocityOf({ open: 20, won: 0, lost: 0, averageMinor: null, cycleDays: null }, 'EUR');
    expect(none).toMatchObject({ winRate: null, averageAmount: null, perDay: null });
    expect(velocityOf({ open: 1, won: 1, lost: 0, averageMinor: 100, cycleDays: 0 }, 'EUR').perDay).toBeNull();
  });
});

describe('what if', () => {
  it('multiplies step by step', () => {
    const assumed = {
      people: 10_000,
      responsePercent: 2,
      conversionPercent: 5,
      dealMinor: 200_000,
      costMinor: 1_140_000,
    };
    expect(project(assumed)).toEqual({
      responses: 200,
      deals: 10,
      revenueMinor: 2_000_000,
      profitMinor: 860_000,
      roiPercent: 75.44,
      dealsToBreakEven: 6,
    });
    expect(project({ ...assumed, costMinor: 0, dealMinor: 0 })).toMatchObject({
      roiPercent: null,
      dealsToBreakEven: null,
    });
  });
});
