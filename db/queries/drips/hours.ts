import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { requestWakes } from './enrolments.ts';

/** Keeps that the organisation's hours are others now, beside the last times they became others, for the drips that are held: see `lookAnew`. */
export async function markHoursChanged(db: TenantDb): Promise<void> {
  await sql`
    update tenants set hours_changed_at = clock_timestamp(), hours_changed_before =
      (array_remove(hours_changed_at || hours_changed_before, null))[:${sql.lit(mostChanges)}]
    where tenant_id = current_tenant()`.execute(db);
}

/** Each change is kept twice. */
const mostChanges = 100;

/**
 * Keeps once more that hours are others, after they are: a look may have come by the old ones until then. Waits for drips that are just
 * going on, which may not have seen it. In a transaction of its own before `hastenThoseWhoWaitForHours`, as it holds drips.
 */
export async function noteNewHours(db: TenantDb): Promise<void> {
  await markHoursChanged(db);
  await sql`
    select from campaigns where tenant_id = current_tenant() and status = 'paused' order by id for share`.execute(db);
  await sql`
    select from drips where tenant_id = current_tenant() and status = 'paused' order by id for share`.execute(db);
}

/**
 * Lets whoever waits for the hours of a message in a drip that runs be looked at anew: the organisation's hours are others now. Where it
 * is held they would only become overdue, and be left out. Positions in order of id, as whoever takes people away holds them. Returns
 * their drips: tell them once this is committed.
 */
export async function hastenThoseWhoWaitForHours(db: TenantDb): Promise<string[]> {
  const { rows } = await sql<{ dripId: string }>`
    with running as materialized (
      select d.id from drips d join campaigns c on c.tenant_id = d.tenant_id and c.id = d.campaign_id
      where d.tenant_id = current_tenant() and d.status = 'running' and c.status = 'running'),
    held as materialized (
      select id from drip_positions
      where tenant_id = current_tenant() and ended_at is null and state = 'active' and waits_for = 'window' and due_at > now()
        and drip_id in (select id from running)
      order by id for update),
    moved as (
      update drip_positions p set due_at = now() from held where p.tenant_id = current_tenant() and p.id = held.id returning p.drip_id)
    select distinct drip_id from moved`.execute(db);
  const dripIds = rows.map(({ dripId }) => dripId);
  await requestWakes(db, dripIds);
  return dripIds;
}

/**
 * Who has waited for the hours of a message since before the organisation's became others, once or several times, and was not due by then:
 * when they would be due by the new ones nobody knows before they are looked at.
 */
export const waitsByOldHours = sql<boolean>`waits_for = 'window' and exists (
  select from tenants, unnest(hours_changed_at || hours_changed_before) changed_at
  where tenant_id = current_tenant() and since < changed_at and due_at >= changed_at)`;

/**
 * Lets whoever has waited for hours in some drips since before they became others be looked at anew, as the drips go on after a pause.
 * They are due just after `nowIso`: nobody of them is overdue.
 */
export async function lookAnew(
  db: TenantDb,
  { dripIds, nowIso }: { dripIds: readonly string[]; nowIso: string },
): Promise<void> {
  await sql`
    update drip_positions set due_at = ${nowIso}::timestamptz + interval '1 millisecond'
    where tenant_id = current_tenant() and drip_id = any(${sql.val([...dripIds])}::uuid[]) and ended_at is null
      and state = 'active' and due_at > ${nowIso}::timestamptz and ${waitsByOldHours}`.execute(db);
}
