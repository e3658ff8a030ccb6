import { sql } from 'kysely';
import type { TenantDb } from '../connection.ts';

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

/** What has happened to a drip; one row by its key, so that it can be asked often. The end that a stay wrote tells it from another one. */
export async function watchDrip(db: TenantDb, dripId: string, endsAtIso: string): Promise<DripWatch> {
  const { rows } = await sql<DripWatch>`
    select d.status = 'running' and c.status = 'running' as is_running, d.is_asked,
      coalesce(d.rests_until = ${endsAtIso}::timestamptz, false) as is_mine,
      d.entry_closed_at is not null and not exists (
        select from drip_positions p
        where p.tenant_id = d.tenant_id and p.drip_id = d.id and p.ended_at is null) as is_over
    from drips d join campaigns c on c.tenant_id = d.tenant_id and c.id = d.campaign_id
    where d.tenant_id = current_tenant() and d.id = ${dripId}`.execute(db);
  return rows[0] ?? { isRunning: false, isAsked: false, isMine: false, isOver: false };
}

/** Takes note of all who asked for a look until now: the one that begins is for them. */
export async function takeAsked(db: TenantDb, dripId: string): Promise<void> {
  await db.updateTable('drips').set({ isAsked: false }).where('id', '=', dripId).where('isAsked', '=', true).execute();
}
