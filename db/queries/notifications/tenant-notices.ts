import { sql } from 'kysely';
import type { TenantNotice } from '../../../domain/notifications/tenant-notice.ts';
import type { TenantDb } from '../../connection.ts';
import { mailLeaseMinutes } from './notifications.ts';

/** What is told, whoever is told it. */
export type NoticeText = Pick<TenantNotice, 'kind' | 'subject' | 'cause' | 'evidence'>;

/** Tells some of something; nobody whom the same was told since `since`, however often it is asked. */
export async function insertTenantNotice(
  db: TenantDb,
  { userIds, since, ...notice }: NoticeText & { userIds: readonly string[]; since: Date },
): Promise<void> {
  const { kind, subject, cause, evidence } = notice;
  await sql`
    insert into tenant_notices (user_id, kind, subject, cause, evidence)
    select user_id, ${kind}, ${subject}, ${cause}, ${evidence} from unnest(${sql.val([...new Set(userIds)])}::text[]) as told (user_id)
    where not exists (select from tenant_notices n where n.tenant_id = current_tenant() and n.user_id = told.user_id
      and n.kind = ${kind} and n.subject = ${subject} and n.cause = ${cause} and n.created_at >= ${since})`.execute(db);
}

/** Somebody's notices: unread ones first, then the newest. */
export async function listTenantNotices(
  db: TenantDb,
  { userId, limit }: { userId: string; limit: number },
): Promise<TenantNotice[]> {
  const rows = await db
    .selectFrom('tenantNotices')
    .selectAll()
    .where('userId', '=', userId)
    .orderBy(sql`read_at is not null`)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id, kind, subject, cause, evidence, createdAt, readAt }) => ({
    id,
    kind: kind as TenantNotice['kind'],
    subject,
    cause,
    evidence,
    createdAt: createdAt.toISOString(),
    isRead: readAt !== null,
  }));
}

/** How many of them somebody does not know yet. */
export async function countUnreadTenantNotices(db: TenantDb, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('tenantNotices')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('userId', '=', userId)
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Marks one notice, or all, as read by somebody. */
export async function markTenantNoticesRead(db: TenantDb, userId: string, id: string | null): Promise<void> {
  await db
    .updateTable('tenantNotices')
    .set({ readAt: sql<Date>`now()` })
    .where('userId', '=', userId)
    .where('readAt', 'is', null)
    .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
    .execute();
}

/** What one user is told by mail. */
export interface TenantDigest {
  userId: string;
  ids: string[];
  lines: NoticeText[];
}

/** Takes what nobody has seen or been mailed yet, as claimDigests does: one such mail an hour at most. Mark it once it is sent. */
export async function claimTenantNotices(db: TenantDb, nowIso: string): Promise<TenantDigest[]> {
  const { rows } = await sql<TenantDigest>`
    with claimed as (
      update tenant_notices n set mail_leased_until = now() + make_interval(mins => ${mailLeaseMinutes})
      where n.tenant_id = current_tenant() and n.mailed_at is null and n.read_at is null
        and (n.mail_leased_until is null or n.mail_leased_until < now())
        and not exists (select from tenant_notices o where o.tenant_id = n.tenant_id and o.user_id = n.user_id
          and (o.mailed_at > ${nowIso}::timestamptz - interval '1 hour' or o.mail_leased_until > now()))
      returning n.*)
    select user_id, array_agg(id) as ids,
      jsonb_agg(jsonb_build_object('kind', kind, 'subject', subject, 'cause', cause, 'evidence', evidence) order by id) as lines
    from claimed group by user_id order by user_id`.execute(db);
  return rows;
}

/** Keeps what became of a mail: when it went (ISO 8601), or null where it is given back. */
export async function settleTenantNotices(
  db: TenantDb,
  ids: readonly string[],
  mailedAtIso: string | null,
): Promise<void> {
  await db
    .updateTable('tenantNotices')
    .set({ mailedAt: mailedAtIso, mailLeasedUntil: null })
    .where('id', '=', sql<string>`any(${sql.val([...ids])}::uuid[])`)
    .execute();
}
