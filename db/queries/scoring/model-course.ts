import { sql } from 'kysely';
import type { ModelCard } from '../../../domain/scoring/model-card.ts';
import type { Baseline } from '../../../domain/scoring/spread.ts';
import type { TenantDb } from '../../connection.ts';
import { findModel, findModelIn, type ModelCause, type ModelRow } from './models.ts';

// What a model goes through: asked for, learned, beside the champion, champion, retired.

/** Asks for a model to be learned. Null where one is being learned already. */
export async function insertCandidate(
  db: TenantDb,
  { id, cause, nowIso }: { id?: string | undefined; cause: ModelCause; nowIso: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into scoring_models (id, version, cause, created_at)
    select coalesce(${id ?? null}::uuid, uuidv7()), 1 + coalesce(max(version), 0), ${cause}, ${nowIso}::timestamptz
    from scoring_models where tenant_id = current_tenant()
    on conflict do nothing returning id`.execute(db);
  return rows[0]?.id ?? null;
}

/** What training made of a candidate. */
export interface TrainedModel {
  id: string;
  nowIso: string;
  state: 'shadow' | 'retired';
  reason: string;
  sha256: string;
  featureHash: string;
  learnedUntil: Date;
  judgedFrom: Date;
  card: ModelCard;
  baseline: Baseline;
  onnx: Uint8Array;
  trees: Uint8Array;
}

/** A candidate has been learned. A shadow that was there gives way to the newer one. False where it is no candidate any more. */
export async function markTrained(db: TenantDb, model: TrainedModel): Promise<boolean> {
  const { id, nowIso, state } = model;
  const at = new Date(nowIso);
  // Held first: of two that learned the same candidate the second one must not retire what the first one made of it.
  const { rows } = await sql<{ id: string }>`
    select id from scoring_models where tenant_id = current_tenant() and id = ${id} and state = 'candidate' for no key update`.execute(
    db,
  );
  if (rows.length === 0) return false;
  if (state === 'shadow')
    await retireShadow(db, { nowIso, reason: 'A newer model was learned before it was decided on.' });
  await db
    .updateTable('scoringModels')
    .set({
      state,
      reason: model.reason,
      trainedAt: at,
      ...(state === 'shadow' ? { shadowSince: at } : { retiredAt: at }),
      sha256: model.sha256,
      featureHash: model.featureHash,
      learnedUntil: model.learnedUntil,
      judgedFrom: model.judgedFrom,
      card: asJson(model.card),
      baseline: asJson(model.baseline),
      onnx: Buffer.from(model.onnx),
      trees: Buffer.from(model.trees),
    })
    .where('id', '=', id)
    .execute();
  return true;
}

/** A candidate that nothing came of: there was too little, or training failed. */
export async function markNotTrained(
  db: TenantDb,
  { id, nowIso, reason }: { id: string; nowIso: string; reason: string },
): Promise<void> {
  await db
    .updateTable('scoringModels')
    .set({ state: 'retired', reason, retiredAt: new Date(nowIso) })
    .where('id', '=', id)
    .where('state', '=', 'candidate')
    .execute();
}

/** Retires the shadow, if there is one; `card` has the checks that it had to pass last. */
export async function retireShadow(
  db: TenantDb,
  { nowIso, reason, card }: { nowIso: string; reason: string; card?: ModelCard },
): Promise<void> {
  await db
    .updateTable('scoringModels')
    .set({ state: 'retired', reason, retiredAt: new Date(nowIso), ...(card ? { card: asJson(card) } : {}) })
    .where('state', '=', 'shadow')
    .execute();
}

/** A shadow has passed and waits for somebody to let it score; false where that is known already. Its card says what was asked of it last. */
export async function suggestShadow(
  db: TenantDb,
  { id, nowIso, card }: { id: string; nowIso: string; card: ModelCard },
): Promise<boolean> {
  const { rows } = await sql<{ isNew: boolean }>`
    update scoring_models m set suggested_at = coalesce(m.suggested_at, ${nowIso}::timestamptz), card = ${JSON.stringify(card)}::text::jsonb,
      reason = 'It passed, and waits for somebody to let it score.'
    from (select suggested_at is null as is_new from scoring_models
      where tenant_id = current_tenant() and id = ${id} and state = 'shadow' for no key update) before
    where m.tenant_id = current_tenant() and m.id = ${id} and m.state = 'shadow' returning before.is_new`.execute(db);
  return rows[0]?.isNew ?? false;
}

/** A shadow becomes the champion, and the champion before it is retired. False where it is no shadow any more. */
export async function promoteShadow(
  db: TenantDb,
  { id, nowIso, reason, card }: { id: string; nowIso: string; reason: string; card?: ModelCard },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    select id from scoring_models where tenant_id = current_tenant() and id = ${id} and state = 'shadow' for no key update`.execute(
    db,
  );
  if (rows.length === 0) return false;
  const champion = await findModelIn(db, 'champion');
  await db
    .updateTable('scoringModels')
    .set({ state: 'retired', retiredAt: new Date(nowIso), reason: 'A newer model took its place.' })
    .where('state', '=', 'champion')
    .execute();
  await db
    .updateTable('scoringModels')
    .set({ state: 'champion', championSince: new Date(nowIso), replacedId: champion?.id ?? null, reason })
    .$if(card !== undefined, (query) => query.set({ card: asJson(card ?? {}) }))
    .where('id', '=', id)
    .execute();
  return true;
}

/** What a step back led to: the model that scores now, or the rule where `to` is null. */
export interface StepBack {
  from: ModelRow;
  to: ModelRow | null;
}

/**
 * The champion is retired, and what scored before it scores again: one step. Null where no model scores, or another one than `championId`, so
 * that two who ask at once, or one who asks twice, step back once.
 */
export async function stepBack(
  db: TenantDb,
  { championId, nowIso, reason }: { championId: string; nowIso: string; reason: string },
): Promise<StepBack | null> {
  const { rows } = await sql<{ id: string; replacedId: string | null }>`
    update scoring_models set state = 'retired', retired_at = ${nowIso}::timestamptz, reason = ${reason}
    where tenant_id = current_tenant() and state = 'champion' and id = ${championId} returning id, replaced_id`.execute(
    db,
  );
  const row = rows[0];
  if (!row) return null;
  if (row.replacedId)
    await db
      .updateTable('scoringModels')
      .set({
        state: 'champion',
        championSince: new Date(nowIso),
        retiredAt: null,
        reason: 'The model after it was taken back.',
      })
      .where('id', '=', row.replacedId)
      .execute();
  return stepFrom(db, row);
}

/** A step back of this very moment and reason: what an attempt that was not heard came to. Null where there was none. */
export async function findStepBack(
  db: TenantDb,
  { championId, nowIso, reason }: { championId?: string | undefined; nowIso: string; reason: string },
): Promise<StepBack | null> {
  const row = await db
    .selectFrom('scoringModels')
    .select(['id', 'replacedId'])
    .where('state', '=', 'retired')
    .where('retiredAt', '=', new Date(nowIso))
    .where('reason', '=', reason)
    .$if(championId !== undefined, (query) => query.where('id', '=', championId ?? ''))
    .executeTakeFirst();
  return row ? stepFrom(db, row) : null;
}

async function stepFrom(db: TenantDb, { id, replacedId }: { id: string; replacedId: string | null }) {
  const from = await findModel(db, id);
  const to = replacedId ? await findModel(db, replacedId) : undefined;
  return { from: from!, to: to ?? null };
}

/** A document as the driver takes it. */
const asJson = (document: object) => JSON.parse(JSON.stringify(document));
