import { withTenant } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { countCampaignsBelow, deleteCampaign } from '../../../db/queries/campaigns/delete.ts';
import { findCampaign, type CampaignRow } from '../../../db/queries/campaigns/campaigns.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { ApiDeps } from '../../deps.ts';
import { giveCommand } from './command.ts';

/**
 * Removes a campaign that never began, with its parts, members and costs. One that has a workflow is cancelled first, which ends the
 * workflow; where that is as far as it came, the same request goes on from there.
 */
export async function removeCampaign(
  { database, temporal }: Pick<ApiDeps, 'database' | 'temporal'>,
  actor: Actor,
  campaignId: string,
): Promise<void> {
  const { tenantId } = actor;
  const before = await withTenant(database.db, tenantId, async (db) => {
    const campaign = await findCampaign(db, campaignId);
    if (!campaign) throw notFound('campaign');
    requireUnbegun(campaign);
    const below = await countCampaignsBelow(db, campaignId);
    if (below > 0)
      throw new DomainError(
        'conflict',
        `${below === 1 ? 'A campaign stands' : `${below} campaigns stand`} below it; move or delete what is below first.`,
      );
    return campaign;
  });
  if (before.status === 'draft' && before.lastCommandId !== null)
    await giveCommand(temporal, actor, { tenantId, campaignId, command: 'cancel' });
  await withTenant(database.db, tenantId, async (db) => {
    if (!(await deleteCampaign(db, campaignId)))
      throw new DomainError('conflict', 'The campaign has moved on; look at it again.');
    const { name, status, description, tags } = before;
    await insertAudit(db, actor, {
      action: 'campaign.delete',
      entityKind: 'campaign',
      entityId: campaignId,
      before: { name, status, description, tags },
    });
  });
}

function requireUnbegun({ status, startedAt }: CampaignRow): void {
  const isOver = status === 'cancelled' && startedAt === null;
  if (status === 'draft' || isOver) return;
  throw new DomainError(
    'conflict',
    status === 'cancelled' || status === 'completed'
      ? 'It has begun and stays as a record.'
      : 'Only a draft is deleted. Withdraw or cancel the campaign first.',
  );
}
