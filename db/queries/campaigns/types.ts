import type { Selectable } from 'kysely';
import { NewCampaignType, startingTypes } from '../../../domain/campaigns/campaign-type.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { TenantDb } from '../../connection.ts';
import type { CampaignTypes, CampaignTypeStatuses } from '../../schema.ts';

type StatusRow = Selectable<CampaignTypeStatuses>;

/** A campaign type with its statuses in their order, those that are given and those that some members only still have. */
export type CampaignTypeRow = Selectable<CampaignTypes> & { statuses: StatusRow[]; retired: StatusRow[] };

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
  return types.map((type) =>
    withStatuses(
      type,
      statuses.filter((one) => one.campaignTypeId === type.id),
    ),
  );
}

function withStatuses(type: Selectable<CampaignTypes>, rows: StatusRow[]): CampaignTypeRow {
  return {
    ...type,
    statuses: rows.filter((row) => row.retiredAt === null),
    retired: rows.filter((row) => row.retiredAt !== null),
  };
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
  return withStatuses(type, statuses);
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
  return withStatuses(type, rows);
}

/** Refuses a name that another type of the tenant has. */
export async function refuseTakenTypeName(db: TenantDb, name: string, id: string): Promise<void> {
  const other = await db
    .selectFrom('campaignTypes')
    .select('id')
    .where('name', '=', name)
    .where('id', '<>', id)
    .executeTakeFirst();
  if (!other) return;
  throw new DomainError('conflict', 'There is a type of this name already. Nothing was saved.', [
    { path: 'name', code: 'taken', message: 'is in use' },
  ]);
}

/** Deletes a type; a type that campaigns use is kept, which is a conflict. False if there is none. */
export async function deleteCampaignType(db: TenantDb, id: string): Promise<boolean> {
  const used = await db
    .selectFrom('campaigns')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('campaignTypeId', '=', id)
    .executeTakeFirstOrThrow();
  if (used.count > 0)
    throw new DomainError(
      'conflict',
      `${used.count} campaigns are of this type, so it stays. Give them another type first.`,
    );
  const result = await db.deleteFrom('campaignTypes').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Gives a new tenant the types that everyone starts with. */
export async function insertStartingTypes(db: TenantDb): Promise<void> {
  const known = new Set((await listCampaignTypes(db)).map(({ name }) => name));
  for (const type of startingTypes) {
    const { name, statuses } = NewCampaignType.parse(type);
    if (!known.has(name)) await insertCampaignType(db, name, statuses);
  }
}
