import { z } from '@hono/zod-openapi';
import type { TenantDb } from '../../../db/connection.ts';
import { findCurrency } from '../../../db/queries/costs/exchange-rates.ts';
import { countTest, type TestCounts } from '../../../db/queries/experiments/results.ts';
import { listLooks, type LookRow } from '../../../db/queries/experiments/looks.ts';
import { findExperiment, type ExperimentRow } from '../../../db/queries/experiments/experiments.ts';
import { notFound } from '../../../domain/errors.ts';
import { Id } from '../../../domain/ids.ts';

/** `{id}` and `{experimentId}` in a path. */
export const ExperimentParams = z.object({ id: Id, experimentId: Id });

/** A test with what came of it. */
export interface FoundExperiment {
  row: ExperimentRow;
  counts: TestCounts;
  looks: LookRow[];
  /** The tenant's. */
  currency: string;
}

/** The test, which must belong to the campaign in the path. */
export async function requireExperiment(
  db: TenantDb,
  { id, experimentId }: z.infer<typeof ExperimentParams>,
): Promise<ExperimentRow> {
  const row = await findExperiment(db, experimentId);
  if (!row || row.campaignId !== id) throw notFound('experiment');
  return row;
}

/** What came of it so far. */
export async function withResults(db: TenantDb, row: ExperimentRow): Promise<FoundExperiment> {
  const sentEditionId = row.variants.find(({ id }) => id === row.sentVariantId)?.editionId;
  const counts = await countTest(db, { ...row, sourceId: row.broadcastId ?? row.stepId ?? '', sentEditionId });
  return { row, counts, looks: await listLooks(db, [row.id]), currency: await findCurrency(db) };
}
