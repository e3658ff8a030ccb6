import type { Selectable } from 'kysely';
import { NewCampaignType, startingTypes } from '../../domain/campaigns/campaign-type.ts';
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
export async function insertCampaignType(
  db: TenantDb,
  name: string,
  statuses: StatusValues[],
  id?: string,
): Promise<CampaignTypeRow> {
  const type = await db
    .insertInto('campaignTypes')
    .values({ name, ...(id ? { id } : {}) })
    .returningAll()
    .executeTakeFirstOrThrow();
  const rows = await db
    .insertInto('campaignTypeStatuses')
    .values(statuses.map((status, index) => ({ ...status, campaignTypeId: type.id, position: index + 1 })))
    .returningAll()
    .execute();
  return { ...type, statuses: rows };
}

/**
 * Changes a type at a known version; undefined where somebody else was faster. Statuses are matched by name: members keep the
 * status they have, so one that is still in use is kept behind the others even where the new list leaves it out.
 */
export async function updateCampaignType(
  db: TenantDb,
  input: { id: string; version: number; name: string; statuses: StatusValues[] },
): Promise<CampaignTypeRow | undefined> {
  const { id, statuses } = input;
  const row = await db
    .updateTable('campaignTypes')
    .set((eb) => ({ name: input.name, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', input.version)
    .returning('id')
    .executeTakeFirst();
  if (!row) return undefined;
  const kept = statuses.map((status) => status.name);
  await db
    .deleteFrom('campaignTypeStatuses as s')
    .where('s.campaignTypeId', '=', id)
    .where('s.name', 'not in', kept)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('campaignMembers as m').select('m.id').whereRef('m.statusId', '=', 's.id'))),
    )
    .execute();
  await db
    .updateTable('campaignTypeStatuses')
    .set((eb) => ({ isDefault: false, position: eb('position', '+', statuses.length) }))
    .where('campaignTypeId', '=', id)
    .execute();
  await db
    .insertInto('campaignTypeStatuses')
    .values(statuses.map((status, index) => ({ ...status, campaignTypeId: id, position: index + 1 })))
    .onConflict((oc) =>
      oc.columns(['tenantId', 'campaignTypeId', 'name']).doUpdateSet((eb) => ({
        position: eb.ref('excluded.position'),
        isDefault: eb.ref('excluded.isDefault'),
        responded: eb.ref('excluded.responded'),
        success: eb.ref('excluded.success'),
      })),
    )
    .execute();
  return findCampaignType(db, id);
}

/** Gives a new tenant the types that everyone starts with. */
export async function insertStartingTypes(db: TenantDb): Promise<void> {
  const known = new Set((await listCampaignTypes(db)).map(({ name }) => name));
  for (const type of startingTypes) {
    const { name, statuses } = NewCampaignType.parse(type);
    if (!known.has(name)) await insertCampaignType(db, name, statuses);
  }
}
