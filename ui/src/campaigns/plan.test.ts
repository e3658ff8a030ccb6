import { describe, expect, it } from 'vitest';
import { toLocalInput } from '../lib/format.ts';
import type { Problem } from '../lib/problem.ts';
import { emptyDraft, planFrom } from './plan.ts';

const zone = { currency: 'EUR', timeZone: 'Europe/Berlin' };

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
    expect(planFrom(draft, zone)).toMatchObject({
      name: 'Spring',
      startAt: '2026-06-03T07:00:00.000Z',
      endAt: null,
      budgetedCost: { amountMinor: 200_000, currency: 'EUR' },
      expectedResponsePercent: 2.5,
      tags: ['a', 'b'],
    });
  });

  it.each([
    ['seconds that no control shows', '2026-06-03T07:00:31.250Z', '2026-06-03T08:00:00.500Z'],
    ['hours that the clock shows twice', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
  ])('leaves dates that nobody typed as they are: %s', (_, startAt, endAt) => {
    const draft = { ...emptyDraft, name: 'Spring' };
    const shown = { startAt: toLocalInput(startAt, zone.timeZone), endAt: toLocalInput(endAt, zone.timeZone) };
    expect(planFrom({ ...draft, ...shown }, zone, { startAt, endAt })).toMatchObject({ startAt, endAt });
  });

  it('names every field that makes no sense at once', () => {
    const draft = { ...emptyDraft, startAt: '2026-06-03T09:00', endAt: '2026-06-02T09:00', budget: 'x', response: 'y' };
    try {
      planFrom(draft, { currency: 'EUR', timeZone: 'UTC' });
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
