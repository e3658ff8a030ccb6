import { sql } from 'kysely';
import type { Sql, TenantDb } from '../../connection.ts';
import { inOneTrip } from '../outbox/lease.ts';

/** What whoever stays with a drip goes by. */
export interface DripWatch {
  /** Whether the drip and its campaign run. */
  isRunning: boolean;
  /** Whether somebody wants it looked at. */
  isAsked: boolean;
  /** Whether nobody ended the stay or took it over. */
  isMine: boolean;
  /** Whether nobody is in it and nobody comes in any more. */
  isOver: boolean;
}

/**
 * Begins a stay until `endsAtIso`: to everybody else the drip rests so long, and its workflow looks then at the latest. False where there
 * is no such drip.
 */
export async function beginStay(db: TenantDb, dripId: string, endsAtIso: string): Promise<boolean> {
  const row = await db
    .updateTable('drips')
    .set({ restsUntil: endsAtIso, nextWakeAt: endsAtIso })
    .where('id', '=', dripId)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * What has happened to a drip: one row by its key, in one round trip, so that it can be asked often. The end that a stay wrote tells it from
 * another one.
 */
export async function glanceAtDrip(
  line: Sql,
  { tenantId, dripId, endsAtIso }: { tenantId: string; dripId: string; endsAtIso: string },
): Promise<DripWatch> {
  const [rows] = (await inOneTrip(line, tenantId, (sql) => [
    sql`
      select d.status = 'running' and c.status = 'running' as "isRunning", d.is_asked as "isAsked",
        coalesce(d.rests_until = ${endsAtIso}::timestamptz, false) as "isMine",
        d.entry_closed_at is not null and not exists (
          select from drip_positions p
          where p.tenant_id = d.tenant_id and p.drip_id = d.id and p.ended_at is null) as "isOver"
      from drips d join campaigns c on c.tenant_id = d.tenant_id and c.id = d.campaign_id
      where d.tenant_id = current_tenant() and d.id = ${dripId}`,
  ])) as [DripWatch[]];
  return rows[0] ?? { isRunning: false, isAsked: false, isMine: false, isOver: false };
}

/** Whether nobody ended the stay with a drip that wrote this end, or took it over. */
export async function isStaying(db: TenantDb, dripId: string, endsAtIso: string): Promise<boolean> {
  const { rows } = await sql`
    select from drips
    where tenant_id = current_tenant() and id = ${dripId} and rests_until = ${endsAtIso}::timestamptz`.execute(db);
  return rows.length > 0;
}

/** Takes note of all who asked for a look until now: the one that begins is for them. */
export async function takeAsked(db: TenantDb, dripId: string): Promise<void> {
  await db.updateTable('drips').set({ isAsked: false }).where('id', '=', dripId).where('isAsked', '=', true).execute();
}
