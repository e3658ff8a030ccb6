import { sql } from 'kysely';
import type { ExperimentStatus } from '../../../domain/experiments/experiment.ts';
import type { TenantDb } from '../../connection.ts';
import type { ExperimentRow } from './experiments.ts';

/** What is written with a test's new state. */
export interface ExperimentMark {
  id: string;
  from: readonly ExperimentStatus[];
  to: ExperimentStatus;
  values?: Partial<
    Pick<ExperimentRow, 'outcome' | 'sentVariantId' | 'reasons' | 'decidedBy' | 'decidedByName' | 'dripVersion'> & {
      startedAt: string;
      decidedAt: string;
      nextLookAt: string | null;
    }
  >;
}

/** Moves a test between states, guarded in the statement; false where it was in none of them. */
export async function markExperiment(db: TenantDb, { id, from, to, values = {} }: ExperimentMark): Promise<boolean> {
  const row = await db
    .updateTable('experiments')
    .set((eb) => ({ ...values, status: to, version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', id)
    .where('status', 'in', [...from])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps when the next look comes, and for how long the test was paused so far. */
export async function markNextLook(
  db: TenantDb,
  { id, at, pausedMs }: { id: string; at: string | null; pausedMs: number },
): Promise<void> {
  await db
    .updateTable('experiments')
    .set({ nextLookAt: at, pausedMs })
    .where('id', '=', id)
    .where('status', 'in', ['testing', 'choosing'])
    .execute();
}

/** Keeps the shares of the variants from now on, in hundredths of a percent; while the test goes on. */
export async function markShares(db: TenantDb, id: string, weights: readonly number[]): Promise<void> {
  await db
    .updateTable('experiments')
    .set({ weights: [...weights] })
    .where('id', '=', id)
    .where('status', '=', 'testing')
    .execute();
}

/** Keeps the editions of the variants. */
export async function markVariantEdition(db: TenantDb, variantId: string, editionId: string): Promise<void> {
  await db.updateTable('experimentVariants').set({ editionId }).where('id', '=', variantId).execute();
}

/**
 * Lets the rest of a broadcast's test go with what was decided: its messages that are still queued get the edition, and its batches open at
 * `opensAt` (ISO 8601). Doing it again does nothing. Returns how many messages.
 */
export async function releaseRest(
  db: TenantDb,
  input: { experimentId: string; sourceId: string; editionId: string; opensAt: string },
): Promise<number> {
  const { rows } = await sql<{ messages: number }>`
    with rest as (
      update message_batches set opens_at = ${input.opensAt}::timestamptz
      where tenant_id = current_tenant() and source_id = ${input.sourceId}::uuid and experiment_id = ${input.experimentId}::uuid
        and experiment_variant_id is null and finished_at is null and opens_at = 'infinity'
      returning id),
    given as (
      update messages m set edition_id = ${input.editionId}::uuid from rest
      where m.tenant_id = current_tenant() and m.batch_id = rest.id and m.status = 'queued'
      returning 1)
    select count(*)::int as messages from given`.execute(db);
  await db
    .updateTable('experiments')
    .set({ rolledOutAt: sql<Date>`coalesce(rolled_out_at, now())` })
    .where('id', '=', input.experimentId)
    .execute();
  return rows[0]?.messages ?? 0;
}
