import { sql } from 'kysely';
import { horizonDays, lookWindows } from '../../../domain/scoring/horizon.ts';
import type { TenantDb } from '../../connection.ts';
import type { FeatureMoment } from './person-features.ts';

/** A moment at which somebody was a lead, and whether they were converted within 90 days of it. */
export interface TrainingMoment extends FeatureMoment {
  converted: boolean;
  /** When they became a lead and were known. */
  leadSince: Date;
}

/** Which moments are wanted. */
export interface MomentRange {
  now: Date;
  /** Only of whoever became a lead after this; left out: of all. */
  leadsAfter?: Date | null;
  /** About so many rows at most: of more people a share is drawn, the same one each time. */
  limit: number;
}

const leadSince = sql`greatest(p.created_at, coalesce(p.lead_created_at, p.created_at))`;
const windows = sql.join(
  lookWindows.map(([from, to], place) => sql`(${sql.lit(place)}, ${sql.lit(from)}, ${sql.lit(to)})`),
);
/** A number from 0 to below 1 that belongs to a person and a window, and to nothing that they do. */
const spot = sql`((hashtextextended(p.id::text, w.place) & 2147483647) / 2147483648.0)`;
const lookedAt = sql`${leadSince} + make_interval(secs => 86400 * (w.from_day + (w.to_day - w.from_day) * ${spot}))`;
const wasLead = sql`p.erased_at is null and (p.kind = 'lead' or p.converted_at is not null)`;

/**
 * The moments to learn from: everybody who was a lead is looked at once in each window of their age, at a spot that was drawn beforehand.
 * Whether somebody is looked at so depends on nothing that comes after, only on their still being a lead then: rows are as those that are
 * scored, and whoever was converted before has none. No outcome is said before 90 days are over, of anybody. In the order in which people
 * became leads.
 */
export async function listTrainingMoments(
  db: TenantDb,
  { now, leadsAfter, limit }: MomentRange,
): Promise<TrainingMoment[]> {
  const nowIso = now.toISOString();
  const { rows } = await sql<TrainingMoment>`
    with one as materialized (
      select p.id as person_id, ${leadSince} as lead_since, look.as_of,
        p.converted_at is not null and p.converted_at <= look.as_of + make_interval(days => ${sql.lit(horizonDays)}) as converted
      from people p cross join (values ${windows}) w(place, from_day, to_day)
      cross join lateral (select ${lookedAt} as as_of) look
      where p.tenant_id = current_tenant() and ${wasLead}
        ${leadsAfter ? sql`and ${leadSince} > ${leadsAfter.toISOString()}::timestamptz` : sql``}
        and look.as_of + make_interval(days => ${sql.lit(horizonDays)}) <= ${nowIso}::timestamptz
        and (p.converted_at is null or p.converted_at > look.as_of)
    ), share as (select greatest(1, ceil(count(*)::numeric / ${limit}::int))::int as of from one)
    select person_id, lead_since, as_of, converted from one, share
    where (hashtextextended(person_id::text, 99) & 2147483647) % share.of = 0
    order by lead_since, person_id, as_of`.execute(db);
  return rows;
}

/**
 * How many people a model could learn from by `now`: who were seen to be converted after a moment at which they were looked at, and who were
 * watched for 90 days and were not. Whoever came to us converted is neither: nothing was known of them before.
 */
export async function countOutcomes(db: TenantDb, now: Date): Promise<{ converted: number; lost: number }> {
  const nowIso = now.toISOString();
  const { rows } = await sql<{ converted: number; lost: number }>`
    select
      (select count(distinct p.id)::int from people p cross join (values ${windows}) w(place, from_day, to_day)
        cross join lateral (select ${lookedAt} as as_of) look
        where p.tenant_id = current_tenant() and p.erased_at is null and p.converted_at > look.as_of
          and p.converted_at <= look.as_of + make_interval(days => ${sql.lit(horizonDays)})
          and look.as_of + make_interval(days => ${sql.lit(horizonDays)}) <= ${nowIso}::timestamptz) as converted,
      (select count(*)::int from people p
        where p.tenant_id = current_tenant() and p.erased_at is null and p.kind = 'lead' and p.converted_at is null
          and ${leadSince} + make_interval(days => ${sql.lit(horizonDays + 1)}) <= ${nowIso}::timestamptz) as lost`.execute(
    db,
  );
  return rows[0]!;
}
