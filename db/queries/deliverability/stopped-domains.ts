import { sql, type Selectable } from 'kysely';
import type { PauseCause } from '../../../domain/deliverability/pause.ts';
import { unpreparedSeconds, type StopCause } from '../../../domain/senders/stopped-domain.ts';
import type { TenantDb } from '../../connection.ts';
import type { StoppedDomains } from '../../schema.ts';

/** Keeps that mail of a domain waits, and why; true where that is news. */
export async function insertStoppedDomain(
  db: TenantDb,
  { domain, cause, code }: { domain: string; cause: StopCause; code: string | null },
): Promise<boolean> {
  const { rows } = await sql<{ isNew: boolean }>`
    insert into stopped_domains (domain, cause, code) values (${domain}, ${cause}, ${code})
    on conflict (tenant_id, domain, cause) do update set last_at = now()
    returning old.id is null as is_new`.execute(db);
  return rows[0]?.isNew ?? false;
}

/**
 * Pauses a domain for what became of its mail; true where it went on until now. `judgedFrom` is what `listSenderSpans` said it was judged
 * from: where somebody let it go on since, the judgement is of what does not count any more, and nothing is done.
 */
export async function pauseDomain(
  db: TenantDb,
  { domain, cause, code, judgedFrom }: { domain: string; cause: PauseCause; code: string; judgedFrom: string | null },
): Promise<boolean> {
  // Whoever lets it go on at this moment deletes such a row: they are waited for, so that the next statement sees what they said.
  await sql`select from stopped_domains where tenant_id = current_tenant() and domain = ${domain} for update`.execute(
    db,
  );
  const { rows } = await sql<{ isNew: boolean }>`
    insert into stopped_domains (domain, cause, code)
    select ${domain}, ${cause}, ${code}
    where (select judged_from from resumed_domains where tenant_id = current_tenant() and domain = ${domain})
      is not distinct from ${judgedFrom}::text::timestamptz
    on conflict (tenant_id, domain, cause) do update set last_at = now()
    returning old.id is null as is_new`.execute(db);
  return rows[0]?.isNew ?? false;
}

/** The domains whose mail waits, by name. A key that does not open is tried again and again: when that is over, it is not told any more. */
export async function listStoppedDomains(db: TenantDb): Promise<Selectable<StoppedDomains>[]> {
  const isCurrent = sql<boolean>`(cause <> 'key' or last_at > now() - make_interval(secs => ${2 * unpreparedSeconds}))`;
  return db
    .selectFrom('stoppedDomains')
    .selectAll()
    .where(isCurrent)
    .orderBy('domain')
    .orderBy('cause')
    .limit(500)
    .execute();
}

/** Lets mail of a domain go on; returns what it was stopped for, undefined where it is not (any more). */
export async function deleteStoppedDomain(db: TenantDb, id: string): Promise<Selectable<StoppedDomains> | undefined> {
  return db.deleteFrom('stoppedDomains').where('id', '=', id).returningAll().executeTakeFirst();
}

/** What was sent of a domain before now does not count against it any more, that of this hour neither: somebody let it go on. */
export async function judgeAnew(db: TenantDb, domain: string): Promise<void> {
  await sql`
    insert into resumed_domains (domain, judged_from, counted)
    select ${domain}, now(), coalesce(jsonb_object_agg(h.name, h.value), '{}')
    from (
      select name, sum(value)::bigint as value from delivery_hours
      where tenant_id = current_tenant() and sender_domain = ${domain} and hour = date_bin('1 hour', now(), 'epoch') group by 1) h
    on conflict (tenant_id, domain) do update set judged_from = excluded.judged_from, counted = excluded.counted`.execute(
    db,
  );
}
