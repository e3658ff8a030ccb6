import { sql } from 'kysely';
import type { DomainNotice } from '../../../domain/notifications/domain-notice.ts';
import type { TenantDb } from '../../connection.ts';
import { mailLeaseMinutes } from '../notifications/notifications.ts';

/** Tells some people what became of a domain; what they were told of it before and do not know yet is taken back. */
export async function insertDomainNotices(
  db: TenantDb,
  input: { sendingDomainId: string; kind: DomainNotice['kind']; userIds: readonly string[]; nowIso: string },
): Promise<void> {
  const { sendingDomainId, kind, userIds, nowIso } = input;
  await db
    .deleteFrom('domainNotices')
    .where('sendingDomainId', '=', sendingDomainId)
    .where('readAt', 'is', null)
    .where('mailedAt', 'is', null)
    .execute();
  await sql`
    insert into domain_notices (user_id, kind, sending_domain_id, created_at)
    select user_id, ${kind}, ${sendingDomainId}::uuid, ${nowIso}::timestamptz
    from unnest(${sql.val([...new Set(userIds)])}::text[]) as told (user_id)`.execute(db);
}

/** Somebody's notices about sending domains: unread ones first, then the newest. */
export async function listDomainNotices(
  db: TenantDb,
  { userId, limit }: { userId: string; limit: number },
): Promise<DomainNotice[]> {
  const rows = await db
    .selectFrom('domainNotices as n')
    .innerJoin('sendingDomains as d', (join) =>
      join.onRef('d.tenantId', '=', 'n.tenantId').onRef('d.id', '=', 'n.sendingDomainId'),
    )
    .select(['n.id', 'n.kind', 'n.sendingDomainId', 'd.domain', 'n.createdAt', 'n.readAt'])
    .where('n.userId', '=', userId)
    .orderBy(sql`n.read_at is not null`)
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ createdAt, readAt, kind, ...row }) => ({
    ...row,
    kind: kind as DomainNotice['kind'],
    createdAt: createdAt.toISOString(),
    isRead: readAt !== null,
  }));
}

/** How many of them somebody has not read. */
export async function countUnreadDomainNotices(db: TenantDb, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('domainNotices')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('userId', '=', userId)
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Marks one notice, or all, as read by somebody. */
export async function markDomainNoticesRead(db: TenantDb, userId: string, id: string | null): Promise<void> {
  await db
    .updateTable('domainNotices')
    .set({ readAt: sql<Date>`now()` })
    .where('userId', '=', userId)
    .where('readAt', 'is', null)
    .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
    .execute();
}

/** What one user is told by mail. */
export interface DomainDigest {
  userId: string;
  ids: string[];
  lines: Pick<DomainNotice, 'kind' | 'domain'>[];
}

/** Takes what nobody has seen or been mailed yet, for some minutes. Mark it once it is sent. */
export async function claimDomainNotices(db: TenantDb): Promise<DomainDigest[]> {
  const { rows } = await sql<DomainDigest>`
    with claimed as (
      update domain_notices n set mail_leased_until = now() + make_interval(mins => ${mailLeaseMinutes})
      where n.tenant_id = current_tenant() and n.mailed_at is null and n.read_at is null
        and (n.mail_leased_until is null or n.mail_leased_until < now())
      returning n.*)
    select n.user_id, array_agg(n.id) as ids, jsonb_agg(jsonb_build_object('kind', n.kind, 'domain', d.domain) order by n.id) as lines
    from claimed n join sending_domains d on d.tenant_id = n.tenant_id and d.id = n.sending_domain_id
    group by n.user_id order by n.user_id`.execute(db);
  return rows;
}

/** Keeps what became of a mail: when it went (ISO 8601), or null where it is given back. */
export async function settleDomainNotices(
  db: TenantDb,
  ids: readonly string[],
  mailedAtIso: string | null,
): Promise<void> {
  await db
    .updateTable('domainNotices')
    .set({ mailedAt: mailedAtIso, mailLeasedUntil: null })
    .where('id', '=', sql<string>`any(${sql.val([...ids])}::uuid[])`)
    .execute();
}
