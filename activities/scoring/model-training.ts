import { createHash } from 'node:crypto';
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { sampleLeads } from '../../db/queries/scoring/person-scores.ts';
import { findLastModel, findModelFile, findModelIn } from '../../db/queries/scoring/models.ts';
import { insertCandidate, markNotTrained, markTrained } from '../../db/queries/scoring/model-course.ts';
import { findScoringSettings } from '../../db/queries/scoring/settings.ts';
import { countOutcomes, listTrainingMoments } from '../../db/queries/scoring/training-moments.ts';
import { isPassed } from '../../domain/scoring/gate.ts';
import { fewestToLearn, isEnoughToLearn } from '../../domain/scoring/grade.ts';
import type { ModelCard } from '../../domain/scoring/model-card.ts';
import { scoreSpread, spreadOf, type Baseline } from '../../domain/scoring/spread.ts';
import { encodeTable } from '../../models/boosting/feature.ts';
import { exportModel } from '../../models/onnx/export.ts';
import { openScorer } from '../../models/onnx/scorer.ts';
import type { Learned } from '../../models/scoring/learn.ts';
import { learnInThread } from '../../models/scoring/learn-in-thread.ts';
import { chancesOf, type ScoringModel } from '../../models/scoring/model.ts';
import type { TrainSettings } from '../../models/scoring/train.ts';
import { packModel, unpackModel } from '../../models/scoring/pack.ts';
import type { TrainingRef } from '../../workflows/scoring/model-training.ts';
import type { ActivityDeps } from '../deps.ts';
import { columnsOf, readMoments, trainingSet, type InTenant } from './training-rows.ts';

/** Rows that are learned from at most, and people by whom the baseline is taken. */
const [mostRows, mostInBaseline] = [60_000, 10_000];

/** A model is learned anew after so long, with whoever was seen to convert, or not to, meanwhile. */
const learnAgainMs = 30 * 24 * 3600_000;

/** Training and long readings beat so often, whatever they are at. */
const beatMs = 10_000;

/** What became of a candidate; null if there was none. */
export interface Training {
  modelId: string;
  version: number;
  /** `unlearned`: there was too little to learn from. */
  outcome: 'shadow' | 'refused' | 'unlearned';
}

/** The activities of the workflow `modelTraining` that make models. */
export type ModelTrainingActivities = ReturnType<typeof createModelTrainingActivities>;

/** Makes the activities that learn models. */
export function createModelTrainingActivities({
  database,
  log,
  training,
}: Pick<ActivityDeps, 'database' | 'log' | 'training'>) {
  const inTenantOf =
    ({ tenantId }: TrainingRef): InTenant =>
    (work) =>
      withTenant(database.db, tenantId, work);
  return {
    /** Whether a model is to be learned now: somebody asked for one, or the last one is a month old and there is enough to learn from. */
    async planTraining({ now, ...ref }: TrainingRef & { now: string }): Promise<boolean> {
      return inTenantOf(ref)(async (db) => {
        if (await findModelIn(db, 'candidate')) return true;
        const last = await findLastModel(db);
        if (last && Date.parse(now) - last.createdAt.getTime() < learnAgainMs) return false;
        if (!isEnoughToLearn(await countOutcomes(db, new Date(now)))) return false;
        return (await insertCandidate(db, { cause: 'schedule', nowIso: now })) !== null;
      });
    },

    /** Learns the candidate, judges it by people it did not see, and keeps its file: a shadow where it passes, else retires it. */
    async trainCandidate({ now, ...ref }: TrainingRef & { now: string }): Promise<Training | null> {
      const inTenant = inTenantOf(ref);
      const beat = setInterval(() => heartbeat(), beatMs);
      try {
        const candidate = await inTenant((db) => findModelIn(db, 'candidate'));
        if (!candidate) return null;
        const outcome = await train(inTenant, { modelId: candidate.id, now: new Date(now), settings: training });
        log.info({ tenant: ref.tenantId, model: candidate.id, outcome }, 'a model was learned');
        return { modelId: candidate.id, version: candidate.version, outcome };
      } finally {
        clearInterval(beat);
      }
    },

    /** A candidate whose training fails again and again is retired, so that another can be asked for. */
    async giveUpCandidate({ now, ...ref }: TrainingRef & { now: string }): Promise<void> {
      await inTenantOf(ref)(async (db) => {
        const candidate = await findModelIn(db, 'candidate');
        const reason = 'Training did not come to an end. What scored before goes on.';
        if (candidate) await markNotTrained(db, { id: candidate.id, nowIso: now, reason });
      });
    },
  };
}

