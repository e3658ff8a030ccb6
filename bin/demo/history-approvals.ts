import { sql } from 'kysely';
import type { TenantDb } from '../../db/connection.ts';
import { insertWaiting } from '../../db/queries/approvals/notices.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import type { DemoCampaign } from './campaigns.ts';
import type { DemoTeam } from './history.ts';

/** The approval behind the state, and the lines of the audit log that led to it. */
export async function seedApproval(
  db: TenantDb,
  { manager, approver }: DemoTeam,
  input: { campaignId: string; demo: DemoCampaign; submittedAt: Date },
): Promise<void> {
  const { campaignId, demo, submittedAt } = input;
  const log = (action: string, who: DemoTeam['manager'], at: Date) =>
    db
      .insertInto('auditLog')
      .values({
        // Entries are listed by their ids, which are in the order of time.
        id: sql<string>`uuidv7(${at}::timestamptz - now())`,
        at,
        actorKind: 'user',
        actorId: who.id,
        actorName: who.name,
        action,
        entityKind: 'campaign',
        entityId: campaignId,
      })
      .execute();
  await log('campaign.create', manager, new Date(submittedAt.getTime() - 86_400_000));
  if (demo.status === 'draft' || demo.status === 'cancelled') return;
  const contentHash = await findContentHash(db, campaignId);
  const isDecided = demo.status !== 'in_review';
  const decidedAt = new Date(submittedAt.getTime() + 7_200_000);
  await db
    .insertInto('approvals')
    .values({
      campaignId,
      contentHash,
      submittedBy: manager.id,
      submittedByName: manager.name,
      submittedAt,
      note: 'Ready from my side.',
      ...(isDecided
        ? {
            decision: 'approved',
            decidedBy: approver.id,
            decidedByName: approver.name,
            decidedAt,
            comment: 'Reads well.',
          }
        : {}),
    })
    .execute();
  await log('campaign.submit', manager, submittedAt);
  if (!isDecided) {
    const subject = { kind: 'campaign', id: campaignId, partId: null, number: null, name: demo.name } as const;
    const notice = { campaignId, subject, byName: manager.name, comment: 'Ready from my side.' };
    await insertWaiting(db, { ...notice, userIds: [approver.id] });
    // It stands in the bell; a mail about the past would come as a surprise.
    await db.updateTable('approvalNotices').set({ createdAt: submittedAt, mailedAt: submittedAt }).execute();
    return;
  }
  await db.updateTable('campaigns').set({ approvedHash: contentHash }).where('id', '=', campaignId).execute();
  await log('campaign.approve', approver, decidedAt);
}
