import { sql } from 'kysely';
import type { AnswersByMail, Forwardable, Forwarding } from '../../../domain/notifications/answers-by-mail.ts';
import type { Db, TenantDb } from '../../connection.ts';
import { mailLeaseMinutes } from '../notifications/notifications.ts';

/** An answer that is to be told. */
export interface UntoldAnswer extends Forwardable {
  id: string;
  /** Who of the organisation owns its person, or the campaign; null: nobody. */
  userId: string | null;
  personId: string;
  name: string;
  subject: string;
  excerpt: string;
}

/** An answer that nobody was told of for so long is no news any more. */
const newsDays = 7;

/** What is to be brought by mail of answers. */
export async function findAnswersByMail(db: TenantDb): Promise<AnswersByMail> {
  const row = await db.selectFrom('tenants').select('answersByMail').executeTakeFirst();
  return (row?.answersByMail ?? 'none') as AnswersByMail;
}

/**
 * Takes answers that nobody was told of yet for some minutes: two workers do not say the same. From now on they stand in the bell of the
 * owner of the person (or of the campaign, where that is nobody of the organisation). Settle them once they are said. What a worker died
 * at while it was passed on may have gone, and is not taken again.
 */
export async function claimAnswers(db: TenantDb, members: readonly string[]): Promise<UntoldAnswer[]> {
  const known = sql`${sql.val([...members])}::text[]`;
  const untold = sql`tenant_id = current_tenant() and kind = 'reply' and state = 'applied' and told_at is null`;
  await sql`
    update inbound_mails set forwarding = 'uncertain', told_at = now(), telling_until = null
    where ${untold} and forwarding = 'sending' and telling_until < now()`.execute(db);
  const { rows } = await sql<UntoldAnswer>`
    with untold as (
      select id from inbound_mails
      where ${untold} and received_at > now() - make_interval(days => ${newsDays}) and (telling_until is null or telling_until < now())
      order by received_at limit 200 for no key update skip locked),
    owned as (
      select i.id, i.subject, i.excerpt, i.received_at, i.from_address, i.is_copy, p.id as person_id,
        coalesce(e.reply_to, e.from_address) as reply_address,
        coalesce(nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), ''), p.email, '') as name,
        case when p.owner_id = any(${known}) then p.owner_id when c.owner_id = any(${known}) then c.owner_id end as user_id
      from inbound_mails i
      join people p on p.tenant_id = i.tenant_id and p.id = i.person_id and p.erased_at is null
      left join messages m on m.tenant_id = i.tenant_id and m.id = i.message_id
      left join editions e on e.tenant_id = m.tenant_id and e.id = m.edition_id
      left join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
      left join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id
      where i.tenant_id = current_tenant() and i.id in (select id from untold)),
    claimed as (
      update inbound_mails i set telling_until = now() + make_interval(mins => ${mailLeaseMinutes}), told_to = o.user_id
      from owned o where i.tenant_id = current_tenant() and i.id = o.id)
    select id, user_id, person_id, name, subject, excerpt, from_address, reply_address, is_copy
    from owned order by received_at, id`.execute(db);
  return rows;
}

/** Records when the mail went out (ISO 8601); null releases the claim, so that it is tried again. */
export async function settleAnswers(db: TenantDb, ids: readonly string[], toldAtIso: string | null): Promise<void> {
  await sql`
    update inbound_mails set told_at = ${toldAtIso}::timestamptz, telling_until = null
    where tenant_id = current_tenant() and id = any(${sql.val([...ids])}::uuid[])`.execute(db);
}

/** Begins to pass an answer on: whoever dies from here on leaves it uncertain. Returns the mail, sealed; undefined where somebody was faster. */
export async function beginForwarding(db: TenantDb, id: string): Promise<{ sealed: string | null } | undefined> {
  return db
    .updateTable('inboundMails')
    .set({ forwarding: 'sending' })
    .where('id', '=', id)
    .where('forwarding', 'is', null)
    .where('toldAt', 'is', null)
    .returning('sealed')
    .executeTakeFirst();
}

/** Keeps what became of passing it on; null: nothing went, and it is tried again once its time is over. */
export async function endForwarding(
  db: TenantDb,
  { id, end, nowIso }: { id: string; end: Exclude<Forwarding, 'sending'> | null; nowIso: string },
): Promise<void> {
  await db
    .updateTable('inboundMails')
    .set({ forwarding: end, ...(end === null ? {} : { toldAt: nowIso, tellingUntil: null }) })
    .where('id', '=', id)
    .where('forwarding', '=', 'sending')
    .execute();
}

/** Tenants with answers that nobody has been told about. To be run as salescompass_directory. */
export async function listTenantsWithAnswers(directory: Db): Promise<string[]> {
  const { rows } = await sql<{ tenantId: string }>`
    select distinct tenant_id from inbound_mails
    where kind = 'reply' and state = 'applied' and told_at is null and received_at > now() - make_interval(days => ${newsDays})`.execute(
    directory,
  );
  return rows.map(({ tenantId }) => tenantId);
}
