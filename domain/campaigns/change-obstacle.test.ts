import { expect, it } from 'vitest';
import { changeObstacle } from './change-obstacle.ts';

const before = { campaignTypeId: 'a', currency: 'EUR', budgetedCostMinor: 500_000, expectedRevenueMinor: null };
const nothing = { hasMembers: false, setsStatus: false };

it.each([
  ['the type under members', { campaignTypeId: 'b' }, { hasMembers: true }, 'campaignTypeId'],
  ['the type under a step that gives a status', { campaignTypeId: 'b' }, { setsStatus: true }, 'campaignTypeId'],
  ['the same type', { campaignTypeId: 'a' }, { hasMembers: true, setsStatus: true }, null],
  ['the type of an empty campaign', { campaignTypeId: 'b' }, {}, null],
  ['the currency without its budget', { currency: 'USD' }, {}, 'budgetedCost'],
  [
    'the currency with its budget',
    { currency: 'USD', budgetedCost: { amountMinor: 540_000, currency: 'USD' } },
    { hasMembers: true },
    null,
  ],
  ['the currency with its budget taken off', { currency: 'USD', budgetedCost: null }, {}, null],
  ['the same currency', { currency: 'EUR' }, {}, null],
] as const)('a change of %s', (_, change, holds, path) => {
  expect(changeObstacle(before, change, { ...nothing, ...holds })?.path ?? null).toBe(path);
});
