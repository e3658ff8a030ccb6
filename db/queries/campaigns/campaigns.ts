import { sql, type Selectable } from 'kysely';
import type { CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import type { TenantDb } from '../../connection.ts';
import type { Campaigns } from '../../schema.ts';

/** A campaign's row. */
export type CampaignRow = Selectable<Campaigns>;

/** The campaign, or undefined where the tenant has none of that id. */
export function findCampaign(db: TenantDb, id: string): Promise<CampaignRow | undefined> {
  return db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The campaign, locked until the transaction ends. */
export function findCampaignForUpdate(db: TenantDb, id: string): Promise<CampaignRow | undefined> {
  return db.selectFrom('campaigns').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Holds a campaign against commands until the transaction ends; before what is in it, as commands take them. One under way is waited for. */
export async function holdCampaign(db: TenantDb, id: string): Promise<void> {
  await db.selectFrom('campaigns').select('id').where('id', '=', id).forKeyShare().execute();
}

/** The campaigns that somebody approved and that have not begun, with the hash of what was approved; in order of id. */
export function listApprovedCampaigns(db: TenantDb): Promise<Pick<CampaignRow, 'id' | 'approvedHash'>[]> {
  return db
    .selectFrom('campaigns')
    .select(['id', 'approvedHash'])
    .where('status', 'in', ['approved', 'scheduled'])
    .orderBy('id')
    .execute();
}

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
