import { sql } from 'kysely';
import type { AnswerLine } from '../../domain/notifications/answer-mail.ts';
import type { Db, TenantDb } from '../connection.ts';
import { mailLeaseMinutes } from './notifications.ts';

/** What is said to one of them by mail. */
export interface ToldAnswers {
  userId: string;
  ids: string[];
  lines: AnswerLine[];
}

/** An answer that nobody was told of for so long is no news any more. */
const newsDays = 7;

/**
 * Takes answers that nobody was told of yet, per owner of the person (or of the campaign, where that is nobody of the organisation), for
 * some minutes: two workers do not say the same. Answers of nobody's people are told to nobody. Mark them once they are said.
 */
export async function claimAnswers(db: TenantDb, members: readonly string[]): Promise<ToldAnswers[]> {
  const known = sql`${sql.val([...members])}::text[]`;
  const { rows } = await sql<ToldAnswers>`
    with untold as (
      select i.id from inbound_mails i
      where i.tenant_id = current_tenant() and i.kind = 'reply' and i.state = 'applied' and i.told_at is null
        and i.received_at > now() - make_interval(days => ${newsDays}) and (i.telling_until is null or i.telling_until < now())
      order by i.received_at limit 200 for no key update skip locked),
    owned as (
      select i.id, i.subject, i.excerpt, i.received_at, p.id as person_id,
        coalesce(nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), ''), p.email, '') as name,
        case when p.owner_id = any(${known}) then p.owner_id when c.owner_id = any(${known}) then c.owner_id end as user_id
      from inbound_mails i
      join people p on p.tenant_id = i.tenant_id and p.id = i.person_id and p.erased_at is null
      left join messages m on m.tenant_id = i.tenant_id and m.id = i.message_id
      left join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
      left join campaigns c on c.tenant_id = b.tenant_id and c.id = b.campaign_id
      where i.tenant_id = current_tenant() and i.id in (select id from untold)),
    claimed as (
      update inbound_mails i set telling_until = now() + make_interval(mins => ${mailLeaseMinutes}),
        told_at = case when o.user_id is null then now() end
      from owned o where i.tenant_id = current_tenant() and i.id = o.id)
    select user_id, array_agg(id order by received_at) as ids,
      jsonb_agg(jsonb_build_object('personId', person_id, 'name', name, 'subject', subject, 'excerpt', excerpt) order by received_at) as lines
    from owned where user_id is not null group by user_id order by user_id`.execute(db);
  return rows;
}

/** Keeps what became of it: when it was said (ISO 8601), or null where it is given back. */
export async function settleAnswers(db: TenantDb, ids: readonly string[], toldAtIso: string | null): Promise<void> {
  await sql`
    update inbound_mails set told_at = ${toldAtIso}::timestamptz, telling_until = null
    where tenant_id = current_tenant() and id = any(${sql.val([...ids])}::uuid[])`.execute(db);
}

/** Tenants with answers that nobody was told of. As salescompass_directory. */
export async function listTenantsWithAnswers(directory: Db): Promise<string[]> {
  const { rows } = await sql<{ tenantId: string }>`
    select distinct tenant_id from inbound_mails
    where kind = 'reply' and state = 'applied' and told_at is null and received_at > now() - make_interval(days => ${newsDays})`.execute(
    directory,
  );
  return rows.map(({ tenantId }) => tenantId);
}
