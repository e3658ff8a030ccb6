import { sql } from 'kysely';
import type { BackToDraft } from '../../../domain/campaigns/campaign.ts';
import type { CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import type { TenantDb } from '../../connection.ts';
import { countedOf, partsOf } from './parts.ts';
import { listRollUps, type RollUpRow } from './tree.ts';
import type { CampaignRow } from './campaigns.ts';
import { listCostFacts, type CampaignCosts } from '../costs/facts.ts';
import { workflowRunOf } from '../workflow-runs.ts';

/** A row with its type's name, its place in the hierarchy and the sums of its counters, for lists and pages. */
export interface CampaignOverview extends CampaignRow {
  campaignTypeName: string;
  parentName: string | null;
  /** How many campaigns stand directly below it. */
  children: number;
  /** How many parts of its own it has. */
  parts: number;
  counters: Record<string, number>;
  rollUp: RollUpRow;
  costs: CampaignCosts;
  /** Its times are as the database writes them. */
  backToDraft: BackToDraft | null;
  /** The run of its workflow; null where none is known. */
  runId: string | null;
}

function overviews(db: TenantDb) {
  return db
    .selectFrom('campaigns as c')
    .innerJoin('campaignTypes as t', (join) =>
      join.onRef('t.tenantId', '=', 'c.tenantId').onRef('t.id', '=', 'c.campaignTypeId'),
    )
    .selectAll('c')
    .select('t.name as campaignTypeName')
    .leftJoin('campaigns as p', (join) => join.onRef('p.tenantId', '=', 'c.tenantId').onRef('p.id', '=', 'c.parentId'))
    .select('p.name as parentName')
    .select(workflowRunOf('campaign', 'c').as('runId'))
    .select([
      sql<number>`(select count(*) from campaigns below where below.tenant_id = c.tenant_id and below.parent_id = c.id)`.as(
        'children',
      ),
      sql<number>`(select count(*) from (${partsOf}) part)`.as('parts'),
      sql<Record<string, number>>`coalesce((
        select jsonb_object_agg(name, value) from (
          select sc.name, sum(sc.value) as value from source_counters sc
          where sc.tenant_id = c.tenant_id and sc.source_id in (${countedOf})
          group by sc.name) sums), '{}')`.as('counters'),
      // A withdrawal from before these were recorded is recognised by the campaign being a draft.
      sql<BackToDraft | null>`case when c.status = 'draft' then (
        select case a.decision
          when 'rejected' then
            jsonb_build_object('why', 'sentBack', 'byName', a.decided_by_name, 'comment', a.comment, 'at', a.decided_at)
          when 'approved' then
            jsonb_build_object('why', case when a.voided_at is not null and a.voided_by_name is null then 'notStarted' else 'changed' end,
              'byName', a.voided_by_name, 'comment', a.voided_because, 'at', coalesce(a.voided_at, c.status_changed_at))
          end
        from approvals a where a.tenant_id = c.tenant_id and a.campaign_id = c.id order by a.id desc limit 1) end`.as(
        'backToDraft',
      ),
    ]);
}

async function withRollUps(
  db: TenantDb,
  rows: Omit<CampaignOverview, 'rollUp' | 'costs'>[],
): Promise<CampaignOverview[]> {
  const ids = rows.map((row) => row.id);
  const sums = await listRollUps(db, ids);
  const costs = await listCostFacts(db, ids);
  return rows.map((row) => ({ ...row, rollUp: sums.get(row.id)!, costs: costs.get(row.id)! }));
}

/** The campaign with its sums, or undefined. */
export async function findCampaignOverview(db: TenantDb, id: string): Promise<CampaignOverview | undefined> {
  const rows = await overviews(db).where('c.id', '=', id).execute();
  return (await withRollUps(db, rows))[0];
}

/** What a list of campaigns is narrowed by. */
export interface CampaignFilter {
  status?: CampaignStatus[];
  q?: string;
  ownerId?: string;
  campaignTypeId?: string;
  /** The campaign they stand directly below; `none`: below no other. */
  parentId?: string;
  tag?: string;
  /** Start in this span of time, the end of it left out. */
  startFrom?: string;
  startBefore?: string;
}

/** How a list is ordered: by time of creation (newest first), by name, by start, or by when they were completed (the last one first). */
export type CampaignSort = '-createdAt' | 'name' | 'startAt' | '-startAt' | '-completedAt';

/** One page of campaigns; `after` holds the sort value and id of the last row of the page before. */
export async function listCampaigns(
  db: TenantDb,
  input: {
    filter: CampaignFilter;
    sort: CampaignSort;
    after: { value: string | null; id: string } | null;
    limit: number;
  },
): Promise<CampaignOverview[]> {
  const { filter, after } = input;
  let query = overviews(db).limit(input.limit);
  if (filter.status?.length) query = query.where('c.status', 'in', filter.status);
  if (filter.ownerId) query = query.where('c.ownerId', '=', filter.ownerId);
  if (filter.campaignTypeId) query = query.where('c.campaignTypeId', '=', filter.campaignTypeId);
  if (filter.parentId === 'none') query = query.where('c.parentId', 'is', null);
  else if (filter.parentId) query = query.where('c.parentId', '=', filter.parentId);
  if (filter.startFrom) query = query.where('c.startAt', '>=', new Date(filter.startFrom));
  if (filter.startBefore) query = query.where('c.startAt', '<', new Date(filter.startBefore));
  if (filter.tag) query = query.where(sql<boolean>`${filter.tag} = any(c.tags)`);
  if (filter.q) query = query.where(sql<boolean>`strpos(lower(c.name), lower(${filter.q})) > 0`);
  const { column, type, direction } = sortColumns[input.sort];
  const compare = direction === 'desc' ? sql`<` : sql`>`;
  // As text: the client would make a JavaScript date of it, which knows no infinity.
  if (after)
    query = query.where(sql<boolean>`(${column}, c.id) ${compare} (${after.value}::text::${type}, ${after.id}::uuid)`);
  return withRollUps(db, await query.orderBy(column, direction).orderBy('c.id', direction).execute());
}

// Cut to the milliseconds that a cursor carries. A campaign without a start stands where the end of time would.
const created = sql`date_trunc('milliseconds', c.created_at)`;
const startOrEnd = sql`date_trunc('milliseconds', coalesce(c.start_at, 'infinity'))`;
const completedOrNever = sql`date_trunc('milliseconds', coalesce(c.completed_at, '-infinity'))`;
const time = sql`timestamptz`;
const sortColumns = {
  '-createdAt': { column: created, type: time, direction: 'desc' },
  name: { column: sql`c.name`, type: sql`text`, direction: 'asc' },
  startAt: { column: startOrEnd, type: time, direction: 'asc' },
  '-startAt': { column: startOrEnd, type: time, direction: 'desc' },
  '-completedAt': { column: completedOrNever, type: time, direction: 'desc' },
} as const;
