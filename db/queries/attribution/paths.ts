import { sql } from 'kysely';
import type { PathOutcome } from '../../../domain/attribution/path-report.ts';
import type { TenantDb } from '../../connection.ts';
import { roomForReport } from '../reports/memory.ts';
import { opportunitiesIn, type ReportWindow } from './window.ts';

/** What paths are told by. */
export type StopKind = 'channel' | 'campaign';

/** A path and the opportunities that took it. */
export interface PathRow {
  stops: string[];
  opportunities: number;
  valueMinor: number;
  averageDays: number | null;
}

/** Paths as their query finds them. */
export interface PathRows {
  paths: PathRow[];
  opportunities: number;
  untouched: number;
  touchCounts: { touches: number; opportunities: number }[];
  averageDays: number | null;
  medianDays: number | null;
}

interface PathQuestion extends ReportWindow {
  outcome: PathOutcome;
  by: StopKind;
  campaignId: string | null;
}

/** A flow beyond so many different paths tells nobody anything; the rarer ones are left out of it. */
const mostPaths = 1000;

/** The ways that the opportunities of a window came, the commonest first. The same stop several times in a row is one. */
export async function listPathsTaken(db: TenantDb, question: PathQuestion): Promise<PathRows> {
  const stop =
    question.by === 'channel'
      ? sql`k.channel`
      : sql`coalesce((select c.name from campaigns c where c.tenant_id = current_tenant() and c.id = k.campaign_id), 'No campaign')`;
  await roomForReport(db);
  const { rows } = await sql<PathRows>`
    with opp as materialized (
      select * from (${opportunitiesIn(question)}) o where o.state = ${question.outcome}
        and (${question.campaignId}::uuid is null or exists (select from opportunity_touches k
          where k.tenant_id = current_tenant() and k.campaign_id = ${question.campaignId} and k.opportunity_id = o.id))
    ), stop as (
      select k.opportunity_id, k.position, k.at, ${stop} as stop from opportunity_touches k
      join opp on opp.id = k.opportunity_id where k.tenant_id = current_tenant()
    ), marked as (
      select *, lag(stop) over (partition by opportunity_id order by position) is distinct from stop as is_new from stop
    ), path as (
      select opp.id, array_agg(m.stop order by m.position) filter (where m.is_new) as stops, count(m.stop)::int as touches, opp.net,
        extract(epoch from coalesce(opp.closed_at, now()) - min(m.at)) / 86400 as days
      from opp left join marked m on m.opportunity_id = opp.id
      group by opp.id, opp.net, opp.closed_at
    ), taken as (
      select stops, count(*)::int as opportunities, coalesce(sum(net), 0)::int8 as value, avg(days)::float8 as days
      from path where stops is not null group by stops order by 2 desc, 3 desc, stops limit ${mostPaths}
    ), counted as (
      select least(touches, 10) as touches, count(*)::int as opportunities from path where touches > 0 group by 1)
    select coalesce((select jsonb_agg(jsonb_build_object('stops', stops, 'opportunities', opportunities, 'valueMinor', value,
        'averageDays', days) order by opportunities desc, value desc, stops) from taken), '[]') as paths,
      count(*)::int as opportunities, count(*) filter (where touches = 0)::int as untouched,
      coalesce((select jsonb_agg(jsonb_build_object('touches', touches, 'opportunities', opportunities) order by touches)
        from counted), '[]') as touch_counts,
      avg(days)::float8 as average_days, percentile_cont(0.5) within group (order by days)::float8 as median_days
    from path`.execute(db);
  return rows[0]!;
}
