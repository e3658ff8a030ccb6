import { sql } from 'kysely';
import type { Rule } from '../../../domain/segments/rule.ts';
import type { SegmentMove } from '../../../domain/segments/segment.ts';
import type { Db, TenantDb } from '../../connection.ts';
import { loadRuleContext } from './context.ts';
import { matchingPeople, planForMany } from './sql.ts';

/** How many people a refresh found, and how many came and went since the one before. */
export interface Refreshed {
  people: number;
  entered: number;
  left: number;
}

/** The segments whose comings and goings are kept. */
export async function listWatchedSegments(db: TenantDb): Promise<string[]> {
  const rows = await db.selectFrom('segments').select('id').where('isWatched', '=', true).orderBy('id').execute();
  return rows.map(({ id }) => id);
}

/**
 * Brings the people of a watched segment up to date, in one statement, and writes down who came and who went. Those whom the first
 * refresh finds have been in it already. Doing it again changes nothing; two at once do it one after the other. Null where there is
 * no such segment, or nobody watches it any more.
 */
export async function refreshSegment(
  db: TenantDb,
  { id, nowIso }: { id: string; nowIso: string },
): Promise<Refreshed | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended('segment ' || ${id}::text, 0))`.execute(db);
  const segment = await db
    .selectFrom('segments')
    .select(['rule', 'refreshedAt'])
    .where('id', '=', id)
    .where('isWatched', '=', true)
    .executeTakeFirst();
  if (!segment) return null;
  const rule = segment.rule as unknown as Rule;
  const context = await loadRuleContext(db, { rules: [rule], nowIso });
  await planForMany(db);
  const isFirst = segment.refreshedAt === null;
  const { rows } = await sql<Refreshed>`
    with found as materialized (${matchingPeople(rule, context)}),
    gone as (
      delete from segment_people m
      where m.tenant_id = current_tenant() and m.segment_id = ${id}::uuid
        and not exists (select from found f where f.person_id = m.person_id)
      returning m.person_id),
    come as (
      insert into segment_people (segment_id, person_id, entered_at)
      select ${id}::uuid, f.person_id, ${nowIso}::timestamptz from found f
      where not exists (
        select from segment_people m
        where m.tenant_id = current_tenant() and m.segment_id = ${id}::uuid and m.person_id = f.person_id)
      on conflict (tenant_id, segment_id, person_id) do nothing
      returning person_id),
    noted as (
      insert into segment_changes (segment_id, person_id, change, at)
      select ${id}::uuid, person_id, change, ${nowIso}::timestamptz from (
        select person_id, 'left' as change from gone
        union all
        select person_id, 'entered' from come where not ${isFirst}) moved
      returning change),
    counted as (
      update segments set people = (select count(*) from found), counted_at = ${nowIso}::timestamptz,
        refreshed_at = ${nowIso}::timestamptz
      where tenant_id = current_tenant() and id = ${id}::uuid returning people)
    select (select people from counted) as people,
      (select count(*)::int from noted where change = 'entered') as entered,
      (select count(*)::int from noted where change = 'left') as left`.execute(db);
  return rows[0]!;
}

/** Forgets who is in a segment that is not watched any more; what happened stays. */
export async function forgetSegmentPeople(db: TenantDb, id: string): Promise<void> {
  await db.deleteFrom('segmentPeople').where('segmentId', '=', id).execute();
  await db.updateTable('segments').set({ refreshedAt: null }).where('id', '=', id).execute();
}

/** Who came into a segment and who left it, newest first. */
export async function listSegmentMoves(
  db: TenantDb,
  input: { segmentId: string; limit: number; before: string | null },
): Promise<SegmentMove[]> {
  const { rows } = await sql<Omit<SegmentMove, 'at'> & { at: Date }>`
    select c.id, c.person_id, c.change, c.at,
      coalesce(nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), ''), p.email, '') as name
    from segment_changes c
    join people p on p.tenant_id = c.tenant_id and p.id = c.person_id
    where c.tenant_id = current_tenant() and c.segment_id = ${input.segmentId}::uuid
      ${input.before === null ? sql`` : sql`and c.id < ${input.before}::uuid`}
    order by c.id desc limit ${input.limit}`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Tenants with a watched segment that was not refreshed since `before`. As salescompass_directory. */
export async function listTenantsToRefresh(directory: Db, before: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('segments')
    .select('tenantId')
    .distinct()
    .where('isWatched', '=', true)
    .where((eb) => eb.or([eb('refreshedAt', 'is', null), eb('refreshedAt', '<', new Date(before))]))
    .execute();
  return rows.map((row) => row.tenantId);
}
