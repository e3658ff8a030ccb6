import { sql } from 'kysely';
import type { CampaignNotice, NoticeSubject, NoticeLine } from '../../../domain/notifications/campaign-notice.ts';
import type { Db, TenantDb } from '../../connection.ts';
import { mailLeaseMinutes } from '../notifications/notifications.ts';

// Notices of campaigns. Their table is named for the first kinds, approvals; by now it holds every `CampaignNotice`.

/** A notice before it is known whom it is for. */
export interface NoticeInput {
  campaignId: string;
  subject: NoticeSubject;
  byName: string;
  comment: string;
}

/** Tells some that something waits for their approval; once for a request, however often it is asked. */
export async function insertWaiting(db: TenantDb, input: NoticeInput & { userIds: readonly string[] }): Promise<void> {
  await sql`
    insert into approval_notices (user_id, kind, campaign_id, subject_kind, subject_id, part_id, number, subject_name, by_name, comment)
    select user_id, 'waits', ${valuesOf(input)} from unnest(${sql.val([...new Set(input.userIds)])}::text[]) as told (user_id)
    where not exists (select from approval_notices n where n.tenant_id = current_tenant() and n.user_id = told.user_id
      and n.kind = 'waits' and n.subject_id = ${input.subject.id}::uuid and n.number is not distinct from ${input.subject.number}::int)`.execute(
    db,
  );
}

/** Everybody who was told that something waits for their approval. */
export async function listToldOf(db: TenantDb, { id, number }: NoticeSubject): Promise<Set<string>> {
  const rows = await db
    .selectFrom('approvalNotices')
    .select('userId')
    .where('subjectId', '=', id)
    .where('kind', '=', 'waits')
    .where(sql<boolean>`number is not distinct from ${number}::int`)
    .execute();
  return new Set(rows.map(({ userId }) => userId));
}

/** Kinds that ask somebody to act: such a notice is deleted once there is nothing left to do. */
const open = ['waits', 'testToChoose'];

/** Deletes the notices that ask somebody to act on a subject: it was decided, withdrawn, or no longer exists. */
export async function deleteWaiting(db: TenantDb, subjectId: string): Promise<void> {
  await db.deleteFrom('approvalNotices').where('subjectId', '=', subjectId).where('kind', 'in', open).execute();
}

/** Deletes all notices of a campaign that ask somebody to act: the campaign is over. */
export async function deleteWaitingWithin(db: TenantDb, campaignId: string): Promise<void> {
  await db.deleteFrom('approvalNotices').where('campaignId', '=', campaignId).where('kind', 'in', open).execute();
}

/** Tells those who wrote something, or asked for its approval, what became of it; nobody is asked to act on it any more. */
export async function insertDecided(
  db: TenantDb,
  input: NoticeInput & { kind: Exclude<CampaignNotice['kind'], 'waits'>; userIds: readonly string[] },
): Promise<void> {
  await deleteWaiting(db, input.subject.id);
  await sql`
    insert into approval_notices (user_id, kind, campaign_id, subject_kind, subject_id, part_id, number, subject_name, by_name, comment)
    select user_id, ${input.kind}, ${valuesOf(input)} from unnest(${sql.val([...new Set(input.userIds)])}::text[]) as told (user_id)`.execute(
    db,
  );
}

/** Why a part of a campaign failed; empty if that is not known. */
export async function findFailure(db: TenantDb, campaignId: string): Promise<string> {
  const { rows } = await sql<{ failure: string }>`
    select failure from broadcasts where tenant_id = current_tenant() and campaign_id = ${campaignId} and failure is not null
    union all select failure from drips where tenant_id = current_tenant() and campaign_id = ${campaignId} and failure is not null
    union all select failure from nurtures where tenant_id = current_tenant() and campaign_id = ${campaignId} and failure is not null
    limit 1`.execute(db);
  return rows[0]?.failure ?? '';
}

