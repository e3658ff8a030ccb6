import { withTenant, type Db } from '../../../db/connection.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { tagsAfter, type CampaignBulkResult, type CampaignsOrder } from '../../../domain/campaigns/bulk.ts';
import type { CampaignChange } from '../../../domain/campaigns/campaign.ts';
import type { CampaignCommand } from '../../../domain/campaigns/lifecycle.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { ApiDeps } from '../../deps.ts';
import { giveCommand } from './command.ts';
import { changeCampaign } from './edit.ts';
import { requireLaunchable } from './preflight.ts';

type Done = Pick<CampaignBulkResult, 'result' | 'before'>;

/** Does something with each campaign on its own, so that one that refuses does not hold up the others. */
async function forEach(ids: string[], work: (id: string) => Promise<Done>): Promise<CampaignBulkResult[]> {
  const results: CampaignBulkResult[] = [];
  for (const campaignId of new Set(ids)) {
    try {
      results.push({ campaignId, message: null, ...(await work(campaignId)) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      results.push({ campaignId, result: 'refused', message: error.message, before: null });
    }
  }
  return results;
}

/** Gives several campaigns other tags, another owner or another parent. */
export function orderCampaigns(db: Db, actor: Actor, order: CampaignsOrder): Promise<CampaignBulkResult[]> {
  return forEach(order.campaignIds, async (id) => {
    const campaign = await withTenant(db, actor.tenantId, (db) => findCampaign(db, id));
    if (!campaign) throw notFound('campaign');
    const { tags, ownerId, parentId, version } = campaign;
    const change = changeOf(order, { tags, ownerId, parentId });
    if (Object.keys(change).length === 0) return { result: 'unchanged', before: null };
    await changeCampaign(db, actor, { id, version, change });
    return { result: 'done', before: { tags, ownerId, parentId } };
  });
}

/** Only what differs, so that an order that changes nothing writes nothing. */
function changeOf(
  order: CampaignsOrder,
  now: { tags: string[]; ownerId: string | null; parentId: string | null },
): CampaignChange {
  const tags = tagsAfter(now.tags, order);
  const isSame = tags.length === now.tags.length && tags.every((tag) => now.tags.includes(tag));
  return {
    ...(isSame ? {} : { tags }),
    ...(order.ownerId === undefined || order.ownerId === now.ownerId ? {} : { ownerId: order.ownerId }),
    ...(order.parentId === undefined || order.parentId === now.parentId ? {} : { parentId: order.parentId }),
  };
}

/** Gives the same command to several campaigns. */
export function commandCampaigns(
  deps: Pick<ApiDeps, 'database' | 'temporal' | 'renderer' | 'config'>,
  actor: Actor,
  { campaignIds, command }: { campaignIds: string[]; command: CampaignCommand },
): Promise<CampaignBulkResult[]> {
  return forEach(campaignIds, async (campaignId) => {
    const ref = { tenantId: actor.tenantId, campaignId };
    const campaign = await withTenant(deps.database.db, actor.tenantId, (db) => findCampaign(db, campaignId));
    if (!campaign) throw notFound('campaign');
    await requireLaunchable(deps, ref, { command, status: campaign.status });
    await giveCommand(deps.temporal, actor, { ...ref, command, seenVersion: campaign.version });
    return { result: 'done', before: null };
  });
}
