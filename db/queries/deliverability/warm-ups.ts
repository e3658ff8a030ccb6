import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import type { OutboxSql } from '../outbox/lease.ts';

/** A sender's warm-up as it was set. */
export interface WarmUpRow {
  senderId: string;
  plan: number[];
  startedOn: string;
  startsAt: string;
}

const columns = sql<WarmUpRow>`sender_id, plan, to_char(started_on, 'YYYY-MM-DD') as started_on, to_char(starts_at, 'HH24:MI') as starts_at`;

/** The warm-ups of the tenant's senders, or of one of them. */
export async function listWarmUps(db: TenantDb, senderId: string | null = null): Promise<WarmUpRow[]> {
  const { rows } = await sql<WarmUpRow>`
    select ${columns} from sender_warm_ups
    where tenant_id = current_tenant() and (${senderId}::uuid is null or sender_id = ${senderId}::uuid)`.execute(db);
  return rows;
}

/** Sets the warm-up of a sender, or sets it anew; what was taken of its days stays taken. */
export async function saveWarmUp(db: TenantDb, { senderId, plan, startedOn, startsAt }: WarmUpRow): Promise<void> {
  await sql`
    insert into sender_warm_ups (sender_id, plan, started_on, starts_at)
    values (${senderId}, ${sql.val(plan)}::int[], ${startedOn}::date, ${startsAt}::time)
    on conflict (tenant_id, sender_id) do update
    set plan = excluded.plan, started_on = excluded.started_on, starts_at = excluded.starts_at`.execute(db);
}

/** Ends the warm-up of a sender; false where there is none. */
export async function deleteWarmUp(db: TenantDb, senderId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from sender_warm_ups where tenant_id = current_tenant() and sender_id = ${senderId} returning 1`.execute(db);
  return rows.length > 0;
}

/** How many messages of some senders' days were taken (by `senderId day`). */
export async function listTaken(
  db: TenantDb,
  days: readonly { senderId: string; date: string }[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; taken: number }>`
    select d.sender_id || ' ' || to_char(d.day, 'YYYY-MM-DD') as key, d.taken
    from unnest(${sql.val(days.map(({ senderId }) => senderId))}::uuid[], ${sql.val(days.map(({ date }) => date))}::date[]) as w (id, day)
    join sender_days d on d.tenant_id = current_tenant() and d.sender_id = w.id and d.day = w.day`.execute(db);
  return new Map(rows.map(({ key, taken }) => [key, taken]));
}

/** The warm-up of a sender, for the outbox; null where it has none. */
export async function findWarmUp(outbox: OutboxSql, senderId: string): Promise<Omit<WarmUpRow, 'senderId'> | null> {
  const [row] = await outbox<Omit<WarmUpRow, 'senderId'>[]>`
    select plan, to_char(started_on, 'YYYY-MM-DD') as "startedOn", to_char(starts_at, 'HH24:MI') as "startsAt"
    from sender_warm_ups where tenant_id = current_tenant() and sender_id = ${senderId}`;
  return row ?? null;
}

/** Takes up to `wanted` of what a sender may send on a day; resolves with how many it got. Two workers never get more than the cap together. */
export async function takeOfDay(
  outbox: OutboxSql,
  { senderId, date, wanted, cap }: { senderId: string; date: string; wanted: number; cap: number },
): Promise<number> {
  const [row] = await outbox<{ granted: number }[]>`
    insert into sender_days as d (sender_id, day, taken) values (${senderId}, ${date}::date, least(${wanted}::int, ${cap}::int))
    on conflict (tenant_id, sender_id, day) do update
    set taken = greatest(d.taken, least(d.taken + ${wanted}::int, ${cap}::int))
    returning new.taken - coalesce(old.taken, 0) as granted`;
  return row?.granted ?? 0;
}

/** Gives back what was taken and not sent. */
export async function giveBackOfDay(
  outbox: OutboxSql,
  { senderId, date, count }: { senderId: string; date: string; count: number },
): Promise<void> {
  await outbox`
    update sender_days set taken = greatest(0, taken - ${count}::int)
    where tenant_id = current_tenant() and sender_id = ${senderId} and day = ${date}::date`;
}
