import { sql } from 'kysely';
import type { CampaignTotal } from '../../../domain/reports/activity.ts';
import type { HourName } from '../../../domain/reports/hours.ts';
import type { Span, Unit } from '../../../domain/reports/span.ts';
import type { TenantDb } from '../../connection.ts';
import { inCampaigns } from '../campaigns/scope.ts';

/** Which campaigns a report is about: all, or one with everything below it. */
export interface ReportScope {
  campaignId: string | null;
}

/** The ids of the campaigns in the scope, as a condition on a column; everything where none is named. */
export const inScope = (column: string, { campaignId }: ReportScope) =>
  inCampaigns(column, { campaignIds: campaignId === null ? null : [campaignId], withBelow: true });

const inSpan = ({ from, to }: Span) => sql`h.day between ${from}::text::date and ${to}::text::date`;

/** A figure in a unit of time that begins on `start`. */
export interface SeriesPoint {
  start: string;
  name: HourName;
  value: number;
}

/** The figures of the scope by unit of time; units without any are left out. */
export async function listSeries(
  db: TenantDb,
  { scope, span, unit }: { scope: ReportScope; span: Span; unit: Unit },
): Promise<SeriesPoint[]> {
  const { rows } = await sql<SeriesPoint>`
    select date_trunc(${unit}, h.day::timestamp)::date::text as start, h.name, sum(h.value)::int8 as value
    from campaign_hours h
    where h.tenant_id = current_tenant() and ${inSpan(span)} and ${inScope('h.campaign_id', scope)}
    group by 1, 2`.execute(db);
  return rows;
}

/** The figures of each campaign of the scope in two spans. */
export async function listCampaignTotals(
  db: TenantDb,
  { scope, span, before }: { scope: ReportScope; span: Span; before: Span },
): Promise<CampaignTotal[]> {
  const { rows } = await sql<CampaignTotal>`
    with sums as (
      select h.campaign_id, h.name, coalesce(sum(h.value) filter (where ${inSpan(span)}), 0)::int8 as now,
        coalesce(sum(h.value) filter (where ${inSpan(before)}), 0)::int8 as before
      from campaign_hours h
      where h.tenant_id = current_tenant() and h.day between ${before.from}::text::date and ${span.to}::text::date
        and ${inScope('h.campaign_id', scope)}
      group by 1, 2)
    select s.campaign_id, c.name as campaign_name, s.name, s.now, s.before
    from sums s join campaigns c on c.tenant_id = current_tenant() and c.id = s.campaign_id
    where s.now <> 0 or s.before <> 0`.execute(db);
  return rows;
}

/** A figure by weekday (0 Monday) and hour, beside what was sent in the same hours. */
export async function listClock(
  db: TenantDb,
  { scope, span, figure }: { scope: ReportScope; span: Span; figure: HourName },
): Promise<{ weekday: number; hour: number; value: number; sent: number }[]> {
  const { rows } = await sql<{ weekday: number; hour: number; value: number; sent: number }>`
    select extract(isodow from h.day)::int - 1 as weekday, h.hour::int as hour,
      coalesce(sum(h.value) filter (where h.name = ${figure}), 0)::int8 as value,
      coalesce(sum(h.value) filter (where h.name = 'sent'), 0)::int8 as sent
    from campaign_hours h
    where h.tenant_id = current_tenant() and h.name = any(${sql.val([figure, 'sent'])}::text[]) and ${inSpan(span)}
      and ${inScope('h.campaign_id', scope)}
    group by 1, 2 order by 1, 2`.execute(db);
  return rows;
}

/** What people did that is not counted yet. */
export async function findFreshness(db: TenantDb): Promise<{ waiting: number; waitingSince: Date | null }> {
  const { rows } = await sql<{ waiting: number; waitingSince: Date | null }>`
    select count(*)::int8 as waiting, min(received_at) as waiting_since from (
      select received_at from engagement_work where tenant_id = current_tenant() limit 10000) work`.execute(db);
  return rows[0] ?? { waiting: 0, waitingSince: null };
}
