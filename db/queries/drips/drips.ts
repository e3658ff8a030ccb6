import { sql, type Selectable } from 'kysely';
import type { DripDefinition } from '../../../domain/drips/definition.ts';
import type { DripPriority, DripStatus } from '../../../domain/drips/drip.ts';
import type { PositionState } from '../../../domain/drips/position.ts';
import type { AtEnd } from '../../../domain/parts/end.ts';
import type { TenantDb } from '../../connection.ts';
import type { Drips } from '../../schema.ts';
import { workflowRunOf } from '../workflow-runs.ts';
import { deleteMessagesOf, writeDefinition } from './definitions.ts';

/** A drip's row with how many people are in each state and the version that waits for approval. */
export interface DripRow extends Omit<Selectable<Drips>, 'status' | 'priority' | 'atEnd'> {
  atEnd: AtEnd;
  status: DripStatus;
  priority: DripPriority;
  people: Partial<Record<PositionState, number>>;
  pendingVersion: number | null;
  /** The run of its workflow; null where none is known. */
  runId: string | null;
}

function drips(db: TenantDb) {
  return db
    .selectFrom('drips as d')
    .selectAll('d')
    .select(
      sql<DripRow['people']>`coalesce((select jsonb_object_agg(state, people) from (
        select p.state, count(*) as people from drip_positions p
        where p.tenant_id = d.tenant_id and p.drip_id = d.id group by p.state) counted), '{}')`.as('people'),
    )
    .select(
      sql<number | null>`(select v.number from drip_versions v
        where v.tenant_id = d.tenant_id and v.drip_id = d.id and v.state = 'in_review')`.as('pendingVersion'),
    )
    .select(workflowRunOf('drip', 'd').as('runId'))
    .$castTo<DripRow>();
}

/** The drips of a campaign in their order. */
export function listDrips(db: TenantDb, campaignId: string): Promise<DripRow[]> {
  return drips(db).where('d.campaignId', '=', campaignId).orderBy('d.position').orderBy('d.id').execute();
}

/** One drip, or undefined. */
export function findDrip(db: TenantDb, id: string): Promise<DripRow | undefined> {
  return drips(db).where('d.id', '=', id).executeTakeFirst();
}

/** The drip's own row, locked until the transaction ends. */
export function findDripForUpdate(db: TenantDb, id: string): Promise<Selectable<Drips> | undefined> {
  return db.selectFrom('drips').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** What is written for a new drip; the id is given so that a repeated request does not make a second one. */
export interface DripValues {
  id: string;
  campaignId: string;
  name: string;
  priority: DripPriority;
  definition: DripDefinition;
  /** The ids that its steps are to have, by key; a step that is not named gets one. */
  stepIds?: ReadonlyMap<string, string>;
  author: { id: string; name: string };
}

/** Writes a drip with its first version. */
export async function insertDrip(db: TenantDb, values: DripValues): Promise<void> {
  const { id, campaignId, name, priority, definition, stepIds = new Map<string, string>(), author } = values;
  await db
    .insertInto('drips')
    .values((eb) => ({
      id,
      campaignId,
      name,
      priority,
      position: eb
        .selectFrom('drips')
        .select(sql<number>`coalesce(max(position), 0) + 1`.as('next'))
        .where('campaignId', '=', campaignId),
    }))
    .execute();
  const version = { dripId: id, number: 1 };
  await db
    .insertInto('dripVersions')
    .values({ ...version, createdBy: author.id, createdByName: author.name })
    .execute();
  if (stepIds.size > 0) {
    const steps = [...stepIds].map(([key, stepId]) => ({ id: stepId, dripId: id, key }));
    await db.insertInto('dripSteps').values(steps).execute();
  }
  await writeDefinition(db, version, definition);
}

/**
 * Changes a drip at a known version, its definition only before it has begun; false where somebody else was faster or it has moved
 * on.
 */
export async function updateDrip(
  db: TenantDb,
  input: {
    id: string;
    version: number;
    name?: string;
    priority?: DripPriority;
    definition?: DripDefinition;
    endAt?: string | null;
    atEnd?: AtEnd;
  },
): Promise<boolean> {
  const row = await db
    .updateTable('drips')
    .set((eb) => ({
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.priority === undefined ? {} : { priority: input.priority }),
      ...(input.endAt === undefined ? {} : { endAt: input.endAt }),
      ...(input.atEnd === undefined ? {} : { atEnd: input.atEnd }),
      version: eb('version', '+', 1),
      updatedAt: sql<Date>`now()`,
    }))
    .where('id', '=', input.id)
    .where('version', '=', input.version)
    .where('status', 'in', input.definition ? ['draft'] : ['draft', 'running', 'paused'])
    .returning('currentVersion')
    .executeTakeFirst();
  if (!row) return false;
  if (input.definition) await writeDefinition(db, { dripId: input.id, number: row.currentVersion }, input.definition);
  return true;
}

