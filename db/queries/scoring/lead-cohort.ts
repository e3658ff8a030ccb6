import { sql, type RawBuilder } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** A lead as of a moment before it could have converted, and whether it did after it. */
export interface CohortLead {
  personId: string;
  asOf: Date;
  converted: boolean;
}

/**
 * Leads to learn from. `moment`: all who were leads at one moment of the last year, and whether they were converted since. `arrival`:
 * all who came in the last year, as they were a week later, and whether they were converted in the 90 days after that.
 */
export interface Cohort {
  clock: 'moment' | 'arrival';
  asOf: Date | null;
  leads: CohortLead[];
}

/** Of more leads than this a part stands for all, chosen by their ids. */
const mostLeads = 20_000;

// Somebody who came in as a contact was never a lead; who came in converted was not known before it.
const leads = sql`
  select id, created_at, case when kind = 'contact' then converted_at end as converted_at from people
  where tenant_id = current_tenant() and erased_at is null and (kind = 'lead' or converted_at is not null)`;

/**
 * The leads that most can be learned from: those of one moment where `fewest` of them were converted since, else those of the last
 * year as they came in, where these converted more often. What was known of somebody is asked as of `asOf`, and all of one cohort have had as long to convert
 * since then, so that nothing of what they became is in what they were.
 */
export async function findCohort(db: TenantDb, { now, fewest }: { now: Date; fewest: number }): Promise<Cohort> {
  const asOf = await bestMoment(db, now);
  const byMoment: Cohort = { clock: 'moment', asOf, leads: asOf ? await leadsAt(db, { asOf, now }) : [] };
  if (conversions(byMoment) >= fewest) return byMoment;
  const byArrival: Cohort = { clock: 'arrival', asOf: null, leads: await leadsSinceArrival(db, now) };
  return conversions(byArrival) > conversions(byMoment) ? byArrival : byMoment;
}

/** How many of a cohort were converted. */
export function conversions({ leads }: Cohort): number {
  return leads.filter(({ converted }) => converted).length;
}

/**
 * The first moment of the last year at which the most people were leads who have been converted since: each of them is in it from when
 * they came until they were converted.
 */
async function bestMoment(db: TenantDb, now: Date): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    with leads as (${leads}),
    converted as (
      select greatest(created_at, ${now.toISOString()}::timestamptz - interval '1 year') as since, converted_at from leads
      where converted_at > created_at and converted_at <= ${now.toISOString()}::timestamptz
        and converted_at > ${now.toISOString()}::timestamptz - interval '1 year'),
    steps as (select since as at, 1 as step from converted union all select converted_at, -1 from converted),
    counted as (select at, sum(step) over (order by at, step) as waiting from steps)
    -- To the next whole millisecond, or whoever came within this one would not be there yet.
    select date_trunc('milliseconds', at) + interval '1 millisecond' as at from counted
    where waiting > 0 order by waiting desc, at limit 1`.execute(db);
  return rows[0]?.at ?? null;
}

async function leadsAt(db: TenantDb, { asOf, now }: { asOf: Date; now: Date }): Promise<CohortLead[]> {
  return sampled(
    db,
    sql`select id, ${asOf.toISOString()}::timestamptz as as_of, coalesce(converted_at <= ${now.toISOString()}::timestamptz, false) as converted
      from (${leads}) l
      where created_at <= ${asOf.toISOString()}::timestamptz
        and (converted_at is null or converted_at > ${asOf.toISOString()}::timestamptz)`,
  );
}

async function leadsSinceArrival(db: TenantDb, now: Date): Promise<CohortLead[]> {
  return sampled(
    db,
    sql`select id, as_of, coalesce(converted_at <= as_of + interval '90 days', false) as converted
      from (select *, created_at + interval '7 days' as as_of from (${leads}) l) l
      where as_of > ${now.toISOString()}::timestamptz - interval '1 year'
        and as_of + interval '90 days' <= ${now.toISOString()}::timestamptz
        and (converted_at is null or converted_at > as_of)`,
  );
}

async function sampled(db: TenantDb, cohort: RawBuilder<unknown>): Promise<CohortLead[]> {
  const { rows } = await sql<CohortLead>`
    select id as person_id, as_of, converted from (${cohort}) c
    order by hashtextextended(id::text, 0) limit ${mostLeads}`.execute(db);
  return rows;
}
