import { sql, type Selectable } from 'kysely';
import type { CampaignStatus } from '../../domain/campaigns/lifecycle.ts';
import type { TenantDb } from '../connection.ts';
import type { Campaigns } from '../schema.ts';

/** A campaign's row. */
export type CampaignRow = Selectable<Campaigns>;

/** A row with its type's name and the sums of its counters, for lists and pages. */
export interface CampaignOverview extends CampaignRow {
  campaignTypeName: string;
  counters: Record<string, number>;
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
    .select(
      sql<Record<string, number>>`coalesce((
        select jsonb_object_agg(name, value) from (
          select sc.name, sum(sc.value) as value from source_counters sc
          where sc.tenant_id = c.tenant_id and (sc.source_id = c.id or sc.source_id in (
            select b.id from broadcasts b where b.tenant_id = c.tenant_id and b.campaign_id = c.id))
          group by sc.name) sums), '{}')`.as('counters'),
    );
}

/** The campaign with its sums, or undefined. */
export function findCampaignOverview(db: TenantDb, id: string): Promise<CampaignOverview | undefined> {
  return overviews(db).where('c.id', '=', id).executeTakeFirst();
}

/** What a list of campaigns is narrowed by. */
export interface CampaignFilter {
  status?: CampaignStatus[];
  q?: string;
  ownerId?: string;
  campaignTypeId?: string;
  parentId?: string;
  tag?: string;
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
  if (filter.parentId) query = query.where('c.parentId', '=', filter.parentId);
  if (filter.tag) query = query.where(sql<boolean>`${filter.tag} = any(c.tags)`);
  if (filter.q) query = query.where(sql<boolean>`strpos(lower(c.name), lower(${filter.q})) > 0`);
  const { column, type, direction } = sortColumns[input.sort];
  const compare = direction === 'desc' ? sql`<` : sql`>`;
  // As text: the client would make a JavaScript date of it, which knows no infinity.
  if (after)
    query = query.where(sql<boolean>`(${column}, c.id) ${compare} (${after.value}::text::${type}, ${after.id}::uuid)`);
  return query.orderBy(column, direction).orderBy('c.id', direction).execute();
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

/** Changes fields of a campaign at a known version; undefined where somebody else was faster. */
export function updateCampaign(
  db: TenantDb,
  input: { id: string; version: number; author: string; values: Partial<CampaignValues> },
): Promise<CampaignRow | undefined> {
  return db
    .updateTable('campaigns')
    .set((eb) => ({
      ...input.values,
      authors: withAuthor(input.author),
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

/** Whether `candidate` stands somewhere above `id` or is it: a campaign cannot become its own ancestor. */
export async function isAncestor(db: TenantDb, candidate: string, id: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with recursive line as (
      select id, parent_id from campaigns where tenant_id = current_tenant() and id = ${id}
      union
      select c.id, c.parent_id from campaigns c join line on c.tenant_id = current_tenant() and c.id = line.parent_id)
    select exists (select from line where id = ${candidate}) as found`.execute(db);
  return rows[0]?.found ?? false;
}
