import { sql as rawSql, type Selectable } from 'kysely';
import { restLadder } from '../../../domain/delivery/smtp-route.ts';
import type { Db, Sql } from '../../connection.ts';
import type { SmtpRoutes } from '../../schema.ts';
import { setBucket } from '../deliverability/token-buckets.ts';

/** A route's row; the password in it is sealed. */
export type SmtpRouteRow = Selectable<SmtpRoutes> & { takenToday: number };

const routes = (db: Db) =>
  db
    .selectFrom('smtpRoutes as r')
    .leftJoin('smtpRouteDays as d', (join) =>
      join.onRef('d.routeId', '=', 'r.id').on('d.day', '=', rawSql<Date>`(now() at time zone 'UTC')::date`),
    )
    .selectAll('r')
    .select(rawSql<number>`coalesce(d.taken, 0)`.as('takenToday'));

/** All routes by name. */
export function listSmtpRoutes(db: Db): Promise<SmtpRouteRow[]> {
  return routes(db).orderBy('r.name').limit(500).execute();
}

/** One route, or undefined. */
export function findSmtpRoute(db: Db, id: string): Promise<SmtpRouteRow | undefined> {
  return routes(db).where('r.id', '=', id).executeTakeFirst();
}

/** One route, held for the transaction that changes it, or undefined. */
export async function findSmtpRouteForChange(db: Db, id: string): Promise<SmtpRouteRow | undefined> {
  await db.selectFrom('smtpRoutes').select('id').where('id', '=', id).forNoKeyUpdate().execute();
  return findSmtpRoute(db, id);
}

/** What is written of a route. */
export type SmtpRouteValues = Pick<
  Selectable<SmtpRoutes>,
  'name' | 'host' | 'port' | 'security' | 'username' | 'weight' | 'perSecond' | 'perDay' | 'isEnabled'
> & { passwordSealed: string | null };

/** Writes a route; undefined where its name is taken. */
export async function insertSmtpRoute(db: Db, values: SmtpRouteValues & { id?: string }): Promise<string | undefined> {
  const row = await db
    .insertInto('smtpRoutes')
    .values(values)
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row) await setBucket(db, routeBucket(row.id), values.perSecond);
  return row?.id;
}

/** Changes a route at a known version, and lets it be tried again at once; false where somebody else was faster. */
export async function updateSmtpRoute(
  db: Db,
  { id, version, values }: { id: string; version: number; values: Partial<SmtpRouteValues> },
): Promise<boolean> {
  const row = await db
    .updateTable('smtpRoutes')
    .set((eb) => ({ ...values, restedUntil: null, rests: 0, problem: null, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst();
  if (row && values.perSecond !== undefined) await setBucket(db, routeBucket(id), values.perSecond);
  return row !== undefined;
}

/** Removes a route; false where there is none. */
export async function deleteSmtpRoute(db: Db, id: string): Promise<boolean> {
  const row = await db.deleteFrom('smtpRoutes').where('id', '=', id).returning('id').executeTakeFirst();
  await setBucket(db, routeBucket(id), null);
  return row !== undefined;
}

/** The bucket of a route. */
export const routeBucket = (id: string): string => `route:${id}`;

/**
 * A route refused: it rests, longer each time in a row. What several lanes find at one moment is one rest, so it is counted and begins in one
 * statement; returns how many there were in a row, null where it rests already.
 */
export async function restSmtpRoute(db: Db, id: string, problem: string): Promise<number | null> {
  const { rows } = await rawSql<{ rests: number }>`
    update smtp_routes set rests = rests + 1, problem = ${problem},
      rested_until = now() + make_interval(secs => (${rawSql.val([...restLadder])}::int[])[least(rests + 1, ${restLadder.length}::int)])
    where id = ${id} and (rested_until is null or rested_until < now())
    returning rests`.execute(db);
  return rows[0]?.rests ?? null;
}

/** A route takes mail again. */
export async function markWorking(db: Db, id: string): Promise<void> {
  await db.updateTable('smtpRoutes').set({ restedUntil: null, rests: 0, problem: null }).where('id', '=', id).execute();
}

/** Takes up to `wanted` of what a route may send today (UTC); resolves with how many it got. */
export async function takeOfRouteDay(
  sql: Sql,
  { id, wanted, cap }: { id: string; wanted: number; cap: number },
): Promise<number> {
  const [row] = await sql<{ granted: number }[]>`
    insert into smtp_route_days as d (route_id, day, taken)
    values (${id}, (now() at time zone 'UTC')::date, least(${wanted}::int, ${cap}::int))
    on conflict (route_id, day) do update set taken = greatest(d.taken, least(d.taken + ${wanted}::int, ${cap}::int))
    returning new.taken - coalesce(old.taken, 0) as granted`;
  return row?.granted ?? 0;
}

/** Gives back what was taken of today and not sent. */
export async function giveBackOfRouteDay(sql: Sql, { id, count }: { id: string; count: number }): Promise<void> {
  await sql`
    update smtp_route_days set taken = greatest(0, taken - ${count}::int)
    where route_id = ${id} and day = (now() at time zone 'UTC')::date`;
}
