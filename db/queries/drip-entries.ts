import { sql, type RawBuilder } from 'kysely';
import type { TenantDb } from '../connection.ts';
import { loadRuleContext } from './segment-context.ts';
import { matchingPeople } from './segment-sql.ts';

type People = RawBuilder<unknown>;

/** People on a list; `sinceIso`: only those who came onto it after that. */
export function peopleOfList(listId: string, sinceIso: string | null): People {
  return sql`
    select person_id, null::text as occasion from list_people
    where tenant_id = current_tenant() and list_id = ${listId}
      and (${sinceIso}::timestamptz is null or added_at > ${sinceIso}::timestamptz)`;
}

/** People in a segment now. */
export async function peopleOfSegment(db: TenantDb, input: { segmentId: string; nowIso: string }): Promise<People> {
  const rule = { kind: 'segment', is: true, segmentId: input.segmentId } as const;
  const context = await loadRuleContext(db, { rules: [rule], nowIso: input.nowIso });
  return sql`select person_id, null::text as occasion from (${matchingPeople(rule, context)}) in_segment`;
}

/** An entry by coming into a watched segment, and when the drip last looked for it. */
export interface SegmentArrivals {
  dripId: string;
  segmentId: string;
  sinceIso: string;
}

/**
 * People who came into a watched segment since the drip last looked, and since the entry is in force. A refresh writes its moment down
 * before it is committed, so the last hour is looked at again; whoever was in the drip at the coming or after it has been let in
 * for it, or needs not be.
 */
export function arrivalsInSegment({ dripId, segmentId, sinceIso }: SegmentArrivals): People {
  const entry = JSON.stringify([{ kind: 'segment', segmentId, existing: false }]);
  return sql`
    select distinct c.person_id, null::text as occasion from segment_changes c
    where c.tenant_id = current_tenant() and c.segment_id = ${segmentId}::uuid and c.change = 'entered'
      and c.at > ${sinceIso}::timestamptz - interval '1 hour'
      and c.at > (
        select min(v.activated_at) from drip_versions v
        where v.tenant_id = current_tenant() and v.drip_id = ${dripId}::uuid and v.definition -> 'entries' @> ${entry}::text::jsonb)
      and not exists (
        select from drip_positions p
        where p.tenant_id = current_tenant() and p.drip_id = ${dripId}::uuid and p.person_id = c.person_id
          and (p.ended_at is null or p.ended_at >= c.at))`;
}

/** An entry by a date of people's own: the column that holds it, and how many days before (negative) or after it they come in. */
export interface DatedEntry {
  slot: string;
  offsetDays: number;
  yearly: boolean;
  nowIso: string;
}

/**
 * People whose day it is, on their own calendar, with the day as the occasion: a birthday lets somebody in once a year and not at
 * every look of that day. Somebody born on a leap day has their day on 28 February in other years.
 */
export function datedPeople({ slot, offsetDays, yearly, nowIso }: DatedEntry): People {
  // A date is a day, whatever zone it was written in.
  const day = sql`((a.${sql.ref(slot)} at time zone 'UTC')::date)`;
  const today = sql`((${nowIso}::timestamptz at time zone coalesce(z.name, tz.name, 'UTC'))::date - ${offsetDays}::int)`;
  // Whole years are added to the day itself: Postgres makes 28 February of a leap day.
  const again = sql`((${day} + make_interval(years => extract(year from ${today})::int - extract(year from ${day})::int))::date)`;
  return sql`
    select a.person_id, ${today}::text as occasion
    from person_attributes a
    join people p on p.tenant_id = a.tenant_id and p.id = a.person_id
    join tenants t on t.tenant_id = a.tenant_id
    left join time_zones z on z.name = p.time_zone
    left join time_zones tz on tz.name = t.time_zone
    where a.tenant_id = current_tenant() and a.${sql.ref(slot)} is not null
      and ${yearly ? sql`${again} = ${today} and ${day} <= ${today}` : sql`${day} = ${today}`}`;
}
