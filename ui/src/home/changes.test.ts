import { describe, expect, it } from 'vitest';
import { changesOf, filled, type ActivityReport } from '../../../domain/reports/activity.ts';
import type { ReturnReport } from '../../../domain/roi/roi.ts';
import { responseMovers, revenueMovers, sparkline } from './changes.ts';

const earned = (amounts: Record<string, number>) =>
  ({
    campaigns: Object.entries(amounts).map(([name, amountMinor]) => ({
      campaignId: name,
      name,
      revenue: { amountMinor, currency: 'EUR' },
    })),
  }) as unknown as ReturnReport;

describe('what changed', () => {
  it('is explained by the campaigns that earned most more, or most less', () => {
    const movers = revenueMovers(
      earned({ spring: 900, autumn: 100, same: 5 }),
      earned({ summer: 700, same: 5, autumn: 90 }),
    );
    expect(movers.map(({ name, now, before }) => [name, now, before])).toEqual([
      ['spring', 900, 0],
      ['summer', 0, 700],
      ['autumn', 100, 90],
    ]);
    expect(revenueMovers(earned({}), earned({}))).toEqual([]);
  });

  it('names three at most by their responses', () => {
    const rows = [4, 9, 1, 7].map((now, n) => ({
      ...{ campaignId: `c${n}`, campaignName: `C${n}`, name: 'responses' as const, now, before: 2 },
    }));
    const report = { changes: changesOf(rows), totals: filled({}) } as unknown as ActivityReport;
    expect(responseMovers(report).map(({ name }) => name)).toEqual(['C1', 'C3', 'C0']);
  });

  it('is drawn from the left to the right, the largest at the top', () => {
    expect(sparkline([0, 5, 10], { width: 100, height: 20 })).toBe('0,20 50,10 100,0');
    expect(sparkline([0, 0], { width: 100, height: 20 })).toBe('0,20 100,20');
    expect(sparkline([3], { width: 100, height: 20 })).toBe('0,0');
  });
});
