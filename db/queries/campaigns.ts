import { sql, type Selectable } from 'kysely';
import type { CampaignStatus } from '../../domain/campaigns/lifecycle.ts';
import type { TenantDb } from '../connection.ts';
import type { Campaigns } from '../schema.ts';
import { countedOf, partsOf } from './campaign-parts.ts';
import { listRollUps, type RollUpRow } from './campaign-tree.ts';

/** A campaign's row. */
export type CampaignRow = Selectable<Campaigns>;

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
}

/** The campaign, or undefined where the tenant has none of that id. */
export function findCampaign(db: TenantDb, id: string): Promise<CampaignRow | undefined> {
  return db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The campaign, locked until the transaction ends. */
export function findCampaignForUpdate(db: TenantDb, id: string): Promise<CampaignRow | undefined> {
  return db.selectFrom('campaigns').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
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
    ]);
}

async function withRollUps(db: TenantDb, rows: Omit<CampaignOverview, 'rollUp'>[]): Promise<CampaignOverview[]> {
  const sums = await listRollUps(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({ ...row, rollUp: sums.get(row.id)! }));
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

/** How a list is ordered: by time of creation (newest first), by name, or by start. */
export type CampaignSort = '-createdAt' | 'name' | 'startAt' | '-startAt';

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
const time = sql`timestamptz`;
const sortColumns = {
  '-createdAt': { column: created, type: time, direction: 'desc' },
  name: { column: sql`c.name`, type: sql`text`, direction: 'asc' },
  startAt: { column: startOrEnd, type: time, direction: 'asc' },
  '-startAt': { column: startOrEnd, type: time, direction: 'desc' },
} as const;

/** The values of a new campaign. */
export type CampaignValues = Partial<
  Pick<
    CampaignRow,
    'description' | 'parentId' | 'ownerId' | 'startAt' | 'endAt' | 'budgetedCostMinor' | 'expectedRevenueMinor' | 'tags'
  >
> & {
  /** Given where a repeated request must not make a second one. */
  id?: string;
  name: string;
  campaignTypeId: string;
  currency: string;
  utmId: string;
  createdBy: string;
  expectedResponsePercent?: number | null;
};

/** Writes a new campaign in `draft` and returns it; its first author is who made it. */
export function insertCampaign(db: TenantDb, values: CampaignValues): Promise<CampaignRow> {
  return db
    .insertInto('campaigns')
    .values({ ...values, authors: [values.createdBy] })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Changes fields of a campaign at a known version; undefined where somebody else was faster. `author` null: nothing was written on it. */
export function updateCampaign(
  db: TenantDb,
  input: { id: string; version: number; author: string | null; values: Partial<CampaignValues> },
): Promise<CampaignRow | undefined> {
  return db
    .updateTable('campaigns')
    .set((eb) => ({
      ...input.values,
      ...(input.author === null ? {} : { authors: withAuthor(input.author) }),
      version: eb('version', '+', 1),
      updatedAt: sql<Date>`now()`,
    }))
    .where('id', '=', input.id)
    .where('version', '=', input.version)
    .returningAll()
    .executeTakeFirst();
}

/** Counts `author` among those who wrote on the campaign, and its content as changed now. */
export async function touchCampaign(db: TenantDb, id: string, author: string): Promise<void> {
  await db
    .updateTable('campaigns')
    .set((eb) => ({ authors: withAuthor(author), version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', id)
    .execute();
}

function withAuthor(author: string) {
  return sql<string[]>`case when ${author} = any(authors) then authors else authors || ${author}::text end`;
}

/** What a transition writes beside the status. */
export interface TransitionValues {
  startAt?: string | null;
  startedAt?: string;
  completedAt?: string;
  approvedHash?: string | null;
}

/**
 * Moves a campaign from one of the allowed states to another, and returns the row as it is now; undefined where it was in none
 * of them. The guard is in the statement, so two commands at once cannot both win.
 */
export function markCampaign(
  db: TenantDb,
  input: {
    id: string;
    from: readonly CampaignStatus[];
    to: CampaignStatus;
    commandId?: string;
    values?: TransitionValues;
  },
): Promise<CampaignRow | undefined> {
  return db
    .updateTable('campaigns')
    .set((eb) => ({
      status: input.to,
      statusChangedAt: sql<Date>`now()`,
      updatedAt: sql<Date>`now()`,
      version: eb('version', '+', 1),
      ...(input.commandId ? { lastCommandId: input.commandId } : {}),
      ...input.values,
    }))
    .where('id', '=', input.id)
    .where('status', 'in', [...input.from])
    .returningAll()
    .executeTakeFirst();
}

/** Engages (with who and why) or releases (null) the campaign's own kill switch. */
export function markSendingStopped(
  db: TenantDb,
  id: string,
  stop: { by: string; reason: string } | null,
): Promise<CampaignRow | undefined> {
  return db
    .updateTable('campaigns')
    .set({
      sendingStoppedAt: stop ? sql<Date>`now()` : null,
      sendingStoppedBy: stop?.by ?? null,
      sendingStoppedReason: stop?.reason ?? null,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

/** The tags that campaigns of the tenant have, with how many have each, by tag. */
export async function listCampaignTags(db: TenantDb): Promise<{ tag: string; campaigns: number }[]> {
  const { rows } = await sql<{ tag: string; campaigns: number }>`
    select tag, count(*) as campaigns from campaigns c, unnest(c.tags) tag
    where c.tenant_id = current_tenant() group by tag order by tag limit 500`.execute(db);
  return rows;
}

/** Pins what a campaign's approval covers anew, after a part of it got an approval of its own. */
export async function markApprovedHash(db: TenantDb, id: string, approvedHash: string): Promise<void> {
  await db.updateTable('campaigns').set({ approvedHash }).where('id', '=', id).execute();
}
