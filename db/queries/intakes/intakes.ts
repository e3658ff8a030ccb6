import { sql, type Selectable } from 'kysely';
import type { Intake, IntakeSource, IntakeTerms } from '../../../domain/intakes/intake.ts';
import type { JobStatus } from '../../../domain/imports/import.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import type { TenantDb } from '../../connection.ts';
import type { Intakes } from '../../schema.ts';
import { jobMove, wasMade } from '../jobs.ts';

/** An intake with how people come in, who asked for it, and the run of its workflow. */
export type StoredIntake = Intake & {
  terms: IntakeTerms;
  runId: string | null;
  createdByKind: Actor['kind'];
};

/** What an intake is made of. */
export interface NewIntake {
  campaignId: string;
  source: IntakeSource;
  sourceName: string;
  terms: IntakeTerms;
}

/** Makes an intake that waits for its workflow; false where the same request made it before. */
export async function insertIntake(
  db: TenantDb,
  { terms, source, ...rest }: NewIntake & { id: string; createdBy: string; createdByKind: Actor['kind'] },
): Promise<boolean> {
  const result = await db
    .insertInto('intakes')
    .values({ ...rest, target: terms.target, targetId: terms.targetId, source: { ...source }, terms: { ...terms } })
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doNothing())
    .executeTakeFirst();
  return wasMade(result);
}

/** One intake. */
export async function findIntake(db: TenantDb, id: string): Promise<StoredIntake | undefined> {
  const row = await db.selectFrom('intakes').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toIntake(row);
}

/** One intake, held until the transaction ends: whoever takes people in does so alone. */
export async function lockIntake(db: TenantDb, id: string): Promise<StoredIntake | undefined> {
  const row = await db.selectFrom('intakes').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  return row && toIntake(row);
}

/** The intakes of a campaign, newest first; `targetId` narrows them to one drip or nurture programme, or the campaign itself. */
export async function listIntakes(
  db: TenantDb,
  input: { campaignId: string; targetId?: string; limit: number; after: string | null },
): Promise<StoredIntake[]> {
  let query = db.selectFrom('intakes').selectAll().where('campaignId', '=', input.campaignId);
  if (input.targetId) query = query.where('targetId', '=', input.targetId);
  if (input.after) query = query.where('id', '<', input.after);
  return (await query.orderBy('id', 'desc').limit(input.limit).execute()).map(toIntake);
}

/** Moves an intake on if its state is one of `from`; false if it is not. */
export async function markIntake(
  db: TenantDb,
  id: string,
  move: { from: readonly JobStatus[]; to: JobStatus; failure?: string },
): Promise<boolean> {
  const result = await db
    .updateTable('intakes')
    .set({
      ...jobMove(move.to),
      ...(move.failure === undefined ? {} : { failure: move.failure }),
    })
    .where('id', '=', id)
    .where('status', 'in', move.from)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Notes how many people an intake is about, once it is fixed who they are. */
export async function markIntakeFixed(db: TenantDb, id: string, people: number): Promise<void> {
  await db.updateTable('intakes').set({ people }).where('id', '=', id).execute();
}

/** Counts people who were looked at, and those of them who came in. */
export async function incrementIntake(db: TenantDb, id: string, by: { done: number; added: number }): Promise<void> {
  await db
    .updateTable('intakes')
    .set({
      peopleDone: sql<number>`people_done + ${by.done}::int`,
      peopleAdded: sql<number>`people_added + ${by.added}::int`,
    })
    .where('id', '=', id)
    .execute();
}

function toIntake(row: Selectable<Intakes>): StoredIntake {
  return {
    id: row.id,
    campaignId: row.campaignId,
    target: row.target as Intake['target'],
    targetId: row.targetId,
    source: row.source as unknown as IntakeSource,
    sourceName: row.sourceName,
    terms: row.terms as unknown as IntakeTerms,
    status: row.status as JobStatus,
    failure: row.failure,
    progress: { people: row.people, done: row.peopleDone, added: row.peopleAdded },
    runId: row.runId,
    createdBy: row.createdBy,
    createdByKind: row.createdByKind as Actor['kind'],
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
