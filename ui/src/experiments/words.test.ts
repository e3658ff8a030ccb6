import { describe, expect, it } from 'vitest';
import type { ExperimentLook, ExperimentVariant } from '../../../domain/experiments/experiment.ts';
import { chance, changesWords, delayWords, isFew, liftWords, limitsNote, revenueNote, signed } from './words.ts';

describe('what a test says', () => {
  it('names what a variant has of its own', () => {
    expect(changesWords({ label: 'A', changes: {}, delayMinutes: 0 })).toBe('The message as it is');
    expect(changesWords({ label: 'B', changes: { subject: 'Hello', body: 'x' }, delayMinutes: 90 })).toBe(
      'Subject “Hello”, its own content, goes 1.5 h later',
    );
    expect(delayWords(4320)).toBe('3 days');
  });

  it('gives differences a sign and an interval', () => {
    expect(signed(0.253)).toBe('+25\u00a0%');
    expect(signed(-0.034)).toBe('−3.4\u00a0%');
    expect(liftWords({ label: 'B', lift: { lift: 0.5, low: 0.4, high: 0.61 } })).toBe(
      '+50\u00a0% (+40\u00a0% to +61\u00a0%)',
    );
    expect(liftWords({ label: 'B', lift: { lift: 9.67, low: -27.95, high: 47.28 } })).toBe(
      '+967\u00a0% (−100\u00a0% to +4728\u00a0%)',
    );
    expect(liftWords({ label: 'B', lift: null })).toBe('n/a');
  });

  it('says chances', () => {
    expect([chance(null), chance(0.61), chance(0.9999)]).toEqual(['n/a', '61\u00a0%', '>\u00a099.9\u00a0%']);
  });

  it('says of revenue what counts, and calls it little by the people and not by the cents', () => {
    expect(revenueNote({ currency: 'EUR', withoutRate: 0 })).not.toContain('rate');
    expect(revenueNote({ currency: 'EUR', withoutRate: 1 })).toContain('1 opportunity counts for nothing');
    expect(isFew({ total: 500_000, buyers: 3, delivered: 400 })).toBe(true);
    expect(isFew({ total: 40, buyers: null, delivered: 400 })).toBe(false);
  });

  it('explains a winner whose limits still include no difference, and nothing else', () => {
    const variant = (label: 'A' | 'B', low: number | null) =>
      ({ label, lift: low === null ? null : { lift: 0.2, low, high: 0.6 } }) as ExperimentVariant;
    const narrow = [variant('A', null), variant('B', 0.1)];
    const wide = [variant('A', null), variant('B', -0.1)];
    const test = { status: 'decided', outcome: 'winner', sentVariant: 'B', looksTaken: [], variants: wide } as const;
    expect(limitsNote({ ...test, looksTaken: [] })).toContain('B won at a look');
    expect(limitsNote({ ...test, looksTaken: [], sentVariant: 'A' })).toContain('A won at a look');
    expect(limitsNote({ ...test, looksTaken: [], variants: narrow })).toBeNull();
    expect(limitsNote({ ...test, looksTaken: [], outcome: 'no_winner', sentVariant: 'A' })).toBeNull();
    // Whoever is to choose sees the same limits.
    const looksTaken = [{ winner: 'B' }] as ExperimentLook[];
    const choosing = { ...test, status: 'choosing', outcome: null, sentVariant: null, looksTaken } as const;
    expect(limitsNote({ ...choosing, looksTaken })).toContain('B won at a look');
  });
});
