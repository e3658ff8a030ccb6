import { describe, expect, it } from 'vitest';
import { readDraft, type AttributionDraft } from './attribution-draft.ts';

const weights = { first: 25, leadCreation: 25, opportunityCreation: 25, last: 25, rest: 0 };
const start = {
  settings: { halfLifeDays: 7, customWeights: weights },
  tenant: { lookBackDays: 90, countOpensAsTouch: false, currency: 'EUR' },
};
const typed = (more: Partial<AttributionDraft> = {}): AttributionDraft => ({
  ...{ halfLifeDays: '7', weights: { ...weights }, lookBackDays: '90', countOpensAsTouch: false, currency: 'eur' },
  ...more,
});

describe('settings of attribution as they are typed', () => {
  it('change nothing where they say what stands', () => {
    expect(readDraft(typed(), start)).toMatchObject({ isChanged: false, problem: '', effects: [], tenant: {} });
  });

  it('say what each would do', () => {
    const read = readDraft(
      typed({ halfLifeDays: '14', lookBackDays: '60', countOpensAsTouch: true, currency: 'usd' }),
      start,
    );
    expect(read.tenant).toEqual({ lookBackDays: 60, countOpensAsTouch: true, currency: 'USD' });
    expect(read).toMatchObject({ areModelsChanged: true, lookBackDays: 60, problem: '' });
    expect(read.effects).toHaveLength(4);
    expect(read.effects[0]).toBe('By time decay, a touch counts half of one 14 days later (now 7).');
  });

  it.each([
    [{ weights: { ...weights, rest: 10 } }, 'The weights add up to 110 per cent and have to add up to 100.'],
    [{ weights: { ...weights, rest: -10, last: 35 } }, 'A weight is from 0 to 100 per cent.'],
    [{ halfLifeDays: '0' }, 'The half-life is a whole number of days from 1 to 365.'],
    [{ lookBackDays: '1.5' }, 'The look-back is a whole number of days from 1 to 730.'],
  ])('cannot be saved as %j', (more, problem) => expect(readDraft(typed(more), start).problem).toBe(problem));
});