/** Removes a drip that has not begun; false where it has. */
export async function deleteDrip(db: TenantDb, id: string): Promise<boolean> {
  const drip = await db
    .selectFrom('drips')
    .select('currentVersion')
    .where('id', '=', id)
    .where('status', '=', 'draft')
    .forUpdate()
    .executeTakeFirst();
  if (!drip) return false;
  await deleteMessagesOf(db, { dripId: id, number: drip.currentVersion });
  await db.deleteFrom('drips').where('id', '=', id).execute();
  return true;
}

/** What a change of state writes beside it. */
export type DripMarkValues = Partial<Record<'startedAt' | 'pausedAt' | 'completedAt' | 'nextWakeAt', string | null>>;

/** Moves a drip from one of the given states to another; undefined if it was in none of them. */
export function markDrip(
  db: TenantDb,
  input: { id: string; from: readonly DripStatus[]; to: DripStatus; values?: DripMarkValues },
): Promise<Selectable<Drips> | undefined> {
  return db
    .updateTable('drips')
    .set((eb) => ({
      ...input.values,
      status: input.to,
      version: eb('version', '+', 1),
      updatedAt: sql<Date>`now()`,
    }))
    .where('id', '=', input.id)
    .where('status', 'in', [...input.from])
    .returningAll()
    .executeTakeFirst();
}

/** Records, once, that nobody new comes in any more; a held drip stays held. */
export async function markEntryClosed(db: TenantDb, id: string, nowIso: string): Promise<void> {
  await db
    .updateTable('drips')
    .set((eb) => ({ entryClosedAt: nowIso, version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', id)
    .where('status', 'in', ['running', 'paused'])
    .where('entryClosedAt', 'is', null)
    .execute();
}

/** Keeps that nobody needs to wake a drip any more: its workflow has heard that it is over. */
export async function markUnwanted(db: TenantDb, id: string): Promise<void> {
  await db.updateTable('drips').set({ nextWakeAt: null }).where('id', '=', id).execute();
}

/** A drip's own end date: when it is, what happens then to people who are in it, and when its entry was closed. */
export async function findDripEnd(
  db: TenantDb,
  id: string,
): Promise<{ endAt: Date | null; atEnd: AtEnd; entryClosedAt: Date | null } | undefined> {
  return db
    .selectFrom('drips')
    .select(['endAt', 'atEnd', 'entryClosedAt'])
    .where('id', '=', id)
    .where('status', 'in', ['running', 'paused'])
    .$castTo<{ endAt: Date | null; atEnd: AtEnd; entryClosedAt: Date | null }>()
    .executeTakeFirst();
}

/** Keeps why a drip could not begin; null: nothing is in its way any more. */
export async function markDripFailure(db: TenantDb, id: string, failure: string | null): Promise<void> {
  await db.updateTable('drips').set({ failure }).where('id', '=', id).execute();
}

/** How many drips a campaign has, whatever became of them. */
export async function countDrips(db: TenantDb, campaignId: string): Promise<number> {
  const row = await db
    .selectFrom('drips')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('campaignId', '=', campaignId)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Makes a version the one that people who come in now follow. */
export async function markCurrentVersion(db: TenantDb, input: { dripId: string; number: number }): Promise<void> {
  await db
    .updateTable('drips')
    .set((eb) => ({ currentVersion: input.number, version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', input.dripId)
    .execute();
}
