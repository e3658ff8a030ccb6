import { sql } from 'kysely';
import type { AnswerNotice } from '../../../domain/notifications/answer-notice.ts';
import type { TenantDb } from '../../connection.ts';

/** The answers that somebody is told about: unread ones first, then the newest. */
export async function listAnswerNotices(
  db: TenantDb,
  { userId, limit }: { userId: string; limit: number },
): Promise<AnswerNotice[]> {
  const { rows } = await sql<Omit<AnswerNotice, 'receivedAt'> & { receivedAt: Date }>`
    select i.id, i.person_id, i.subject, i.excerpt, i.received_at, i.known_at is not null as is_read,
      coalesce(nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), ''), p.email, '') as name
    from inbound_mails i
    join people p on p.tenant_id = i.tenant_id and p.id = i.person_id and p.erased_at is null
    where i.tenant_id = current_tenant() and i.told_to = ${userId} and i.state = 'applied'
    order by i.known_at is not null, i.received_at desc, i.id desc limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() }));
}

/** How many of them somebody does not know yet. */
export async function countUnreadAnswers(db: TenantDb, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('inboundMails')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('toldTo', '=', userId)
    .where('state', '=', 'applied')
    .where('knownAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Marks one notice, or all, as read by somebody. */
export async function markAnswersRead(db: TenantDb, userId: string, id: string | null): Promise<void> {
  await db
    .updateTable('inboundMails')
    .set({ knownAt: sql<Date>`now()` })
    .where('toldTo', '=', userId)
    .where('knownAt', 'is', null)
    .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
    .execute();
}
