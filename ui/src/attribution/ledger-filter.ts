import type { Grouping } from '../../../domain/attribution/report.ts';

/** The part of an address that narrows the ledger to what a group is the sum of. */
export function ledgerFilter(groupBy: Grouping, key: string | null): Record<string, string | undefined> {
  const names = { campaign: 'campaignId', parent: 'parentId', channel: 'channel', source: 'source' } as const;
  return { [names[groupBy]]: key ?? undefined };
}
