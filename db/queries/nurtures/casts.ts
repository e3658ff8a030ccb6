import { sql, type RawBuilder } from 'kysely';
import type { NurtureDefinition } from '../../../domain/nurtures/definition.ts';
import type { CastOutcome } from '../../../domain/nurtures/nurture.ts';
import type { PoolPlace } from '../../../domain/nurtures/pool.ts';
import type { TenantDb } from '../../connection.ts';
import { staysOnList } from './nurtures.ts';
import { loadRuleContext } from '../segments/context.ts';
import { matchingPeople } from '../segments/sql.ts';

type Sql = RawBuilder<unknown>;

/** A cast of a nurture programme: its moment, the rules, and what the streams have to give at it. */
export interface Cast {
  nurtureId: string;
  castAt: string;
  definition: NurtureDefinition;
  pool: readonly PoolPlace[];
  /** How many casts come before it, each of which is assumed to give its item; 0 for the next cast. */
  before?: number;
  /** Where people of some streams are taken to be instead; null: they are taken to have left. */
  moves?: Readonly<Record<string, string | null>>;
  /** Who would come in before it: a relation of (person_id, stream). */
  coming?: Sql;
  /** Whether it is asked about who left alone too. */
  withLeft?: boolean;
}

/** What a cast means for one member. */
export interface CastPlanRow {
  personId: string;
  stream: string;
  /** Null: they leave. */
  nextStream: string | null;
  outcome: CastOutcome;
  itemId: string | null;
  obstacle: string | null;
}

/**
 * What a cast means for members, as a relation (`person_id, stream, next_stream, outcome, item_id, obstacle`): the one rule that the
 * forecast and the cast itself share. First the stream that a transition takes them to (null: out), then its first item that they have not had.
 * They have had what is on its way, what may have arrived, and what a topic kept from them; what was skipped for another reason they
 * have not. `among`: SQL that gives the people to look at; without it, everybody.
 */
export async function planCast(db: TenantDb, cast: Cast, among?: Sql): Promise<Sql> {
  const { pool } = cast;
  return sql`
    with pool as materialized (
      select * from unnest(${sql.val(pool.map(({ stream }) => stream))}::text[], ${sql.val(pool.map(({ itemId }) => itemId))}::uuid[],
        ${sql.val(pool.map(({ position }) => position))}::int[]) as p (stream, item_id, place)),
    placed as (
      select m.person_id, m.cadence, m.stream, ${await streamAfter(db, cast, among)} as next_stream,
        sending_obstacle(p.email_key, p.email_status, p.consent, (select s.reason from suppressions s
          where s.tenant_id = p.tenant_id and s.address_hash = p.email_hash), true) as obstacle
      from (${membersFor(cast, among)}) m
      join people p on p.tenant_id = current_tenant() and p.id = m.person_id and p.erased_at is null)
    select l.person_id, l.stream, l.next_stream, next.item_id, l.obstacle, case
        when l.cadence = 'paused' then 'paused'
        when l.next_stream is null then 'leaves'
        when next.item_id is null then 'exhausted'
        when l.obstacle is not null then 'unreachable'
        else 'gets' end as outcome
    from placed l
    -- One look for each member, however many items there are.
    cross join lateral (
      select array(
        select x.source_id from messages x
        where x.tenant_id = current_tenant() and x.person_id = l.person_id and x.source_id = any(array(select item_id from pool))
          and x.occurrence = x.source_id and (x.status <> 'skipped' or x.reason = 'topic_opt_out')) as items) had
    left join lateral (
      select pool.item_id from pool
      where pool.stream = l.next_stream and pool.item_id <> all(had.items)
      order by pool.place offset ${cast.before ?? 0} limit 1) next on true`;
}

