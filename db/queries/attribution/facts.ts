import { sql } from 'kysely';
import type { CountedTouch, OpportunityFacts } from '../../../domain/attribution/credits.ts';
import type { TenantDb } from '../../connection.ts';
import { listTouches, refreshTouches } from './touches.ts';

/** An opportunity that is asked for, and how often it was so far. */
export interface AskedOpportunity {
  opportunityId: string;
  asked: number;
}

/**
 * Takes up to `limit` opportunities that are to be credited anew. They stay locked until the transaction ends, and two callers never
 * get the same one; whoever changes a fact of one meanwhile waits, and asks again.
 */
export async function takeAskedOpportunities(db: TenantDb, limit: number): Promise<AskedOpportunity[]> {
  return db
    .selectFrom('attributionWork')
    .select(['opportunityId', 'asked'])
    .where('dueAt', '<=', sql<Date>`now()`)
    .orderBy('dueAt')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Which opportunities the next `limit` are, without taking them. */
export async function listAskedOpportunities(db: TenantDb, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('attributionWork')
    .select('opportunityId')
    .where('dueAt', '<=', sql<Date>`now()`)
    .orderBy('dueAt')
    .limit(limit)
    .execute();
  return rows.map(({ opportunityId }) => opportunityId);
}

/** Takes an opportunity that is to be credited; false if it is not due, or if somebody else has taken it. */
export async function takeAskedOpportunity(db: TenantDb, opportunityId: string): Promise<boolean> {
  const row = await db
    .selectFrom('attributionWork')
    .select('asked')
    .where('opportunityId', '=', opportunityId)
    .where('dueAt', '<=', sql<Date>`now()`)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row !== undefined;
}

/** Sets one aside that could not be credited: it is tried again in an hour, later and later up to a day, or when a fact of it changes. */
export async function putOffOpportunity(db: TenantDb, opportunityId: string, failedWith: string): Promise<void> {
  await sql`
    update attribution_work set failures = failures + 1, failed_with = left(${failedWith}, 200),
      due_at = now() + least(interval '1 day', interval '1 hour' * power(2, least(failures, 5)))
    where tenant_id = current_tenant() and opportunity_id = ${opportunityId}`.execute(db);
}

/** Takes them off: their credits stand. */
export async function deleteAskedOpportunities(db: TenantDb, opportunityIds: readonly string[]): Promise<void> {
  await db
    .deleteFrom('attributionWork')
    .where('opportunityId', '=', sql<string>`any(${sql.val([...opportunityIds])}::uuid[])`)
    .execute();
}

/** Asks for every opportunity of the tenant; how many there are. */
export async function askForAllOpportunities(db: TenantDb): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with asked as (
      insert into attribution_work as w (opportunity_id)
      select o.id from opportunities o where o.tenant_id = current_tenant() order by o.id
      on conflict (tenant_id, opportunity_id) do update set asked = w.asked + 1
      returning 1)
    select count(*)::int as count from asked`.execute(db);
  return rows[0]?.count ?? 0;
}

type FactsRow = Omit<OpportunityFacts, 'touches'> & { id: string };

const iso = (column: string) =>
  sql<string>`to_char(${sql.raw(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What the credits of these opportunities follow from, with their touches worked out anew. */
export async function loadOpportunityFacts(
  db: TenantDb,
  opportunityIds: readonly string[],
): Promise<Map<string, OpportunityFacts>> {
  await refreshTouches(db, opportunityIds);
  return readOpportunityFacts(db, opportunityIds);
}

/** The same with the touches as they were last worked out: writes nothing. */
export async function readOpportunityFacts(
  db: TenantDb,
  opportunityIds: readonly string[],
): Promise<Map<string, OpportunityFacts>> {
  const touches = new Map<string, CountedTouch[]>();
  for (const { opportunityId, at, ...touch } of await listTouches(db, opportunityIds)) {
    const known = touches.get(opportunityId) ?? [];
    touches.set(opportunityId, [...known, { ...touch, at: at.toISOString() }]);
  }
  const { rows } = await sql<FactsRow>`
    select o.id, case when o.deleted_at is not null then 'deleted' else o.state end as state, t.currency, o.value_minor,
      ${iso('o.opened_at')} as opened_at, ${iso('o.closed_at')} as closed_at, ${iso(changedAt)} as changed_at,
      ${iso(leadCreatedAt)} as lead_created_at,
      coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'refundedOn', r.refunded_on, 'valueMinor', r.value_minor) order by r.id)
        from opportunity_refunds r where r.tenant_id = current_tenant() and r.opportunity_id = o.id), '[]') as refunds
    from opportunities o join tenants t on t.tenant_id = o.tenant_id
    where o.tenant_id = current_tenant() and o.id = any(${sql.val([...opportunityIds])}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...facts }) => [id, { ...facts, touches: touches.get(id) ?? [] }]));
}

/** When the last thing that was said of an opportunity `o` happened. */
const changedAt = `coalesce(o.deleted_at, (select max(h.occurred_at) from opportunity_history h
  where h.tenant_id = current_tenant() and h.opportunity_id = o.id), o.opened_at)`;

/** When the first of the people of an opportunity `o` came to be a lead. */
const leadCreatedAt = `(select min(coalesce(p.lead_created_at, p.created_at)) from opportunity_people k
  join people p on p.tenant_id = current_tenant() and p.id = k.person_id
  where k.tenant_id = current_tenant() and k.opportunity_id = o.id)`;
