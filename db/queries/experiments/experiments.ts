import { sql, type Selectable } from 'kysely';
import type {
  ExperimentMetric,
  ExperimentOutcome,
  ExperimentStatus,
  VariantChanges,
} from '../../../domain/experiments/experiment.ts';
import type { TenantDb } from '../../connection.ts';
import type { Experiments } from '../../schema.ts';
import { pinSurroundings } from '../content/block-context.ts';
import { workflowRunOf } from '../workflow-runs.ts';

/** A variant as it is kept. */
export interface VariantRow {
  id: string;
  label: string;
  changes: VariantChanges;
  delayMinutes: number;
  editionId: string | null;
}

/** A test with its variants in their order, and what it is on by name. */
export interface ExperimentRow extends Omit<
  Selectable<Experiments>,
  'status' | 'metric' | 'outcome' | 'decides' | 'allocation'
> {
  status: ExperimentStatus;
  metric: ExperimentMetric;
  outcome: ExperimentOutcome | null;
  decides: 'auto' | 'person';
  allocation: 'even' | 'thompson';
  variants: VariantRow[];
  sourceName: string;
  /** That its broadcast goes by everybody's own clock, which cannot be tested. */
  localStart: string | null;
  /** The key of the drip's step; null for a broadcast. */
  step: string | null;
  /** The version that whoever comes into the drip follows now; null for a broadcast. */
  currentVersion: number | null;
  /** The run of its workflow; null where none is known. */
  runId: string | null;
}

function experiments(db: TenantDb) {
  return db
    .selectFrom('experiments as e')
    .leftJoin('broadcasts as b', (join) =>
      join.onRef('b.tenantId', '=', 'e.tenantId').onRef('b.id', '=', 'e.broadcastId'),
    )
    .leftJoin('drips as d', (join) => join.onRef('d.tenantId', '=', 'e.tenantId').onRef('d.id', '=', 'e.dripId'))
    .leftJoin('dripSteps as s', (join) => join.onRef('s.tenantId', '=', 'e.tenantId').onRef('s.id', '=', 'e.stepId'))
    .selectAll('e')
    .select(['s.key as step', 'b.localStart', 'd.currentVersion'])
    .select(workflowRunOf('experiment', 'e').as('runId'))
    .select(sql<string>`coalesce(b.name, d.name, '')`.as('sourceName'))
    .select(
      sql<VariantRow[]>`(select jsonb_agg(jsonb_build_object('id', v.id, 'label', v.label, 'changes', v.changes,
          'delayMinutes', v.delay_minutes, 'editionId', v.edition_id) order by v.label)
        from experiment_variants v where v.tenant_id = e.tenant_id and v.experiment_id = e.id)`.as('variants'),
    )
    .$castTo<ExperimentRow>();
}

/** The tests of a campaign in the order in which they were made. */
export async function listExperiments(db: TenantDb, campaignId: string): Promise<ExperimentRow[]> {
  return experiments(db).where('e.campaignId', '=', campaignId).orderBy('e.id').execute();
}

/** One test, or undefined. */
export async function findExperiment(db: TenantDb, id: string): Promise<ExperimentRow | undefined> {
  return experiments(db).where('e.id', '=', id).executeTakeFirst();
}

/** The test of a broadcast, or undefined. */
export async function findBroadcastExperiment(db: TenantDb, broadcastId: string): Promise<ExperimentRow | undefined> {
  return experiments(db).where('e.broadcastId', '=', broadcastId).executeTakeFirst();
}

