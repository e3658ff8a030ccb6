import { sql } from 'kysely';
import type { CampaignTypeChange } from '../../../domain/campaigns/campaign-type.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { TenantDb } from '../../connection.ts';
import { findCampaignType, type CampaignTypeRow } from './types.ts';

/** A change of a type at the version that was read. */
export type TypeUpdate = CampaignTypeChange & { id: string; version: number };

type Wanted = NonNullable<CampaignTypeChange['statuses']>[number];

/**
 * Changes a type at a known version; undefined where somebody else was faster. Members keep the status they have: one that is left
 * out and still in use is retired, unless its members are moved to another. A new flag of a status holds for those who reach it from
 * now on; whoever has it already is counted as before.
 */
export async function updateCampaignType(db: TenantDb, input: TypeUpdate): Promise<CampaignTypeRow | undefined> {
  const { id } = input;
  const row = await db
    .updateTable('campaignTypes')
    .set((eb) => ({ ...(input.name === undefined ? {} : { name: input.name }), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', input.version)
    .returning('id')
    .executeTakeFirst();
  if (!row) return undefined;
  const before = (await findCampaignType(db, id))!;
  const statuses = matchStatuses(before, input.statuses ?? before.statuses.map(asWanted));
  const kept = statuses.flatMap((status) => status.id ?? []);
  await writeFlags(db, statuses);
  await moveMembers(db, before, { moved: input.moved ?? [], kept });
  await dropStatuses(db, id, kept);
  await writeStatuses(db, id, statuses);
  return findCampaignType(db, id);
}

const asWanted = ({ id, name, isDefault, responded, success }: CampaignTypeRow['statuses'][number]): Wanted => ({
  id,
  name,
  isDefault,
  responded,
  success,
});

/** How many members have each status of a type, over all campaigns. */
export async function listStatusUse(db: TenantDb, typeId: string): Promise<{ id: string; members: number }[]> {
  const { rows } = await sql<{ id: string; members: number }>`
    select s.id, count(*) as members
    from campaign_type_statuses s join campaign_members m on m.tenant_id = s.tenant_id and m.status_id = s.id
    where s.tenant_id = current_tenant() and s.campaign_type_id = ${typeId} group by s.id`.execute(db);
  return rows;
}

/** Each wanted status with the id that it has already, by its id or else by its name; a retired one comes back by its name. */
function matchStatuses(before: CampaignTypeRow, wanted: readonly Wanted[]): Wanted[] {
  const known = [...before.statuses, ...before.retired];
  const named = new Set(wanted.flatMap(({ id }) => id ?? []));
  return wanted.map((status, index) => {
    if (status.id && !known.some(({ id }) => id === status.id))
      throw refused(`statuses.${index}.id`, 'The type has no such status.');
    const same = known.find(({ id, name }) => name === status.name && !named.has(id));
    return { ...status, id: status.id ?? same?.id };
  });
}

async function writeFlags(db: TenantDb, statuses: readonly Wanted[]): Promise<void> {
  for (const { id, responded, success } of statuses) {
    if (id) await db.updateTable('campaignTypeStatuses').set({ responded, success }).where('id', '=', id).execute();
  }
}

/** Moves whoever has a status that goes; as with any status, reaching one that counts as a response sets its date once. */
async function moveMembers(
  db: TenantDb,
  before: CampaignTypeRow,
  { moved, kept }: { moved: NonNullable<CampaignTypeChange['moved']>; kept: string[] },
): Promise<void> {
  const leaving = [...before.statuses, ...before.retired].filter(({ id }) => !kept.includes(id)).map(({ id }) => id);
  for (const [index, { fromStatusId, toStatusId }] of moved.entries()) {
    if (!leaving.includes(fromStatusId))
      throw refused(`moved.${index}.fromStatusId`, 'Members are moved only from a status of the type that goes.');
    if (!kept.includes(toStatusId))
      throw refused(`moved.${index}.toStatusId`, 'Members are moved only to a status of the type that stays.');
    await sql`
      update campaign_members m
      set status_id = s.id, has_responded = s.responded, updated_at = now(),
        first_responded_at = case when s.responded then coalesce(m.first_responded_at, now()) else m.first_responded_at end
      from campaign_type_statuses s
      where m.tenant_id = current_tenant() and m.status_id = ${fromStatusId}
        and s.tenant_id = m.tenant_id and s.id = ${toStatusId}`.execute(db);
  }
}

/** A status that nobody has is deleted; one that somebody still has is retired. */
async function dropStatuses(db: TenantDb, typeId: string, kept: string[]): Promise<void> {
  await sql`
    delete from campaign_type_statuses s
    where s.tenant_id = current_tenant() and s.campaign_type_id = ${typeId} and s.id <> all(${sql.val(kept)}::uuid[])
      and not exists (select from campaign_members m where m.tenant_id = s.tenant_id and m.status_id = s.id)`.execute(
    db,
  );
  await sql`
    update campaign_type_statuses
    set retired_at = coalesce(retired_at, now()), is_default = false
    where tenant_id = current_tenant() and campaign_type_id = ${typeId} and id <> all(${sql.val(kept)}::uuid[])`.execute(
    db,
  );
}

/** Names and the default are unique at every moment, so they are put aside first: two statuses may exchange them. */
async function writeStatuses(db: TenantDb, typeId: string, statuses: readonly Wanted[]): Promise<void> {
  const kept = statuses.flatMap(({ id }) => id ?? []);
  const { rows: retired } = await sql<{ name: string }>`
    select name from campaign_type_statuses
    where tenant_id = current_tenant() and campaign_type_id = ${typeId} and id <> all(${sql.val(kept)}::uuid[])`.execute(
    db,
  );
  const taken = new Set(retired.map(({ name }) => name));
  await sql`
    update campaign_type_statuses set name = id::text, is_default = false
    where tenant_id = current_tenant() and id = any(${sql.val(kept)}::uuid[])`.execute(db);
  for (const [index, { id, ...values }] of statuses.entries()) {
    if (taken.has(values.name))
      throw refused(`statuses.${index}.name`, 'Some members still have an older status of this name: choose another.');
    const row = { ...values, position: index + 1, retiredAt: null };
    if (id) await db.updateTable('campaignTypeStatuses').set(row).where('id', '=', id).execute();
    else
      await db
        .insertInto('campaignTypeStatuses')
        .values({ ...row, campaignTypeId: typeId })
        .execute();
  }
}

function refused(path: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ path, code: 'invalid', message }]);
}
