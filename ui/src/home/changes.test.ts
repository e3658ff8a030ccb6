import { describe, expect, it } from 'vitest';
import { changesOf, filled, type ActivityReport } from '../../../domain/reports/activity.ts';
import { gapped, responseMovers, sparkline } from './changes.ts';

describe('what changed', () => {
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

  it('has a gap where there is no value, and stands in the middle where nothing moves', () => {
    const box = { width: 40, height: 10 };
    expect(gapped([1, 3, null, 2, 1], box)).toEqual(['0,10 10,0', '30,5 40,10']);
    expect(gapped([2, 2, 2], box)).toEqual(['0,5 20,5 40,5']);
    expect(gapped([null, 4, null], box)).toEqual([]);
  });
});
