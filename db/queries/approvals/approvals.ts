import { sql, type Selectable } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import type { Approvals } from '../../schema.ts';
import { listPinnedContent } from '../broadcasts/broadcasts.ts';
import { contentHash } from './content-hash.ts';
import { listPinnedDrips } from '../drips/definitions.ts';
import { listPinnedExperiments } from '../experiments/experiments.ts';
import { listPinnedNurtures } from '../nurtures/nurtures.ts';

/** One request for approval and what became of it. */
export type ApprovalRow = Selectable<Approvals>;

/** The hash an approval of the campaign pins, as its content and audience are now. */
export async function findContentHash(db: TenantDb, campaignId: string): Promise<string> {
  return contentHash([
    ...(await listPinnedContent(db, campaignId)),
    ...(await listPinnedDrips(db, campaignId)),
    ...(await listPinnedNurtures(db, campaignId)),
    ...(await listPinnedExperiments(db, campaignId)),
  ]);
}

/** Asks for approval of the content of `hash`. */
export async function insertApproval(
  db: TenantDb,
  input: { campaignId: string; contentHash: string; submittedBy: string; submittedByName: string; note: string },
): Promise<void> {
  await db.insertInto('approvals').values(input).execute();
}

/** How a request ended. */
export interface ApprovalDecision {
  campaignId: string;
  decision: 'approved' | 'rejected' | 'withdrawn';
  by: string;
  byName: string;
  comment: string;
}

/** Closes the open request of a campaign; undefined where there is none. */
export function markApproval(db: TenantDb, input: ApprovalDecision): Promise<ApprovalRow | undefined> {
  return db
    .updateTable('approvals')
    .set({
      decision: input.decision,
      decidedBy: input.by,
      decidedByName: input.byName,
      decidedAt: sql<Date>`now()`,
      comment: input.comment,
    })
    .where('campaignId', '=', input.campaignId)
    .where('decision', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

/**
 * Notes on the last approval that a campaign had (what became of those before it may not be known) that it does not hold any more: who changed something (null: nobody, its start came and it did not
 * hold), and through what else than an edit of the campaign, or why it could not start.
 */
export async function markVoided(
  db: TenantDb,
  input: { campaignId: string; byName: string | null; because: string },
): Promise<void> {
  await db
    .updateTable('approvals')
    .set({ voidedAt: sql<Date>`now()`, voidedByName: input.byName, voidedBecause: input.because })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('approvals')
        .select('id')
        .where('campaignId', '=', input.campaignId)
        .where('decision', '=', 'approved')
        .orderBy('id', 'desc')
        .limit(1),
    )
    .where('voidedAt', 'is', null)
    .execute();
}

/** The open request of a campaign, or undefined. */
export function findOpenApproval(db: TenantDb, campaignId: string): Promise<ApprovalRow | undefined> {
  return db
    .selectFrom('approvals')
    .selectAll()
    .where('campaignId', '=', campaignId)
    .where('decision', 'is', null)
    .executeTakeFirst();
}

/** Whoever wrote a campaign, asked for its last approval or owns it: what becomes of it concerns them. */
export async function listConcerned(
  db: TenantDb,
  campaign: { id: string; authors: readonly string[]; ownerId: string | null },
): Promise<string[]> {
  const [request] = await listApprovals(db, campaign.id);
  const all = [...campaign.authors, request?.submittedBy, campaign.ownerId];
  return [...new Set(all.filter((id): id is string => id != null))];
}

/** All requests of a campaign, newest first. */
export function listApprovals(db: TenantDb, campaignId: string): Promise<ApprovalRow[]> {
  return db
    .selectFrom('approvals')
    .selectAll()
    .where('campaignId', '=', campaignId)
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
}
