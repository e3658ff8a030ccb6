import type { Client } from '@temporalio/client';
import type { TenantDb } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals.ts';
import { findCampaignForUpdate, listApprovedCampaigns } from '../../db/queries/campaigns.ts';
import type { CampaignStatus } from '../../domain/campaigns/lifecycle.ts';
import { editVoidsApproval } from '../../domain/campaigns/lifecycle.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import { tellEdited } from './command.ts';
import { openForEdit } from './edit.ts';

/**
 * Something that messages of many campaigns show was changed in the caller's transaction: those that are approved and would not go out as
 * approved any more are drafts again, as after any edit of theirs, and their people are told `through` what ("The sender “News” was changed.").
 * Found out at the start, it would be too late. Returns their ids, for `tellAllEdited` behind the transaction.
 */
export async function voidOutdated(db: TenantDb, actor: Actor, through: string): Promise<string[]> {
  const voided: string[] = [];
  for (const { id, approvedHash } of await listApprovedCampaigns(db)) {
    if (approvedHash === (await findContentHash(db, id))) continue;
    // Somebody may have been faster.
    const campaign = await findCampaignForUpdate(db, id);
    if (!campaign || !editVoidsApproval(campaign.status as CampaignStatus)) continue;
    await openForEdit(db, actor, id, through);
    voided.push(id);
  }
  return voided;
}

/** Tells the workflows of campaigns that their rows were edited. */
export async function tellAllEdited(temporal: Client, tenantId: string, campaignIds: readonly string[]): Promise<void> {
  for (const campaignId of campaignIds) await tellEdited(temporal, { tenantId, campaignId });
}