/** Whether what a test would be on has one already: a broadcast at all, a step of a drip one that is not over. */
export async function hasExperiment(db: TenantDb, { broadcastId, stepId }: ExperimentOwner): Promise<boolean> {
  const row = await db
    .selectFrom('experiments')
    .select('id')
    .where((eb) =>
      broadcastId
        ? eb('broadcastId', '=', broadcastId)
        : eb.and([eb('stepId', '=', stepId), eb('status', 'in', ['draft', 'testing', 'choosing'])]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The tests of a drip's steps that people who follow a version come through, also those that are decided. */
export async function listStepExperiments(
  db: TenantDb,
  { dripId, number }: { dripId: string; number: number },
): Promise<ExperimentRow[]> {
  return experiments(db)
    .where('e.dripId', '=', dripId)
    .where('e.dripVersion', '=', number)
    .where('e.status', 'in', ['testing', 'choosing', 'decided'])
    .orderBy('e.id')
    .execute();
}

/** What is written for a test: its plan in the units of the table. */
export type ExperimentValues = Pick<
  ExperimentRow,
  | 'name'
  | 'metric'
  | 'goalEvent'
  | 'testShare'
  | 'holdOut'
  | 'baseline'
  | 'lift'
  | 'minimumPeople'
  | 'waitHours'
  | 'endHours'
  | 'looks'
  | 'decides'
  | 'fallback'
> &
  // Even if left out: tests that were approved before there was a choice keep the content that was approved.
  Partial<Pick<ExperimentRow, 'allocation'>>;

/** Where a test belongs. */
export type ExperimentOwner = Pick<ExperimentRow, 'campaignId' | 'broadcastId' | 'dripId' | 'stepId'>;

/** A variant as it is written. */
export type VariantValues = Pick<VariantRow, 'label' | 'changes' | 'delayMinutes'>;

/** Writes a test with its variants. */
export async function insertExperiment(
  db: TenantDb,
  input: { id: string; owner: ExperimentOwner; values: ExperimentValues; variants: readonly VariantValues[] },
): Promise<void> {
  await db
    .insertInto('experiments')
    .values({ id: input.id, ...input.owner, ...input.values })
    .execute();
  await insertVariants(db, input.id, input.variants);
}

/** Changes a test that has not begun, at a known version; false where somebody else was faster or it has begun. */
export async function updateExperiment(
  db: TenantDb,
  input: { id: string; version: number; values: ExperimentValues; variants: readonly VariantValues[] },
): Promise<boolean> {
  const row = await db
    .updateTable('experiments')
    .set((eb) => ({ ...input.values, version: eb('version', '+', 1), updatedAt: sql<Date>`now()` }))
    .where('id', '=', input.id)
    .where('version', '=', input.version)
    .where('status', '=', 'draft')
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await db.deleteFrom('experimentVariants').where('experimentId', '=', input.id).execute();
  await insertVariants(db, input.id, input.variants);
  return true;
}

async function insertVariants(db: TenantDb, experimentId: string, variants: readonly VariantValues[]): Promise<void> {
  await db
    .insertInto('experimentVariants')
    .values(
      variants.map(({ label, changes, delayMinutes }) => ({
        experimentId,
        label,
        delayMinutes,
        changes: sql`${JSON.stringify(changes)}::text::jsonb`,
      })),
    )
    .execute();
}

/** Removes a test that has not begun; false where it has. */
export async function deleteExperiment(db: TenantDb, id: string): Promise<boolean> {
  const row = await db
    .deleteFrom('experiments')
    .where('id', '=', id)
    .where('status', '=', 'draft')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What an approval pins of a campaign's tests: everything but the results. */
export async function listPinnedExperiments(db: TenantDb, campaignId: string): Promise<unknown[]> {
  const rows = await listExperiments(db, campaignId);
  const senders = new Set(rows.flatMap(({ variants }) => variants.flatMap(({ changes }) => changes.senderId ?? [])));
  const named =
    senders.size === 0
      ? []
      : await db
          .selectFrom('senders')
          .select(['id', 'name', 'address', 'replyTo'])
          .where('id', 'in', [...senders])
          .execute();
  const surroundings = await pinSurroundings(
    db,
    rows.flatMap(({ variants }) => variants.map(({ changes }) => changes)),
  );
  const pinned = rows.map((row) => ({
    experiment: row.id,
    on: [row.broadcastId, row.dripId, row.stepId],
    ...plannedOf(row),
    variants: row.variants.map(({ label, changes, delayMinutes }) => ({
      label,
      changes,
      delayMinutes,
      sender: named.find(({ id }) => id === changes.senderId),
    })),
  }));
  return surroundings ? [...pinned, { surroundings }] : pinned;
}

/** The plan of a test, in the units of the table. */
export function plannedOf(row: ExperimentValues): ExperimentValues {
  const { name, metric, goalEvent, testShare, holdOut, baseline, lift, minimumPeople } = row;
  const { waitHours, endHours, looks, decides, fallback } = row;
  return {
    name,
    metric,
    goalEvent,
    testShare,
    holdOut,
    baseline,
    lift,
    minimumPeople,
    waitHours,
    endHours,
    looks,
    decides,
    fallback,
    ...(row.allocation === 'thompson' ? { allocation: row.allocation } : {}),
  };
}
