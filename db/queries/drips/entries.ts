import { sql, type RawBuilder } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { loadRuleContext } from '../segments/context.ts';
import { matchingPeople } from '../segments/sql.ts';

type People = RawBuilder<unknown>;

/** Whose ways in are looked at. */
export type EntryOwner = { dripId: string } | { nurtureId: string };

/** Who is or was in it: a relation of (person_id, ended_at); no end where they still are. */
function stays(owner: EntryOwner): RawBuilder<unknown> {
  return 'dripId' in owner
    ? sql`(select person_id, ended_at from drip_positions where tenant_id = current_tenant() and drip_id = ${owner.dripId}::uuid)`
    : sql`(select person_id, left_at as ended_at from nurture_members
        where tenant_id = current_tenant() and nurture_id = ${owner.nurtureId}::uuid)`;
}

/** People on a list. */
export function peopleOfList(listId: string): People {
  return sql`
    select person_id, null::text as occasion from list_people where tenant_id = current_tenant() and list_id = ${listId}::uuid`;
}

/** An entry by coming onto a list, and when its owner last looked for it (ISO 8601); null: whoever is on it came at some time. */
export interface ListArrivals {
  owner: EntryOwner;
  listId: string;
  sinceIso: string | null;
}

/**
 * People who came onto a list since its owner last looked, and since the entry is in force. Whoever puts people on a list writes the
 * moment down before it is committed, so the last hour is looked at again; who was in it at the coming or after it has been let
 * in for it, or needs not be.
 */
export function arrivalsOnList({ owner, listId, sinceIso }: ListArrivals): People {
  const entry = { kind: 'list', listId, existing: false };
  const lately = sql`and l.added_at > ${sinceIso}::timestamptz - interval '1 hour' and l.added_at > ${inForceSince(owner, entry)}`;
  return sql`
    select l.person_id, null::text as occasion from list_people l
    where l.tenant_id = current_tenant() and l.list_id = ${listId}::uuid ${sinceIso === null ? sql`` : lately}
      and not exists (
        select from ${stays(owner)} p
        where p.person_id = l.person_id and (p.ended_at is null or p.ended_at >= l.added_at))`;
}

/**
 * People in a segment now. `newTo`: whoever has been in this one must have come into the segment since; that is known only where it
 * is watched.
 */
export async function peopleOfSegment(
  db: TenantDb,
  { segmentId, nowIso, newTo }: { segmentId: string; nowIso: string; newTo?: EntryOwner },
): Promise<People> {
  const rule = { kind: 'segment', is: true, segmentId } as const;
  const context = await loadRuleContext(db, { rules: [rule], nowIso });
  const people = sql`select person_id, null::text as occasion from (${matchingPeople(rule, context)}) in_segment`;
  if (newTo === undefined) return people;
  return sql`${people} where not exists (
    select from ${stays(newTo)} p
    where p.person_id = in_segment.person_id
      and not exists (
        select from segment_changes c
        where c.tenant_id = current_tenant() and c.segment_id = ${segmentId}::uuid and c.person_id = p.person_id
          and c.change = 'entered' and c.at > p.ended_at))`;
}

/** Since when an entry is in force without a version between that did not have it: what happened before the version is not looked back to. */
function inForceSince(owner: EntryOwner, entry: object): RawBuilder<unknown> {
  const isDrip = 'dripId' in owner;
  const versions = isDrip
    ? sql`drip_versions v where v.tenant_id = current_tenant() and v.drip_id = ${owner.dripId}::uuid and v.activated_at is not null`
    : sql`nurture_versions v
        where v.tenant_id = current_tenant() and v.nurture_id = ${owner.nurtureId}::uuid and v.activated_at is not null`;
  const wanted = JSON.stringify([isDrip ? entry : { by: entry }]);
  const hasIt = sql`coalesce(v.definition -> 'entries' @> ${wanted}::text::jsonb, false)`;
  return sql`(
    select min(v.activated_at) from ${versions} and ${hasIt}
      and v.number > coalesce((select max(v.number) from ${versions} and not ${hasIt}), 0))`;
}

/** An entry by coming into a watched segment, and when its owner last looked for it. */
export interface SegmentArrivals {
  owner: EntryOwner;
  segmentId: string;
  sinceIso: string;
}

/**
 * People who came into a watched segment since its owner last looked, and since the entry is in force. A refresh writes its moment down
 * before it is committed, so the last hour is looked at again; whoever was in it at the coming or after it has been let in
 * for it, or needs not be.
 */
export function arrivalsInSegment({ owner, segmentId, sinceIso }: SegmentArrivals): People {
  const entry = { kind: 'segment', segmentId, existing: false };
  return sql`
    select distinct c.person_id, null::text as occasion from segment_changes c
    where c.tenant_id = current_tenant() and c.segment_id = ${segmentId}::uuid and c.change = 'entered'
      and c.at > ${sinceIso}::timestamptz - interval '1 hour'
      and c.at > ${inForceSince(owner, entry)}
      and not exists (
        select from ${stays(owner)} p
        where p.person_id = c.person_id and (p.ended_at is null or p.ended_at >= c.at))`;
}

/**
 * An entry by a date of people's own: the column that holds it, how many days before (negative) or after it they come in, the entry as
 * its definition has it, and when its owner last looked for it.
 */
export interface DatedEntry {
  owner: EntryOwner;
  entry: { kind: 'dateField'; attribute: string; offsetDays: number; yearly: boolean };
  slot: string;
  sinceIso: string;
  nowIso: string;
}

/**
 * People whose day has come, on their own calendar, since the day on which the owner last looked and since the entry is in force, with
 * that day as the occasion: a birthday lets somebody in once a year and not at every look of that day, and one that lies in a pause
 * when it goes on. Of several years the last one counts. Somebody born on a leap day has their day on 28 February in other years.
 */
export function datedPeople({ owner, entry, slot, sinceIso, nowIso }: DatedEntry): People {
  // A date is a day, whatever zone it was written in.
  const day = sql`((a.${sql.ref(slot)} at time zone 'UTC')::date)`;
  const onCalendar = (moment: RawBuilder<unknown>) =>
    sql`((${moment} at time zone coalesce(z.name, tz.name, 'UTC'))::date - ${entry.offsetDays}::int)`;
  // Whole years are added to the day itself: Postgres makes 28 February of a leap day.
  const inYear = sql`(${day} + make_interval(years => extract(year from d.today)::int - extract(year from ${day})::int - y.ago))::date`;
  const came = entry.yearly
    ? sql`(select max(${inYear}) from (values (0), (1)) y (ago) where ${inYear} <= d.today)`
    : sql`(select ${day} where ${day} <= d.today)`;
  return sql`
    select a.person_id, c.came::text as occasion
    from person_attributes a
    join people p on p.tenant_id = a.tenant_id and p.id = a.person_id
    join tenants t on t.tenant_id = a.tenant_id
    left join time_zones z on z.name = p.time_zone
    left join time_zones tz on tz.name = t.time_zone
    cross join lateral (select ${onCalendar(sql`${nowIso}::timestamptz`)} as today,
      ${onCalendar(sql`greatest(${sinceIso}::timestamptz, ${inForceSince(owner, entry)})`)} as looked) d
    cross join lateral (select ${came} as came) c
    where a.tenant_id = current_tenant() and a.${sql.ref(slot)} is not null
      and c.came >= least(d.looked, d.today) and ${day} <= c.came`;
}
