import { ModelCard, type ModelState } from '../../../domain/scoring/model-card.ts';
import type { Baseline } from '../../../domain/scoring/spread.ts';
import type { Db, TenantDb } from '../../connection.ts';

/** What made a model be learned. */
export type ModelCause = 'asked' | 'schedule' | 'drift';

/** A model as the registry knows it, without its file. */
export interface ModelRow {
  id: string;
  version: number;
  state: ModelState;
  cause: ModelCause;
  reason: string;
  createdAt: Date;
  trainedAt: Date | null;
  shadowSince: Date | null;
  /** Since when it has passed and waits for somebody to let it score. */
  suggestedAt: Date | null;
  championSince: Date | null;
  retiredAt: Date | null;
  replacedId: string | null;
  sha256: string | null;
  featureHash: string | null;
  learnedUntil: Date | null;
  judgedFrom: Date | null;
  card: ModelCard | null;
}

function selectModels(db: TenantDb) {
  return db
    .selectFrom('scoringModels')
    .select(['id', 'version', 'state', 'cause', 'reason', 'createdAt', 'trainedAt', 'shadowSince', 'championSince'])
    .select(['suggestedAt', 'retiredAt', 'replacedId', 'sha256', 'featureHash', 'learnedUntil', 'judgedFrom', 'card']);
}

type Selected = Awaited<ReturnType<ReturnType<typeof selectModels>['executeTakeFirstOrThrow']>>;

/** The card is parsed with its schema: a card of an older version that lacks something counts as missing. */
const toModel = (row: Selected): ModelRow => ({
  ...row,
  state: row.state as ModelState,
  cause: row.cause as ModelCause,
  card: ModelCard.safeParse(row.card).data ?? null,
});

/** Models, the newest first; `before` is the version of the last one seen. */
export async function listModels(
  db: TenantDb,
  { limit, before }: { limit: number; before?: number },
): Promise<ModelRow[]> {
  const rows = await selectModels(db)
    .$if(before !== undefined, (query) => query.where('version', '<', before ?? 0))
    .orderBy('version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toModel);
}

/** One model. */
export async function findModel(db: TenantDb, id: string): Promise<ModelRow | undefined> {
  const row = await selectModels(db).where('id', '=', id).executeTakeFirst();
  return row && toModel(row);
}

/** The versions of some models, by their ids. */
export async function listModelVersions(db: TenantDb, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('scoringModels')
    .select(['id', 'version'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, version }) => [id, version]));
}

/** The model in a state that only one can be in. */
export async function findModelIn(db: TenantDb, state: Exclude<ModelState, 'retired'>): Promise<ModelRow | undefined> {
  const row = await selectModels(db).where('state', '=', state).executeTakeFirst();
  return row && toModel(row);
}

/** The file of a model, its trees for reasons, and what its drift is measured by. */
export interface ModelFile {
  onnx: Buffer;
  trees: Buffer;
  baseline: Baseline;
}

/** The file of a model that has been trained. */
export async function findModelFile(db: TenantDb, id: string): Promise<ModelFile | undefined> {
  const row = await db
    .selectFrom('scoringModels')
    .select(['onnx', 'trees', 'baseline'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row?.onnx || !row.trees) return undefined;
  return { onnx: row.onnx, trees: row.trees, baseline: row.baseline as unknown as Baseline };
}

/** The model that was last learned, or asked for, when that was and why. */
export async function findLastModel(db: TenantDb): Promise<{ id: string; createdAt: Date; cause: string } | undefined> {
  return db
    .selectFrom('scoringModels')
    .select(['id', 'createdAt', 'cause'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Tenants of whom somebody asked for a model before `nowIso`. As salescompass_directory. */
export async function listTenantsToLearn(directory: Db, nowIso: string): Promise<string[]> {
  const rows = await directory
    .selectFrom('scoringModels')
    .select('tenantId')
    .where('state', '=', 'candidate')
    .where('createdAt', '<', new Date(nowIso))
    .execute();
  return rows.map((row) => row.tenantId);
}
