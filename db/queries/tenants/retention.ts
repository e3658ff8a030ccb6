import { sql, type RawBuilder } from 'kysely';
import { nothingRemoved, type RetentionKind } from '../../../domain/retention/kinds.ts';
import type { Cutoff, RetentionCounts, RetentionRules } from '../../../domain/retention/rule.ts';
import type { TenantDb } from '../../connection.ts';
import { requestWakes } from '../drips/enrolments.ts';
import { clearPeople } from '../people/erasure.ts';
import { lockJourneys } from '../people/journey-locks.ts';
import { findTenant, type TenantRow } from './tenants.ts';

/** The rules as they stand in a tenant's row. */
export function rulesOf(row: TenantRow): RetentionRules {
  return {
    engagementDays: row.retentionDays,
    inactivePeopleDays: row.inactivePeopleDays,
    jobRecordsDays: row.jobRecordsDays,
    signUpsDays: row.signUpsDays,
    inboundMailDays: row.inboundMailDays,
  };
}

/** The rules of the tenant of this transaction; undefined if it no longer exists. */
export async function findRetentionRules(db: TenantDb): Promise<RetentionRules | undefined> {
  const tenant = await findTenant(db);
  return tenant && rulesOf(tenant);
}

/** Writes the rules into the row that `lockTenant` holds. */
export async function updateRetentionRules(db: TenantDb, rules: RetentionRules): Promise<TenantRow> {
  return db
    .updateTable('tenants')
    .set({
      retentionDays: rules.engagementDays,
      inactivePeopleDays: rules.inactivePeopleDays,
      jobRecordsDays: rules.jobRecordsDays,
      signUpsDays: rules.signUpsDays,
      inboundMailDays: rules.inboundMailDays,
      version: sql<number>`version + 1`,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * The rows of a kind that are over, as a query of their keys. Somebody is inactive who never gave consent or took it back, and with
 * whom nothing has happened since: no change, no word on consent, no opening or click by a person.
 */
function overdue({ kind, before }: Cutoff): RawBuilder<unknown> {
  const moment = sql`${before}::timestamptz`;
  switch (kind) {
    case 'engagement':
      return sql`select received_at, id from engagement_events where tenant_id = current_tenant() and received_at < ${moment}`;
    case 'inactivePeople':
      return sql`
        select p.id from people p
        where p.tenant_id = current_tenant() and p.erased_at is null and p.consent <> 'granted'
          and p.created_at < ${moment} and p.updated_at < ${moment} and coalesce(p.last_active_at, '-infinity') < ${moment}
          and not exists (select from consents c where c.tenant_id = p.tenant_id and c.person_id = p.id and c.at >= ${moment})
          and not exists (select from sign_ups u where u.tenant_id = p.tenant_id and u.person_id = p.id and u.created_at >= ${moment})
          and not exists (select from engagement_events e where e.tenant_id = p.tenant_id and e.person_id = p.id
            and e.occurred_at >= ${moment} and e.verdict <> 'machine')`;
    case 'jobRecords':
      return sql`
        select id from imports where tenant_id = current_tenant() and finished_at < ${moment}
        union all select id from exports where tenant_id = current_tenant() and finished_at < ${moment}
        union all select id from intakes where tenant_id = current_tenant() and finished_at < ${moment}`;
    case 'signUps':
      return sql`select id from sign_ups where tenant_id = current_tenant() and expires_at < ${moment}`;
    case 'inboundMails':
      return sql`select id from inbound_mails where tenant_id = current_tenant() and received_at < ${moment}`;
  }
}

/** How many rows a rule would remove now. */
export async function countOverdue(db: TenantDb, cutoff: Cutoff): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int8 as count from (${overdue(cutoff)}) o`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Removes at most `limit` rows that a rule is about, counts them in, and returns how many; asked again it goes on. */
export async function deleteOverdue(db: TenantDb, cutoff: Cutoff, limit: number): Promise<number> {
  const removed = await deleteSome(db, cutoff, limit);
  if (removed > 0)
    await sql`
      insert into retention_removals as r (kind, removed) values (${cutoff.kind}, ${removed})
      on conflict (tenant_id, kind) do update set removed = r.removed + excluded.removed`.execute(db);
  return removed;
}

/** How many rows were removed since this was asked last; whoever asks notes it in the same transaction. */
export async function takeRemoved(db: TenantDb): Promise<RetentionCounts> {
  const rows = await db.deleteFrom('retentionRemovals').returning(['kind', 'removed']).execute();
  return { ...nothingRemoved, ...Object.fromEntries(rows.map(({ kind, removed }) => [kind, removed])) };
}

async function deleteSome(db: TenantDb, cutoff: Cutoff, limit: number): Promise<number> {
  if (cutoff.kind === 'inactivePeople') return clearOverduePeople(db, cutoff, limit);
  if (cutoff.kind === 'engagement') await moveEventsSince(db, cutoff.before);
  const over = sql`with over as materialized (select * from (${overdue(cutoff)}) o limit ${limit})`;
  const { rows } = await sql<{ count: number }>`${over} ${deletions[cutoff.kind]}`.execute(db);
  if (cutoff.kind === 'engagement') await deleteOldKeys(db, cutoff.before, limit);
  return rows[0]?.count ?? 0;
}

/** Notes that events from before this moment may be gone, in the transaction that deletes them. */
async function moveEventsSince(db: TenantDb, before: string): Promise<void> {
  await sql`
    update tenants set events_since = ${before}::timestamptz
    where tenant_id = current_tenant() and (events_since is null or events_since < ${before}::timestamptz)`.execute(db);
}

const deletions: Record<Exclude<RetentionKind, 'inactivePeople'>, RawBuilder<unknown>> = {
  engagement: sql`, last as (
    select e.person_id, max(e.occurred_at) as at from engagement_events e join over on e.received_at = over.received_at and e.id = over.id
    where e.tenant_id = current_tenant() and e.verdict <> 'machine' group by e.person_id),
  held as materialized (
    select p.id from people p
    where p.tenant_id = current_tenant() and p.id in (select person_id from last) and p.consent <> 'granted'
    order by p.id for no key update),
  -- That somebody was there is still known when what they did is gone.
  seen as (
    update people p set last_active_at = greatest(p.last_active_at, last.at) from held join last on last.person_id = held.id
    where p.tenant_id = current_tenant() and p.id = held.id),
  gone as (
    delete from engagement_events e using over
    where e.tenant_id = current_tenant() and e.received_at = over.received_at and e.id = over.id returning 1)
    select count(*)::int8 as count from gone`,
  jobRecords: sql`, gone as (
    delete from imports i using over where i.tenant_id = current_tenant() and i.id = over.id returning 1),
    gone_too as (delete from exports x using over where x.tenant_id = current_tenant() and x.id = over.id returning 1),
    gone_as_well as (delete from intakes t using over where t.tenant_id = current_tenant() and t.id = over.id returning 1)
    select (select count(*) from gone) + (select count(*) from gone_too) + (select count(*) from gone_as_well) as count`,
  signUps: sql`, gone as (
    delete from sign_ups u using over where u.tenant_id = current_tenant() and u.id = over.id returning 1)
    select count(*)::int8 as count from gone`,
  inboundMails: sql`, gone as (
    delete from inbound_mails i using over where i.tenant_id = current_tenant() and i.id = over.id returning 1)
    select count(*)::int8 as count from gone`,
};

/**
 * Locked one by one, so that somebody who is being written to at this moment is left for the next night; their places in drips are locked
 * before. If all candidates are locked by others, further ones are looked for: zero means that nobody is left who could be taken.
 */
async function clearOverduePeople(db: TenantDb, cutoff: Cutoff, limit: number): Promise<number> {
  for (const busy: string[] = []; ;) {
    const { rows: found } = await sql<{ id: string }>`
      select id from (${overdue(cutoff)}) o where id <> all(${sql.val(busy)}::uuid[]) limit ${limit}`.execute(db);
    if (found.length === 0) return 0;
    const ids = found.map(({ id }) => id);
    await lockJourneys(db, ids);
    const { rows: held } = await sql<{ id: string }>`
      select h.id from people h
      where h.tenant_id = current_tenant() and h.id = any(${sql.val(ids)}::uuid[]) and h.id in (${overdue(cutoff)})
      for update skip locked`.execute(db);
    if (held.length === 0) {
      busy.push(...ids);
      continue;
    }
    const dripIds = await clearPeople(
      db,
      held.map(({ id }) => id),
    );
    await requestWakes(db, dripIds);
    return held.length;
  }
}

/** Keys by which a repeated event is known again, and ids of visitors that nobody knows, are of no use once the events are gone. */
async function deleteOldKeys(db: TenantDb, before: string, limit: number): Promise<void> {
  await sql`
    delete from engagement_keys k using (
      select key from engagement_keys where tenant_id = current_tenant() and received_at < ${before}::timestamptz limit ${limit}) old
    where k.tenant_id = current_tenant() and k.key = old.key`.execute(db);
  // Visitors who never became anybody.
  await sql`
    delete from identities i using (
      select kind, value from identities
      where tenant_id = current_tenant() and seen_at < ${before}::timestamptz and person_id is null limit ${limit}) old
    where i.tenant_id = current_tenant() and i.kind = old.kind and i.value = old.value`.execute(db);
}