async function train(
  inTenant: InTenant,
  { modelId, now, settings }: { modelId: string; now: Date; settings: TrainSettings | undefined },
): Promise<Training['outcome']> {
  const nowIso = now.toISOString();
  const began = Date.now();
  const outcomes = await inTenant((db) => countOutcomes(db, now));
  if (!isEnoughToLearn(outcomes)) {
    const reason = `There was too little to learn from: ${outcomes.converted} leads that were converted and ${outcomes.lost} that were not; it takes ${fewestToLearn} of each.`;
    await inTenant((db) => markNotTrained(db, { id: modelId, nowIso, reason }));
    return 'unlearned';
  }
  const moments = await inTenant((db) => listTrainingMoments(db, { now, limit: mostRows }));
  const set = trainingSet(moments, await readMoments(inTenant, moments, heartbeat));
  const { declared, incumbent } = await inTenant(loadOpponent);
  const learned = await learnInThread({ ...set, declared, incumbent, settings }, cancellationSignal());
  const onnx = exportModel(learned.model);
  const onnxParity = await parityOf(onnx, learned);
  if (onnxParity > mostApart) throw new Error(`the ONNX file is ${onnxParity} away from the trees`);
  const card: ModelCard = {
    window: { from: set.from.toISOString(), to: set.to.toISOString() },
    ...learned.card,
    onnxBytes: onnx.length,
    onnxParity,
    seconds: (Date.now() - began) / 1000,
  };
  const baseline = await baselineOf(inTenant, { model: learned.model, now });
  const passed = isPassed(card.checks);
  const failed = card.checks.filter(({ isMet }) => !isMet);
  await inTenant((db) =>
    markTrained(db, {
      id: modelId,
      nowIso,
      state: passed ? 'shadow' : 'retired',
      reason: passed ? 'It scores beside what scores now, and is not shown.' : `It did not pass: ${failed[0]!.text}`,
      sha256: createHash('sha256').update(onnx).digest('hex'),
      featureHash: featureHash(learned.model),
      learnedUntil: set.learnedUntil,
      judgedFrom: set.judgedSince,
      card,
      baseline,
      onnx,
      trees: packModel(learned.model),
    }),
  );
  return passed ? 'shadow' : 'refused';
}

/** How far the file may be from the trees it was written from. */
const mostApart = 1e-5;

async function loadOpponent(db: TenantDb) {
  const { afterOutcome } = await findScoringSettings(db);
  const champion = await findModelIn(db, 'champion');
  const file = champion && (await findModelFile(db, champion.id));
  return {
    declared: afterOutcome,
    incumbent: champion && file ? { model: unpackModel(file.trees), version: champion.version } : null,
  };
}

/** How far chances by the file are from those of the trees at most. */
async function parityOf(onnx: Uint8Array, { judged, chances }: Learned): Promise<number> {
  const scorer = await openScorer(onnx);
  const scored = await scorer.score(judged);
  await scorer.close();
  return scored.chances.reduce((most, chance, row) => Math.max(most, Math.abs(chance - chances[row]!)), 0);
}

/** How the leads of today are spread: by what they are known for and by what the model says of them. */
async function baselineOf(inTenant: InTenant, { model, now }: { model: ScoringModel; now: Date }): Promise<Baseline> {
  const ids = await inTenant((db) => sampleLeads(db, mostInBaseline));
  const moments = ids.map((personId) => ({ personId, asOf: now }));
  const known = (await readMoments(inTenant, moments, heartbeat)).filter((features) => features !== null);
  const columns = columnsOf(known);
  const { features } = model.ensemble;
  const table = encodeTable(features, { rows: known.length, valueOf: (name) => columns.get(name) });
  return {
    people: known.length,
    scores: scoreSpread([...chancesOf(model, table)]),
    features: features.map(({ name }) => spreadOf(name, columns.get(name) ?? [])),
  };
}

/** What tells models apart that look at other things: the names, kinds and levels of their features. */
const featureHash = ({ ensemble }: ScoringModel): string =>
  createHash('sha256').update(JSON.stringify(ensemble.features)).digest('hex');
