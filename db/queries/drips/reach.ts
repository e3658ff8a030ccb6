import { sql, type RawBuilder } from 'kysely';
import type { DripEntry } from '../../../domain/drips/definition.ts';
import { needsNewArrival } from '../../../domain/drips/reentry.ts';
import type { TenantDb } from '../../connection.ts';
import { summarisePeople, withObstacles, type AudienceSummary } from '../broadcasts/audience.ts';
import { peopleOfEntry } from './entry-people.ts';

/** A drip's ways in, its rule about coming again, and of what kind its messages are. */
export interface DripReachInput {
  dripId: string;
  entries: readonly DripEntry[];
  reentry: { allowed: boolean; afterDays: number };
  isMarketing: boolean;
  topicId: string | null;
  /** Since when to look where only those who come from then on come in. */
  sinceIso: string;
  nowIso: string;
}

/** Who would come into a drip now, who of them gets its messages and who does not, and how many each way brings (null: nobody can say). */
export interface DripReach extends AudienceSummary {
  entries: { entry: DripEntry; people: number | null }[];
}

/**
 * Asks each way into a drip who would come in by it now, as the drip itself does when it looks. Somebody who is in it, or was and may
 * not come again yet, is left out like somebody whom mail may not reach.
 */
export async function summariseDripReach(db: TenantDb, input: DripReachInput): Promise<DripReach> {
  const ways: RawBuilder<unknown>[] = [];
  const entries: DripReach['entries'] = [];
  for (const entry of input.entries) {
    const people = await peopleOfEntry(db, { ...input, owner: { dripId: input.dripId }, entry, newOnly: false });
    entries.push({ entry, people: people && (await countWay(db, people)) });
    if (people) ways.push(sql`select person_id, occasion from (${people}) way`);
  }
  const nobody = sql`select null::uuid as person_id, null::text as occasion where false`;
  const coming = ways.length > 0 ? sql.join(ways, sql` union all `) : nobody;
  return { ...(await summarisePeople(db, judged(coming, input))), entries };
}

/** How many people a way in would bring. */
export async function countWay(db: TenantDb, people: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(distinct person_id)::int as people from (${people}) way`.execute(db);
  return rows[0]?.people ?? 0;
}

/** Rows of (person_id, lists, obstacle) of those who come, by the rule of `enrol` and then by what stands in the way of their mail. */
function judged(coming: RawBuilder<unknown>, { dripId, reentry, ...input }: DripReachInput): RawBuilder<unknown> {
  return sql`
    with coming as materialized (
      select c.person_id, case
          when bool_or(p.ended_at is null) filter (where p.person_id is not null) then 'already_in'
          when bool_or(p.occasion = c.occasion or (c.occasion is null and (not ${reentry.allowed && !needsNewArrival(reentry)}
            or p.ended_at > ${input.nowIso}::timestamptz - make_interval(days => ${reentry.afterDays}))))
            filter (where p.person_id is not null) then 'not_again' end as bar,
        count(distinct c.way)::int as lists
      from (select row_number() over () as way, person_id, occasion from (${coming}) all_ways) c
      join people e on e.tenant_id = current_tenant() and e.id = c.person_id and e.erased_at is null
      left join drip_positions p on p.tenant_id = current_tenant() and p.drip_id = ${dripId} and p.person_id = c.person_id
      group by c.person_id)
    select o.person_id, o.lists, coalesce(coming.bar, o.obstacle) as obstacle
    from (${withObstacles(sql`select person_id, lists from coming`, input)}) o
    join coming on coming.person_id = o.person_id`;
}
