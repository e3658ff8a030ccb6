import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** What a round of a drip goes by. */
export interface DripState {
  campaignId: string;
  campaignStatus: string;
  status: string;
  priority: 'high' | 'normal' | 'low';
  currentVersion: number;
  entryClosedAt: Date | null;
  scannedAt: Date | null;
  /** Days before this one let nobody in any more: whoever let it go on left out what was overdue. */
  daysFrom: Date | null;
  startedAt: Date | null;
  tenantZone: string;
  quietFrom: string | null;
  quietTo: string | null;
}

/** Reads it; undefined if there is no such drip. */
export async function findDripState(db: TenantDb, dripId: string): Promise<DripState | undefined> {
  const { rows } = await sql<DripState>`
    select d.campaign_id, c.status as campaign_status, d.status, d.priority, d.current_version, d.entry_closed_at, d.scanned_at,
      d.days_from, d.started_at, coalesce(z.name, 'UTC') as tenant_zone, to_char(t.quiet_from, 'HH24:MI') as quiet_from,
      to_char(t.quiet_to, 'HH24:MI') as quiet_to
    from drips d
    join campaigns c on c.tenant_id = d.tenant_id and c.id = d.campaign_id
    join tenants t on t.tenant_id = d.tenant_id
    left join time_zones z on z.name = t.time_zone
    where d.tenant_id = current_tenant() and d.id = ${dripId}`.execute(db);
  return rows[0];
}

/** Since when days of people are looked for that was last looked at `since`. */
export function daysSince(since: Date, { daysFrom }: Pick<DripState, 'daysFrom'>): Date {
  return daysFrom && daysFrom > since ? daysFrom : since;
}

/** Whether a drip and its campaign run at this moment. */
export async function isDripRunning(db: TenantDb, dripId: string): Promise<boolean> {
  const { rows } = await sql`
    select from drips d join campaigns c on c.tenant_id = d.tenant_id and c.id = d.campaign_id
    where d.tenant_id = current_tenant() and d.id = ${dripId} and d.status = 'running' and c.status = 'running'`.execute(
    db,
  );
  return rows.length > 0;
}

/** The message of a step in a version: what it is the variant of, and the edition that it was compiled to. */
export async function findStepMessage(
  db: TenantDb,
  input: { dripId: string; number: number; stepId: string },
): Promise<{ id: string; editionId: string | null; messageClass: string } | undefined> {
  return db
    .selectFrom('dripMessages as m')
    .innerJoin('variants as v', (join) => join.onRef('v.tenantId', '=', 'm.tenantId').onRef('v.sourceId', '=', 'm.id'))
    .select(['m.id', 'm.editionId', 'v.messageClass'])
    .where('m.dripId', '=', input.dripId)
    .where('m.number', '=', input.number)
    .where('m.stepId', '=', input.stepId)
    .executeTakeFirst();
}

/** Keeps the edition of a step's message. */
export async function markEdition(db: TenantDb, id: string, editionId: string): Promise<void> {
  await db.updateTable('dripMessages').set({ editionId }).where('id', '=', id).execute();
}

/** The steps of a version that send, with the ids of their messages. */
export async function listStepMessages(
  db: TenantDb,
  input: { dripId: string; number: number },
): Promise<{ id: string; editionId: string | null }[]> {
  return db
    .selectFrom('dripMessages')
    .select(['id', 'editionId'])
    .where('dripId', '=', input.dripId)
    .where('number', '=', input.number)
    .orderBy('id')
    .execute();
}

/**
 * Writes until when a drip rests and sleeps, under the lock that enrolments take: what they wrote before is seen by `read`. Whatever is
 * wanted sooner waits for the end of the rest. Who asked for a look after the last one began was told that the drip would look anyway,
 * and may be somebody whom `read` does not see (a message that was settled a moment ago): the drip looks when its rest is over. Returns
 * also when that makes the next look due (ISO 8601); null: when somebody says so.
 */
export async function setWake<T>(
  db: TenantDb,
  dripId: string,
  work: { restsUntil: string; read: () => Promise<T>; wakeAt: (read: T) => string | null },
): Promise<{ read: T; nextDueAt: string | null }> {
  const { rows } = await sql<{ isAsked: boolean }>`
    select is_asked from drips where tenant_id = current_tenant() and id = ${dripId} for no key update`.execute(db);
  const read = await work.read();
  const { restsUntil } = work;
  const nextDueAt = rows[0]?.isAsked ? restsUntil : work.wakeAt(read);
  await db
    .updateTable('drips')
    .set({ restsUntil, nextWakeAt: nextDueAt !== null && nextDueAt < restsUntil ? restsUntil : nextDueAt })
    .where('id', '=', dripId)
    .execute();
  return { read, nextDueAt };
}

/** Keeps that entries were looked for. */
export async function markScanned(db: TenantDb, dripId: string, nowIso: string): Promise<void> {
  await db.updateTable('drips').set({ scannedAt: nowIso }).where('id', '=', dripId).execute();
}