/** Who is in it, as the cast takes it: a relation of (person_id, cadence, stream). */
function membersFor({ nurtureId, coming, moves = {}, withLeft = false }: Cast, among?: Sql): Sql {
  const moved = Object.entries(moves);
  const goesTo = moved.flatMap(([from, to]) => (to === null ? [] : [sql`when ${from} then ${to}`]));
  const gone = moved.flatMap(([from, to]) => (to === null ? [from] : []));
  return sql`
    select m.person_id, m.cadence, ${goesTo.length > 0 ? sql`case m.stream ${sql.join(goesTo, sql` `)} else m.stream end` : sql`m.stream`} as stream
    from nurture_members m
    where m.tenant_id = current_tenant() and m.nurture_id = ${nurtureId}
      ${withLeft ? sql`` : sql`and ${staysOnList(sql`m`)}`}
      ${gone.length > 0 ? sql`and m.stream <> all(${sql.val(gone)}::text[])` : sql``}
      ${among ? sql`and m.person_id in (${among})` : sql``}
    ${
      coming
        ? sql`union all select e.person_id, 'normal', e.stream from (${coming}) e
            where e.person_id not in (
              select k.person_id from nurture_members k where k.tenant_id = current_tenant() and k.nurture_id = ${nurtureId})`
        : sql``
    }`;
}

/** The stream a member is in at a cast: who is paused stays where they are. */
async function streamAfter(db: TenantDb, { definition, castAt }: Cast, among?: Sql): Promise<Sql> {
  const { transitions } = definition;
  if (transitions.length === 0) return sql`m.stream`;
  const context = await loadRuleContext(db, { rules: transitions.map(({ rule }) => rule), nowIso: castAt });
  const whens = transitions.map(({ from, to, rule }) => {
    const where = from !== null ? sql`m.stream = ${from}` : to === null ? sql`true` : sql`m.stream <> ${to}`;
    return sql`when m.cadence = 'normal' and ${where} and m.person_id in (${matchingPeople(rule, context, among)}) then ${to}::text`;
  });
  return sql`case ${sql.join(whens, sql` `)} else m.stream end`;
}

/**
 * Takes up to `limit` members whom a cast has not dealt with, marks that it has, and gives what it means for them. The caller enqueues
 * in the same transaction, so that neither can be without the other. What somebody else holds is left to them; once nobody else is left
 * they are waited for, so that whoever was moved or merged at this moment is not passed over. Of `taken` people those who are erased
 * have no row.
 */
export async function takeForCast(
  db: TenantDb,
  cast: Cast,
  limit: number,
): Promise<{ taken: number; rows: CastPlanRow[] }> {
  const { nurtureId, castAt } = cast;
  const free = await holdUndealt(db, cast, { limit, however: sql`skip locked` });
  const held = free.length > 0 ? free : await holdUndealt(db, cast, { limit, however: sql`` });
  if (held.length === 0) return { taken: 0, rows: [] };
  const ids = sql.val(held);
  const plan = await planCast(db, cast, sql`select unnest(${ids}::uuid[])`);
  const { rows } = await sql<CastPlanRow>`${plan}`.execute(db);
  await sql`
    update nurture_members m set last_cast_at = ${castAt}::timestamptz, stream = coalesce(w.stream, m.stream),
      left_at = case when w.person_id is not null and w.stream is null then ${castAt}::timestamptz end,
      left_reason = case when w.person_id is not null and w.stream is null then 'left_by_rule' end
    from unnest(${ids}::uuid[]) as h (person_id)
    left join unnest(${sql.val(rows.map(({ personId }) => personId))}::uuid[],
      ${sql.val(rows.map(({ nextStream }) => nextStream))}::text[]) as w (person_id, stream) on w.person_id = h.person_id
    where m.tenant_id = current_tenant() and m.nurture_id = ${nurtureId} and m.person_id = h.person_id`.execute(db);
  await recordCast(db, cast, rows);
  return { taken: held.length, rows };
}

