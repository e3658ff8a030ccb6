import type { Context } from 'hono';
import type { BroadcastRow } from '../../../db/queries/broadcasts/broadcasts.ts';
import type { CampaignOverview } from '../../../db/queries/campaigns/overviews.ts';
import { contentOf } from '../../../db/queries/content/edition-source.ts';
import type { Broadcast, BroadcastFigures } from '../../../domain/broadcasts/broadcast.ts';
import type { Campaign, CampaignFigures } from '../../../domain/campaigns/campaign.ts';
import { commandsFrom, isClosed, type CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import { sumAmounts } from '../../../domain/campaigns/roll-up.ts';
import { costFiguresOf } from '../../../domain/costs/cost-figures.ts';
import type { Money } from '../../../domain/money.ts';
import { broadcastWorkflowId } from '../../../workflows/broadcasts/messages.ts';
import { campaignWorkflowId } from '../../../workflows/campaigns/messages.ts';
import type { ApiEnv } from '../../router.ts';
import { workflowLink } from '../../workflow-link.ts';

/** A campaign as the API shows it. `names` holds the names of people by id. */
export function presentCampaign(
  c: Context<ApiEnv>,
  row: CampaignOverview,
  names: ReadonlyMap<string, string>,
): Campaign {
  const status = row.status as CampaignStatus;
  const ref = { tenantId: row.tenantId, campaignId: row.id };
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status,
    statusChangedAt: row.statusChangedAt.toISOString(),
    backToDraft: row.backToDraft && { ...row.backToDraft, at: new Date(row.backToDraft.at).toISOString() },
    campaignTypeId: row.campaignTypeId,
    campaignTypeName: row.campaignTypeName,
    parentId: row.parentId,
    parentName: row.parentName,
    children: row.children,
    parts: row.parts,
    ownerId: row.ownerId,
    ownerName: row.ownerId ? (names.get(row.ownerId) ?? null) : null,
    startAt: row.startAt?.toISOString() ?? null,
    endAt: row.endAt?.toISOString() ?? null,
    startedAt: row.startedAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    currency: row.currency,
    budgetedCost: money(row.budgetedCostMinor, row.currency),
    expectedRevenue: money(row.expectedRevenueMinor, row.currency),
    expectedResponsePercent: row.expectedResponsePercent === null ? null : Number(row.expectedResponsePercent),
    utmId: row.utmId,
    tags: row.tags,
    createdBy: row.createdBy,
    sendingStopped: row.sendingStoppedAt
      ? {
          at: row.sendingStoppedAt.toISOString(),
          by: row.sendingStoppedBy ?? '',
          reason: row.sendingStoppedReason ?? '',
        }
      : null,
    commands: commandsFrom(status),
    figures: campaignFigures(row.counters),
    costs: costFiguresOf({ ...row.costs.own, responses: row.counters.responded ?? 0 }),
    rollUp: {
      campaigns: row.rollUp.campaigns,
      figures: campaignFigures(row.rollUp.counters),
      budgetedCost: sumAmounts(row.rollUp.amounts.budgetedCost ?? []),
      expectedRevenue: sumAmounts(row.rollUp.amounts.expectedRevenue ?? []),
      actualCost: sumAmounts(row.rollUp.amounts.actualCost ?? []),
      costs: costFiguresOf({ ...row.costs.rolled, responses: row.rollUp.counters.responded ?? 0 }),
    },
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    workflow: hasWorkflow(row)
      ? workflowLink(c, { id: campaignWorkflowId(ref), runId: row.runId, endedAt: endOf(row) })
      : null,
  };
}

/** A campaign has a workflow from its first command on; one that goes on has one however it came to be, as those of the example. */
function hasWorkflow({ lastCommandId, status }: CampaignOverview): boolean {
  return lastCommandId !== null || !(status === 'draft' || isClosed(status as CampaignStatus));
}

/** When its workflow ended; null while it goes on. */
function endOf(row: CampaignOverview): Date | null {
  return row.status === 'completed' || row.status === 'cancelled' ? row.statusChangedAt : null;
}

/** The sums of a campaign from its counters; what never counted is 0. */
export function campaignFigures(counters: Record<string, number>): CampaignFigures {
  const of = (name: string) => counters[name] ?? 0;
  return {
    members: of('members'),
    responded: of('responded'),
    frozen: of('frozen'),
    sent: of('sent'),
    delivered: of('sent') - of('hardBounces'),
    failed: of('failed'),
    skipped: sumOf(skippedBy(counters)),
    uncertain: of('uncertain'),
    uniqueOpens: of('uniqueOpens'),
    uniqueClicks: of('uniqueClicks'),
    bounced: of('hardBounces'),
    unsubscribed: of('unsubscribes'),
    complaints: of('complaints'),
  };
}

/** The figures of one broadcast from its counters. What is neither settled nor skipped is still queued. */
export function broadcastFigures(counters: Record<string, number>): BroadcastFigures {
  const of = (name: string) => counters[name] ?? 0;
  const skipped = skippedBy(counters);
  const settled = of('sent') + of('failed') + of('uncertain') + of('cancelled') + sumOf(skipped);
  return {
    frozen: of('frozen'),
    queued: Math.max(0, of('frozen') - settled),
    sent: of('sent'),
    delivered: of('sent') - of('hardBounces'),
    failed: of('failed'),
    deferred: of('deferred'),
    uncertain: of('uncertain'),
    cancelled: of('cancelled'),
    skipped,
    opens: of('opens'),
    uniqueOpens: of('uniqueOpens'),
    machineOpens: of('machineOpens'),
    clicks: of('clicks'),
    uniqueClicks: of('uniqueClicks'),
    machineClicks: of('machineClicks'),
    hardBounces: of('hardBounces'),
    softBounces: of('softBounces'),
    complaints: of('complaints'),
    unsubscribes: of('unsubscribes'),
    replies: of('replies'),
  };
}

/** A broadcast as the API shows it. */
export function presentBroadcast(c: Context<ApiEnv>, row: BroadcastRow): Broadcast {
  return {
    id: row.id,
    campaignId: row.campaignId,
    name: row.name,
    status: row.status,
    failure: row.failure,
    audience: row.audience,
    content: contentOf(row.variant),
    localStart: row.localStart,
    toSeeds: row.toSeeds,
    figures: broadcastFigures(row.counters),
    frozenAt: row.frozenAt?.toISOString() ?? null,
    startedAt: row.startedAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    version: row.version,
    workflow:
      row.status === 'draft'
        ? null
        : workflowLink(c, {
            id: broadcastWorkflowId({ tenantId: row.tenantId, broadcastId: row.id }),
            runId: row.runId,
            endedAt: row.completedAt,
          }),
  };
}

function skippedBy(counters: Record<string, number>): Record<string, number> {
  const skipped = Object.entries(counters).filter(([name, value]) => name.startsWith('skipped.') && value !== 0);
  return Object.fromEntries(skipped.map(([name, value]) => [name.slice('skipped.'.length), value]));
}

function sumOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function money(amountMinor: number | null, currency: string): Money | null {
  return amountMinor === null ? null : { amountMinor, currency };
}
