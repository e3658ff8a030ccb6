import { sql } from 'kysely';
import type { Entry } from '../../../domain/attribution/entries.ts';
import type { TenantDb } from '../../connection.ts';
import { inScope } from '../reports/activity.ts';
import { opportunitiesIn, type ReportWindow } from './window.ts';
import { personName } from './influence.ts';

/** A row of the ledger with the names on it. */
export interface EntryRow extends Omit<Entry, 'occurredAt'> {
  id: string;
  opportunityId: string;
  opportunityName: string;
  campaignName: string | null;
  personName: string;
  touchedAt: Date | null;
  occurredAt: Date;
  writtenAt: Date;
}

/** Which rows: those that make a figure up are found by what the figure is grouped by. Null is no narrowing. */
export interface EntryFilter extends ReportWindow {
  model: string;
  measure: string | null;
  opportunityId: string | null;
  campaignId: string | null;
  /** A campaign with everything below it. */
  parentId: string | null;
  personId: string | null;
  channel: string | null;
  source: string | null;
}

/** The rows of the ledger that a figure is the sum of, the last written first. */
export async function listEntries(
  db: TenantDb,
  filter: EntryFilter & { limit: number; after: string | null },
): Promise<EntryRow[]> {
  const is = (column: string, value: string | null) =>
    value === null ? sql`true` : sql`${sql.raw(column)} = ${value}`;
  const below = inScope('e.campaign_id', { campaignId: filter.parentId });
  const { rows } = await sql<EntryRow>`
    with opp as materialized (${opportunitiesIn(filter)})
    select e.id, e.opportunity_id, opp.name as opportunity_name, e.campaign_id, c.name as campaign_name, e.person_id,
      ${personName} as person_name, e.touch_id, k.at as touched_at, e.model, e.measure, e.kind, e.reason, e.refund_id, e.channel, e.source,
      e.amount_minor, e.currency, e.fit_version, e.occurred_at, e.written_at
    from attribution_entries e
    join opp on opp.id = e.opportunity_id
    join people p on p.tenant_id = current_tenant() and p.id = e.person_id
    left join campaigns c on c.tenant_id = current_tenant() and c.id = e.campaign_id
    left join opportunity_touches k
      on k.tenant_id = current_tenant() and k.opportunity_id = e.opportunity_id and k.touch_id = e.touch_id
    where e.tenant_id = current_tenant() and e.model = ${filter.model} and ${is('e.measure', filter.measure)}
      and ${is('e.opportunity_id', filter.opportunityId)} and ${is('e.campaign_id', filter.campaignId)} and ${below}
      and ${is('e.person_id', filter.personId)} and ${is('e.channel', filter.channel)} and ${is('e.source', filter.source)}
      and ${filter.after === null ? sql`true` : sql`e.id < ${filter.after}`}
    order by e.id desc limit ${filter.limit}`.execute(db);
  return rows;
}
