import type { Selectable } from 'kysely';
import type { TenantDb } from '../connection.ts';
import type { CampaignTypes, CampaignTypeStatuses } from '../schema.ts';

/** A campaign type with its statuses in their order. */
export type CampaignTypeRow = Selectable<CampaignTypes> & { statuses: Selectable<CampaignTypeStatuses>[] };

/** One status as it is written. */
export interface StatusValues {
  name: string;
  isDefault: boolean;
  responded: boolean;
  success: boolean;
}

/** All types of the tenant by name. */
export async function listCampaignTypes(db: TenantDb): Promise<CampaignTypeRow[]> {
  const types = await db.selectFrom('campaignTypes').selectAll().orderBy('name').execute();
  const statuses = await db.selectFrom('campaignTypeStatuses').selectAll().orderBy('position').execute();
  return types.map((type) => ({ ...type, statuses: statuses.filter((one) => one.campaignTypeId === type.id) }));
}

/** One type, or undefined. */
export async function findCampaignType(db: TenantDb, id: string): Promise<CampaignTypeRow | undefined> {
  const type = await db.selectFrom('campaignTypes').selectAll().where('id', '=', id).executeTakeFirst();
  if (!type) return undefined;
  const statuses = await db
    .selectFrom('campaignTypeStatuses')
    .selectAll()
    .where('campaignTypeId', '=', id)
    .orderBy('position')
    .execute();
  return { ...type, statuses };
}

/** Writes a type with its statuses, in the order given. */
export async function insertCampaignType(db: TenantDb, name: string, statuses: StatusValues[]): Promise<CampaignTypeRow> {
  const type = await db.insertInto('campaignTypes').values({ name }).returningAll().executeTakeFirstOrThrow();
  const rows = await db
    .insertInto('campaignTypeStatuses')
    .values(statuses.map((status, index) => ({ ...status, campaignTypeId: type.id, position: index + 1 })))
    .returningAll()
    .execute();
  return { ...type, statuses: rows };
}
