import { editVoidsApproval, type CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { TenantDb } from '../../connection.ts';
import { insertDecided } from './notices.ts';
import { findContentHash, listConcerned, markVoided } from './approvals.ts';
import { insertAudit } from '../audit/audit.ts';
import {
  findCampaignForUpdate,
  listApprovedCampaigns,
  markCampaign,
  type CampaignRow,
} from '../campaigns/campaigns.ts';

/** Who took an approval back, and through what else than an edit of the campaign: a sentence, empty where it was that. */
export interface VoidCause {
  actor: Actor;
  through: string;
}

/**
 * Takes back the approval of a campaign that the caller has locked: it is a draft again, and its people are told; whoever did it too, where it
 * was through something else. Undefined where it has moved on meanwhile.
 */
export async function voidApproval(
  db: TenantDb,
  { id, status }: CampaignRow,
  { actor, through }: VoidCause,
): Promise<CampaignRow | undefined> {
  const from = [status as CampaignStatus];
  const voided = await markCampaign(db, { id, from, to: 'draft', values: { approvedHash: null } });
  if (!voided) return undefined;
  await markVoided(db, { campaignId: id, byName: actor.name, because: through });
  await insertAudit(db, actor, {
    action: 'campaign.approvalVoided',
    entityKind: 'campaign',
    entityId: id,
    before: { status, reason: null },
    after: { status: 'draft', reason: through || null },
  });
  const concerned = await listConcerned(db, voided);
  await insertDecided(db, {
    campaignId: id,
    subject: { kind: 'campaign', id, partId: null, number: null, name: voided.name },
    kind: 'voided',
    byName: actor.name,
    comment: through,
    userIds: through ? concerned : concerned.filter((userId) => userId !== actor.personId),
  });
  return voided;
}

/**
 * Makes a `change` of something that messages of many campaigns may show, in the caller's transaction. Campaigns that were approved as they are
 * and by it would go out otherwise are drafts again: found out at their start, it would be too late. Nobody becomes an author of them by it,
 * or an organisation's only approver could never approve again. Returns what the change returned, and their ids.
 */
export async function voidingOutdated<T>(
  db: TenantDb,
  cause: VoidCause,
  change: () => Promise<T>,
): Promise<{ result: T; voided: string[] }> {
  const before = new Map<string, string>();
  for (const { id } of await listApprovedCampaigns(db)) before.set(id, await findContentHash(db, id));
  const result = await change();
  const voided: string[] = [];
  for (const { id, approvedHash } of await listApprovedCampaigns(db)) {
    // A campaign that was approved while this change was being made was approved in its former state.
    const stood = before.get(id) ?? approvedHash;
    if (stood !== approvedHash || stood === (await findContentHash(db, id))) continue;
    // Somebody may have been faster.
    const campaign = await findCampaignForUpdate(db, id);
    if (!campaign || !editVoidsApproval(campaign.status as CampaignStatus)) continue;
    if (await voidApproval(db, campaign, cause)) voided.push(id);
  }
  return { result, voided };
}
