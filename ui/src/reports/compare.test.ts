import { describe, expect, it } from 'vitest';
import type { FunnelReport } from '../../../domain/reports/funnel.ts';
import type { ReturnReport } from '../../../domain/roi/roi.ts';
import { noReturn } from '../roi/words.ts';
import { bestOf, chosenOf, compared, compareFigures, mostCompared, savedRow } from './compare.ts';

const id = (n: number): string => `0199aaaa-0000-7000-8000-00000000000${n}`;
const counts = (more: object) => ({
  ...{ sent: 0, delivered: 0, opened: 0, clicked: 0, responded: 0, lead: 0, opportunity: 0, won: 0 },
  ...more,
});
const funnel = {
  campaigns: [
    { campaignId: id(1), name: 'One', values: counts({ sent: 100, delivered: 90, clicked: 9 }) },
    { campaignId: id(2), name: 'Two', values: counts({ sent: 50, delivered: 50, clicked: 10 }) },
  ],
} as unknown as FunnelReport;
const returns = {
  basis: { currency: 'EUR' },
  campaigns: [
    { ...noReturn('EUR'), campaignId: id(2), name: 'Two', roiPercent: 40 },
    { ...noReturn('EUR'), campaignId: id(3), name: 'Three', costPerLead: { amountMinor: 900, currency: 'EUR' } },
  ],
} as unknown as ReturnReport;
const figure = (name: string) => compareFigures.find((one) => one.id === name)!;

describe('campaigns side by side', () => {
  it('are those that did most, or of a kind, or the chosen ones in their order', () => {
    const names = (chosen: string[], among: Set<string> | null = null) =>
      compared({ funnel, returns, chosen, among }).map(({ name }) => name);
    expect(names([])).toEqual(['One', 'Two', 'Three']);
    expect(names([], new Set([id(3), id(2)]))).toEqual(['Two', 'Three']);
    expect(names([id(3), id(9)])).toEqual(['Three', 'A campaign that did nothing on these days']);
  });

  it('have figures that are n/a and not 0 where there is nothing to divide by, and a best one', () => {
    const columns = compared({ funnel, returns, chosen: [], among: null });
    expect(columns.map(figure('clicked').words)).toEqual(['10\u00a0%', '20\u00a0%', 'n/a']);
    expect([...bestOf(figure('clicked'), columns)]).toEqual([id(2)]);
    expect(bestOf(figure('roi'), columns).size).toBe(0);
    expect(bestOf(figure('sent'), columns).size).toBe(0);
    expect(figure('roi').open(columns[1]!, { from: '2026-06-01', to: '2026-06-30' })).toContain('from=2026-06-01');
  });

  it('are saved as numbers, amounts in units of the currency that stands beside their name', () => {
    const columns = compared({ funnel, returns, chosen: [], among: null });
    expect(savedRow(figure('costPerLead'), columns)).toEqual(['Cost per lead (EUR)', null, null, 9]);
    expect(savedRow(figure('roi'), columns)).toEqual(['ROI (%)', null, 40, null]);
    expect(savedRow(figure('sent'), columns)).toEqual(['Sent', 100, 50, 0]);
  });

  it('are read from the address, each once and not too many', () => {
    expect(chosenOf(`${id(1)},nonsense,${id(1)},${id(2)}`)).toEqual([id(1), id(2)]);
    expect(chosenOf(Array.from({ length: 9 }, (_, n) => id(n)).join(','))).toHaveLength(mostCompared);
  });
});
