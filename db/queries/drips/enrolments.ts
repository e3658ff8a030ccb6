import { sql, type RawBuilder } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** Who comes into a drip, and by which rule about coming again. */
export interface Enrolment {
  dripId: string;
  nowIso: string;
  source: 'by_hand' | 'list' | 'segment' | 'event' | 'dateField';
  /** A relation of `person_id` and `occasion` (text or null). */
  people: RawBuilder<unknown>;
  reentry: { allowed: boolean; afterDays: number };
  /** At most so many at once. */
  limit?: number;
}

/**
 * Takes people into a drip that runs and is open: not who is in it, who was and may not come again (yet), or who was in for the same
 * occasion. Returns the people taken in.
 */
export async function enrol(db: TenantDb, input: Enrolment): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`${taken(input)}`.execute(db);
  return rows.map(({ personId }) => personId);
}

/** What became of the people of a list or a segment. */
export interface GroupEnrolled {
  people: number;
  enrolled: number;
  alreadyIn: number;
}

/**
 * Takes in whoever belongs to a group now, in one statement, by the rule of `enrol`. Nobody comes in where they are more than `limit`;
 * `people` is then one more than that.
 */
export async function enrolGroup(db: TenantDb, input: Enrolment & { limit: number }): Promise<GroupEnrolled> {
  const { dripId, limit } = input;
  const people = sql`
    select person_id, null::text as occasion from wanted where (select count(*) from wanted) <= ${limit}`;
  const { rows } = await sql<GroupEnrolled>`
    with wanted as materialized (
      select g.person_id from (${input.people}) g
      join people p on p.tenant_id = current_tenant() and p.id = g.person_id and p.erased_at is null
      limit ${limit + 1}),
    inside as (
      select w.person_id from wanted w
      join drip_positions i on i.tenant_id = current_tenant() and i.drip_id = ${dripId} and i.person_id = w.person_id
      where i.ended_at is null),
    taken as (${taken({ ...input, people })})
    select (select count(*)::int from wanted) as people, (select count(*)::int from taken) as enrolled,
      (select count(*)::int from inside) as already_in`.execute(db);
  return rows[0]!;
}

function taken(input: Enrolment): RawBuilder<{ personId: string }> {
  const { allowed, afterDays } = input.reentry;
  return sql<{ personId: string }>`
    insert into drip_positions (drip_id, person_id, since, due_at, version, source, occasion, enrolled_at)
    select d.id, w.person_id, ${input.nowIso}::timestamptz, ${input.nowIso}::timestamptz, d.current_version, ${input.source},
      w.occasion, ${input.nowIso}::timestamptz
    from (${input.people}) w
    join people person on person.tenant_id = current_tenant() and person.id = w.person_id and person.erased_at is null
    join drips d on d.tenant_id = current_tenant() and d.id = ${input.dripId}
    where d.status in ('running', 'paused') and d.entry_closed_at is null
      and (d.end_at is null or d.end_at > ${input.nowIso}::timestamptz)
      and not exists (
        select from drip_positions p
        where p.tenant_id = current_tenant() and p.person_id = w.person_id and p.drip_id = d.id
          and (p.ended_at is null or p.occasion = w.occasion
            or (w.occasion is null and (not ${allowed}
              or p.ended_at > ${input.nowIso}::timestamptz - make_interval(days => ${afterDays})))))
    order by w.person_id
    limit ${input.limit ?? 10_000}
    on conflict do nothing
    returning person_id`;
}

/** Named people as a relation for `enrol`. */
export function namedPeople(personIds: readonly string[]): RawBuilder<unknown> {
  return sql`select distinct person_id, null::text as occasion from unnest(${sql.val([...personIds])}::uuid[]) as w (person_id)`;
}

/** Which of some people are in a drip now. */
export async function listPeopleIn(db: TenantDb, dripId: string, personIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string }>`
    select person_id from drip_positions where tenant_id = current_tenant() and drip_id = ${dripId} and ended_at is null
      and person_id = any(${sql.val([...personIds])}::uuid[])`.execute(db);
  return new Set(rows.map(({ personId }) => personId));
}

/**
 * Asks for a wake-up of a drip at `atIso`, or when its rest is over. True where nobody asked for one as early: whoever gets that tells
 * the workflow once this transaction is committed. The row's lock makes a round that is just ending see what was written before. Whoever
 * stays with the drip sees that somebody asked, and looks at once.
 */
export async function requestWake(db: TenantDb, dripId: string, atIso: string): Promise<boolean> {
  const { rows } = await sql<{ isSooner: boolean }>`
    with wanted as (
      select id, is_asked, next_wake_at, greatest(rests_until, ${atIso}::timestamptz) as wake_at
      from drips where tenant_id = current_tenant() and id = ${dripId} for no key update),
    locked as (
      select id, is_asked, wake_at, coalesce(next_wake_at > wake_at, true) as is_sooner from wanted),
    moved as (
      update drips d set is_asked = true, next_wake_at = case when locked.is_sooner then locked.wake_at else d.next_wake_at end
      from locked
      where d.tenant_id = current_tenant() and d.id = locked.id and (locked.is_sooner or not locked.is_asked))
    select is_sooner from locked`.execute(db);
  return rows[0]?.isSooner ?? false;
}

/**
 * Asks for a look at drips that people left, in order of id. Last in its transaction: whoever changes a drip holds its row while it waits
 * for positions, so that the less comes after this, the less often the two meet.
 */
export async function requestWakes(db: TenantDb, dripIds: readonly string[]): Promise<void> {
  const nowIso = new Date().toISOString();
  for (const dripId of [...dripIds].sort()) await requestWake(db, dripId, nowIso);
}

/** Ends the rest of a drip and asks for a look at once: somebody did something by hand and waits to see it. Tell the workflow afterwards. */
export async function requestLook(db: TenantDb, dripId: string, atIso: string): Promise<void> {
  await db
    .updateTable('drips')
    .set({ nextWakeAt: atIso, restsUntil: null, isAsked: true })
    .where('id', '=', dripId)
    .execute();
}