async function holdUndealt(
  db: TenantDb,
  { nurtureId, castAt }: Cast,
  { limit, however }: { limit: number; however: Sql },
): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    select person_id from nurture_members
    where tenant_id = current_tenant() and nurture_id = ${nurtureId} and cadence = 'normal' and left_at is null
      and added_at <= ${castAt}::timestamptz and (last_cast_at is null or last_cast_at < ${castAt}::timestamptz)
    order by person_id limit ${limit}
    for update ${however}`.execute(db);
  return rows.map(({ personId }) => personId);
}

/** Adds a batch to what the cast did and gave. */
async function recordCast(db: TenantDb, { nurtureId, castAt }: Cast, rows: readonly CastPlanRow[]): Promise<void> {
  const given = rows.flatMap(({ outcome, itemId }) => (outcome === 'gets' && itemId ? [itemId] : []));
  await sql`
    insert into nurture_casts as c (nurture_id, at, enqueued, exhausted, unreachable, departed, moved)
    values (${nurtureId}, ${castAt}::timestamptz, ${count(rows, 'gets')}::int, ${count(rows, 'exhausted')}::int,
      ${count(rows, 'unreachable')}::int, ${count(rows, 'leaves')}::int,
      ${rows.filter(({ stream, nextStream }) => nextStream !== null && stream !== nextStream).length}::int)
    on conflict (tenant_id, nurture_id, at) do update set enqueued = c.enqueued + excluded.enqueued,
      exhausted = c.exhausted + excluded.exhausted, unreachable = c.unreachable + excluded.unreachable,
      moved = c.moved + excluded.moved, departed = c.departed + excluded.departed`.execute(db);
  await sql`
    insert into nurture_cast_items as c (nurture_id, at, item_id, people)
    select ${nurtureId}::uuid, ${castAt}::timestamptz, item, count(*)
    from unnest(${sql.val(given)}::uuid[]) as g (item)
    group by item
    on conflict (tenant_id, nurture_id, at, item_id) do update set people = c.people + excluded.people`.execute(db);
}

const count = (rows: readonly CastPlanRow[], wanted: CastOutcome) =>
  rows.filter(({ outcome }) => outcome === wanted).length;

/** How many people of a stream a cast means the same to. */
export interface CastCount {
  stream: string;
  outcome: CastOutcome;
  itemId: string | null;
  people: number;
  moving: number;
}

/** How many people of which stream a cast means what to, by item. */
export async function countCast(db: TenantDb, cast: Cast): Promise<CastCount[]> {
  const { rows } = await sql<CastCount>`
    select stream, outcome, case when outcome = 'gets' then item_id end as item_id, count(*)::int as people,
      count(*) filter (where stream <> next_stream)::int as moving
    from (${await planCast(db, cast)}) planned group by 1, 2, 3 order by 4 desc`.execute(db);
  return rows;
}

/** A cast that was, with what it gave. */
export interface CastRow {
  at: Date;
  gave: { itemId: string; name: string; people: number }[];
  enqueued: number;
  exhausted: number;
  unreachable: number;
  moved: number;
  departed: number;
}

/** The casts that were, the latest first; `before` (ISO 8601) is the last of the page before. */
export async function listCasts(
  db: TenantDb,
  page: { nurtureId: string; before: string | null; limit: number },
): Promise<CastRow[]> {
  const { rows } = await sql<CastRow>`
    select c.at, c.enqueued, c.exhausted, c.unreachable, c.moved, c.departed, coalesce((
      select jsonb_agg(jsonb_build_object('itemId', i.id, 'name', i.name, 'people', g.people) order by g.people desc, i.id)
      from nurture_cast_items g join nurture_items i on i.tenant_id = g.tenant_id and i.id = g.item_id
      where g.tenant_id = c.tenant_id and g.nurture_id = c.nurture_id and g.at = c.at), '[]') as gave
    from nurture_casts c
    where c.tenant_id = current_tenant() and c.nurture_id = ${page.nurtureId}
      and (${page.before}::timestamptz is null or c.at < ${page.before}::timestamptz)
    order by c.at desc limit ${page.limit}`.execute(db);
  return rows;
}
