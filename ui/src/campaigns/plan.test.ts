import { describe, expect, it } from 'vitest';
import type { Problem } from '../lib/problem.ts';
import { emptyDraft, planFrom } from './plan.ts';

describe('planFrom', () => {
  it('reads what the controls say', () => {
    const draft = {
      ...emptyDraft,
      name: ' Spring ',
      startAt: '2026-06-03T09:00',
      budget: '2000',
      response: '2,5',
      tags: 'a, b,',
    };
    expect(planFrom(draft, 'EUR', 'Europe/Berlin')).toMatchObject({
      name: 'Spring',
      startAt: '2026-06-03T07:00:00.000Z',
      endAt: null,
      budgetedCost: { amountMinor: 200_000, currency: 'EUR' },
      expectedResponsePercent: 2.5,
      tags: ['a', 'b'],
    });
  });

  it('names every field that makes no sense at once', () => {
    const draft = { ...emptyDraft, startAt: '2026-06-03T09:00', endAt: '2026-06-02T09:00', budget: 'x', response: 'y' };
    try {
      planFrom(draft, 'EUR', 'UTC');
      expect.unreachable();
    } catch (error) {
      expect((error as Problem).fields.map(({ path }) => path)).toEqual([
        'budgetedCost.amountMinor',
        'expectedResponsePercent',
        'name',
        'endAt',
      ]);
    }
  });
});
