import { deleteWaiting, deleteWaitingWithin, insertDecided, insertWaiting } from '../db/queries/approval-notices.ts';
import { listApprovals } from '../db/queries/approvals.ts';
import type { TenantDb } from '../db/connection.ts';
import type { Deed } from './campaign-rules.ts';

/**
 * Tells people of what a command does with an approval: those who may approve that something waits (but nobody who wrote on it), those
 * who wrote it or asked for it what was decided. What waits for nobody any more is taken back.
 */
export async function tellOfCommand(
  db: TenantDb,
  { campaign, input, actor, comment }: Deed,
  approvers: readonly string[],
): Promise<void> {
  const subject = { kind: 'campaign', id: campaign.id, partId: null, number: null, name: campaign.name } as const;
  const notice = { campaignId: campaign.id, subject, byName: actor.name, comment };
  const others = (userIds: readonly string[]) => userIds.filter((id) => id !== actor.personId);
  switch (input.command) {
    case 'submit':
      return insertWaiting(db, {
        ...notice,
        userIds: others(approvers).filter((id) => !campaign.authors.includes(id)),
      });
    case 'approve':
    case 'reject': {
      const [request] = await listApprovals(db, campaign.id);
      const userIds = others([...campaign.authors, ...(request ? [request.submittedBy] : [])]);
      return insertDecided(db, { ...notice, kind: input.command === 'approve' ? 'approved' : 'rejected', userIds });
    }
    case 'withdraw':
      return deleteWaiting(db, campaign.id);
    case 'cancel':
    case 'complete':
      return deleteWaitingWithin(db, campaign.id);
    default:
  }
}
