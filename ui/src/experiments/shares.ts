import type { Experiment } from '../../../domain/experiments/experiment.ts';

/** The shares of the variants from a moment on, and why they are so. */
export interface SharesRow {
  name: string;
  at: string;
  why: string;
  shares: Experiment['shares'];
}

/** The shares from the start of a test, after each of its looks and after the decision, from which on all get one. */
export function sharesOverTime({ startedAt, variants, looksTaken, sentVariant, decidedAt }: Experiment): SharesRow[] {
  if (startedAt === null) return [];
  const even = variants.map(({ label }) => ({ label, percent: 100 / variants.length }));
  const rows: SharesRow[] = [{ name: 'From the start', at: startedAt, why: 'Even, as nothing is known', shares: even }];
  for (const { number, at, shares, kind, reasons } of looksTaken) {
    const stayed =
      kind === 'wait'
        ? `Stayed: ${reasons.includes('sample_ratio') ? 'the sample ratio is broken' : reasons.includes('too_few_people') ? 'too few people' : 'nothing to go by'}`
        : 'The test was over';
    rows.push({
      ...{ name: `After look ${number}`, at },
      why: shares ? 'By the chance to be the best' : stayed,
      shares: shares ?? rows.at(-1)!.shares,
    });
  }
  if (decidedAt === null || sentVariant === null) return rows;
  const all = variants.map(({ label }) => ({ label, percent: label === sentVariant ? 100 : 0 }));
  const decided = { name: 'After the decision', at: decidedAt, why: `Everybody gets ${sentVariant}`, shares: all };
  // The look that decided is told by its decision; who ends a test decides at none.
  const last = looksTaken.at(-1);
  return [...rows.slice(0, last && last.kind !== 'wait' ? -1 : undefined), decided];
}
