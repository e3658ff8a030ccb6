import {
  deleteWaiting,
  deleteWaitingWithin,
  findFailure,
  insertDecided,
  insertWaiting,
} from '../../db/queries/approvals/notices.ts';
import { listConcerned } from '../../db/queries/approvals/approvals.ts';
import type { TenantDb } from '../../db/connection.ts';
import type { Deed } from '../campaigns/rules.ts';

/**
 * Tells people of what a command does with an approval: those who may approve that something waits (but nobody who wrote on it), those
 * who wrote it or asked for it what was decided, and that the clock paused it. What waits for nobody any more is taken back.
 */
export async function tellOfCommand(
  db: TenantDb,
  { campaign, input, actor, comment }: Deed,
  approvers: readonly string[],
): Promise<void> {
  const notice = noticeOf({ campaign, actor, comment });
  const others = (userIds: readonly string[]) => userIds.filter((id) => id !== actor.personId);
  switch (input.command) {
    case 'submit':
      return insertWaiting(db, {
        ...notice,
        userIds: others(approvers).filter((id) => !campaign.authors.includes(id)),
      });
    case 'approve':
    case 'reject': {
      const userIds = others(await listConcerned(db, campaign));
      return insertDecided(db, { ...notice, kind: input.command === 'approve' ? 'approved' : 'rejected', userIds });
    }
    case 'pause':
      if (actor.kind !== 'workflow') return;
      return insertDecided(db, {
        ...{ ...notice, comment: await findFailure(db, campaign.id) },
        kind: 'paused',
        userIds: await listConcerned(db, campaign),
      });
    case 'withdraw':
      return deleteWaiting(db, campaign.id);
    case 'cancel':
    case 'complete':
      return deleteWaitingWithin(db, campaign.id);
    default:
  }
}

/** Tells whoever wrote it, asked for it or owns it that a campaign did not start when its time had come, and why. */
export async function tellNotStarted(db: TenantDb, deed: Pick<Deed, 'campaign' | 'actor'>, why: string): Promise<void> {
  const userIds = await listConcerned(db, deed.campaign);
  await insertDecided(db, { ...noticeOf({ ...deed, comment: why }), kind: 'notStarted', userIds });
}

function noticeOf({ campaign, actor, comment }: Pick<Deed, 'campaign' | 'actor' | 'comment'>) {
  const subject = { kind: 'campaign', id: campaign.id, partId: null, number: null, name: campaign.name } as const;
  return { campaignId: campaign.id, subject, byName: actor.name, comment };
}