const valuesOf = ({ campaignId, subject, byName, comment }: NoticeInput) => sql`
  ${campaignId}::uuid, ${subject.kind}, ${subject.id}::uuid, ${subject.partId}::uuid, ${subject.number}::int, ${subject.name}, ${byName}, ${comment}`;

/** The users of an organisation who have one of these roles. To be run as salescompass_directory. */
export async function listMembersWithRole(
  directory: Db,
  tenantId: string,
  roles: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select "userId"::text as id from auth.member
    where "organizationId"::text = ${tenantId} and role = any(${sql.val([...roles])}::text[])`.execute(directory);
  return rows.map(({ id }) => id);
}

/** Somebody's notices: unread ones first, then the newest. */
export async function listCampaignNotices(
  db: TenantDb,
  input: { userId: string; limit: number },
): Promise<CampaignNotice[]> {
  const rows = await db
    .selectFrom('approvalNotices as n')
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.tenantId', '=', 'n.tenantId').onRef('c.id', '=', 'n.campaignId'),
    )
    .selectAll('n')
    .select('c.name as campaignName')
    .where('n.userId', '=', input.userId)
    .orderBy(sql`n.read_at is not null`)
    .orderBy('n.id', 'desc')
    .limit(input.limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as CampaignNotice['kind'],
    campaignId: row.campaignId,
    campaignName: row.campaignName,
    subject: {
      kind: row.subjectKind as NoticeSubject['kind'],
      id: row.subjectId,
      partId: row.partId,
      number: row.number,
      name: row.subjectName,
    },
    byName: row.byName,
    comment: row.comment,
    createdAt: row.createdAt.toISOString(),
    isRead: row.readAt !== null,
  }));
}

/** How many of them somebody has not read. */
export async function countUnreadNotices(db: TenantDb, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('approvalNotices')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('userId', '=', userId)
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Marks one of them, or all, as read by somebody. */
export async function markNoticesRead(db: TenantDb, userId: string, id: string | null): Promise<void> {
  await db
    .updateTable('approvalNotices')
    .set({ readAt: sql<Date>`now()` })
    .where('userId', '=', userId)
    .where('readAt', 'is', null)
    .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
    .execute();
}

/** What one user is told by mail. */
export interface NoticeDigest {
  userId: string;
  ids: string[];
  lines: NoticeLine[];
}

/** Claims notices that were neither read nor mailed, as claimDigests does: each user gets at most one such mail an hour. Settle them once it is sent. */
export async function claimNotices(db: TenantDb, nowIso: string): Promise<NoticeDigest[]> {
  const { rows } = await sql<NoticeDigest>`
    with claimed as (
      update approval_notices n set mail_leased_until = now() + make_interval(mins => ${mailLeaseMinutes})
      where n.tenant_id = current_tenant() and n.mailed_at is null and n.read_at is null
        and (n.mail_leased_until is null or n.mail_leased_until < now())
        and not exists (select from approval_notices o where o.tenant_id = n.tenant_id and o.user_id = n.user_id
          and (o.mailed_at > ${nowIso}::timestamptz - interval '1 hour' or o.mail_leased_until > now()))
      returning n.*)
    select n.user_id, array_agg(n.id) as ids,
      jsonb_agg(jsonb_build_object('kind', n.kind, 'subjectName', n.subject_name, 'campaignName', c.name, 'byName', n.by_name,
        'comment', n.comment) order by n.id) as lines
    from claimed n join campaigns c on c.tenant_id = n.tenant_id and c.id = n.campaign_id
    group by n.user_id order by n.user_id`.execute(db);
  return rows;
}

/** Records when the mail went out (ISO 8601); null releases the claim, so that it is tried again. */
export async function settleNotices(db: TenantDb, ids: readonly string[], mailedAtIso: string | null): Promise<void> {
  await db
    .updateTable('approvalNotices')
    .set({ mailedAt: mailedAtIso, mailLeasedUntil: null })
    .where('id', '=', sql<string>`any(${sql.val([...ids])}::uuid[])`)
    .execute();
}
