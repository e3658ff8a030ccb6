import type { CreditRow, CreditTotals } from '../../../db/queries/attribution/report.ts';
import type { EntryRow } from '../../../db/queries/attribution/entries.ts';
import type { Model } from '../../../domain/attribution/model.ts';
import type { CreditReport, Grouping, LedgerRow, ModelComparison } from '../../../domain/attribution/report.ts';
import type { Money } from '../../../domain/money.ts';

const unnamed: Record<Grouping, string> = {
  campaign: 'No campaign',
  parent: 'No campaign',
  channel: 'No channel',
  source: 'No source',
};

/** A group's name: the value that it is grouped by, or words for having none. */
export const nameOfGroup = (groupBy: Grouping, name: string | null): string => name ?? unnamed[groupBy];

/** Credits by group, as the API shows them. */
export function presentGroups(rows: readonly CreditRow[], groupBy: Grouping, currency: string): CreditReport['groups'] {
  const money = (amountMinor: number): Money => ({ amountMinor, currency });
  return rows.map((row) => ({
    key: row.key,
    name: nameOfGroup(groupBy, row.name),
    revenue: money(row.revenueMinor),
    refunds: money(row.refundsMinor),
    pipeline: money(row.pipelineMinor),
    won: row.won,
    open: row.open,
  }));
}

/** What is credited, and what nobody touched. */
export function presentTotals(totals: CreditTotals, currency: string): Pick<CreditReport, 'revenue' | 'pipeline'> {
  const of = (totalMinor: number, creditedMinor: number, opportunities: number) => ({
    total: { amountMinor: totalMinor, currency },
    credited: { amountMinor: creditedMinor, currency },
    uncredited: { amountMinor: totalMinor - creditedMinor, currency },
    opportunities,
  });
  return {
    revenue: of(totals.wonMinor, totals.creditedRevenueMinor, totals.won),
    pipeline: of(totals.openMinor, totals.creditedPipelineMinor, totals.open),
  };
}

interface ModelCredit {
  key: string | null;
  name: string | null;
  model: Model;
  amountMinor: number;
}

/** Groups with what each model gives them, the largest by the linear model first. */
export function presentComparison(
  rows: readonly ModelCredit[],
  groupBy: Grouping,
  currency: string,
): Pick<ModelComparison, 'groups' | 'totals'> {
  const groups = new Map<string | null, ModelComparison['groups'][number]>();
  const totals: ModelComparison['totals'] = {};
  for (const { key, name, model, amountMinor } of rows) {
    const group = groups.get(key) ?? { key, name: nameOfGroup(groupBy, name), credits: {} };
    group.credits[model] = { amountMinor, currency };
    totals[model] = { amountMinor: (totals[model]?.amountMinor ?? 0) + amountMinor, currency };
    groups.set(key, group);
  }
  const linear = ({ credits }: ModelComparison['groups'][number]) => credits.linear?.amountMinor ?? 0;
  return {
    groups: [...groups.values()].sort((a, b) => linear(b) - linear(a) || a.name.localeCompare(b.name)),
    totals,
  };
}

/** A row of the ledger as the API shows it. */
export function presentEntry(row: EntryRow): LedgerRow {
  const { id, model, measure, kind, reason, channel, source, touchId, fitVersion } = row;
  return {
    id,
    opportunity: { id: row.opportunityId, name: row.opportunityName },
    campaign: row.campaignId === null ? null : { id: row.campaignId, name: row.campaignName ?? '' },
    person: { id: row.personId, name: row.personName },
    touchId,
    touchedAt: row.touchedAt?.toISOString() ?? null,
    model,
    measure,
    kind,
    reason,
    channel,
    source,
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    fitVersion,
    occurredAt: row.occurredAt.toISOString(),
    writtenAt: row.writtenAt.toISOString(),
  };
}
