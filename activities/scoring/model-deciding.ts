import { activityInfo, heartbeat } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { findActorName } from '../../db/queries/audit/actor-names.ts';
import { listMembersWithRole } from '../../db/queries/approvals/notices.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { listDrifts } from '../../db/queries/scoring/drifts.ts';
import { findLastModel, findModelIn, type ModelRow } from '../../db/queries/scoring/models.ts';
import {
  findStepBack,
  insertCandidate,
  promoteShadow,
  stepBack,
  type StepBack,
} from '../../db/queries/scoring/model-course.ts';
import { listTrainingMoments } from '../../db/queries/scoring/training-moments.ts';
import { clock, type CommandActor } from '../../domain/campaigns/command.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/policy/actor.ts';
import { policy } from '../../domain/policy/policy.ts';
import { isWorseThanRule } from '../../domain/scoring/gate.ts';
import { orderGains } from '../../domain/scoring/intervals.ts';
import { ruleScore } from '../../domain/scoring/rule-score.ts';
import type { TrainingRef } from '../../workflows/scoring/model-training.ts';
import type { ActivityDeps } from '../deps.ts';
import type { OpenModels } from './open-models.ts';
import { decideShadow, type ShadowDecision } from './shadow-decision.ts';
import { readMoments, type InTenant } from './training-rows.ts';
import { wakeScoringOf } from '../tenants/wake-neglected.ts';

const dayMs = 24 * 3600_000;

/** Drift asks for a model at most this often where one was learned after the champion: that one knows of it already. */
const patienceMs = 7 * dayMs;

/** Rows that a champion is compared with the rule by at most. */
const mostRows = 5_000;

/** Why the clock steps back from a champion. */
const beaten = 'What happened since it was learned followed the rule more than it did.';

/** What was found of the champion. */
export interface Watch {
  is: 'none' | 'fine' | 'moderate' | 'act';
  /** The champion's version, if there is one; after a step back, the version that was stepped back from. */
  version: number | null;
  /** Another model is to be learned. */
  asked: boolean;
  steppedBack: boolean;
}

/** A command of somebody to the models of a tenant. */
export interface ModelCommand extends TrainingRef {
  actor: CommandActor;
  now: string;
}

/** The activities of the workflow `modelTraining` that decide which model scores. */
export type ModelDecidingActivities = ReturnType<typeof createModelDecidingActivities>;

/** Makes the activities that decide which model scores. */
export function createModelDecidingActivities(
  { database, directory, temporal, log }: Pick<ActivityDeps, 'database' | 'directory' | 'temporal' | 'log'>,
  models: OpenModels,
) {
  const inTenantOf =
    ({ tenantId }: TrainingRef): InTenant =>
    (work) =>
      withTenant(database.db, tenantId, work);
  const actorOf = async ({ tenantId, actor }: ModelCommand): Promise<Actor> => {
    const name = await findActorName(directory.db, actor);
    return { ...actor, tenantId, name, isInstallationOperator: false };
  };
  /** Whoever scores hears that another model does; where Temporal does not pass it on, the next look of theirs sees it. */
  const tell = (tenantId: string) =>
    wakeScoringOf(temporal, tenantId).catch((error: unknown) => {
      log.warn({ tenant: tenantId, err: error }, 'the scoring workflow could not be woken; it looks once an hour');
    });
  return {
    /** Makes the shadow the champion, or puts it away, where the time for that has come. */
    async decideShadow({ now, ...ref }: TrainingRef & { now: string }): Promise<ShadowDecision> {
      const actor = await actorOf({ ...ref, actor: clock, now });
      const managers = await listMembersWithRole(directory.db, ref.tenantId, policy['models.write']);
      const decision = await inTenantOf(ref)((db) => decideShadow(db, { nowIso: now, actor, managers }));
      // Another model scores now, or a shadow that has scored nobody yet stands beside the one that does.
      if (decision.is === 'promoted' || (decision.is === 'waits' && decision.isUnseen)) await tell(ref.tenantId);
      return decision;
    },

    /** Looks how far the champion has moved; where it is far, asks for another and steps back from one that the rule does better than. */
    async watchChampion({ now, ...ref }: TrainingRef & { now: string }): Promise<Watch> {
      const inTenant = inTenantOf(ref);
      // An attempt before may have asked and not been heard; the champion that drifted may not be there any more.
      const last = isAgain() ? await inTenant(findLastModel) : undefined;
      const hasAsked = last?.cause === 'drift' && last.createdAt.getTime() === Date.parse(now);
      // Or have stepped back: what came back is not to answer for what drifted, nor to be stepped back from in its turn.
      const done = isAgain() ? await inTenant((db) => findStepBack(db, { nowIso: now, reason: beaten })) : null;
      if (done) {
        await tell(ref.tenantId);
        return { is: 'act', version: done.from.version, asked: hasAsked, steppedBack: true };
      }
      const champion = await inTenant((db) => findModelIn(db, 'champion'));
      if (!champion) return { is: 'none', version: null, asked: hasAsked, steppedBack: false };
      const [drift] = await inTenant((db) => listDrifts(db, champion.id, 1));
      const { version, championSince } = champion;
      // What was measured when it scored before says nothing of today.
      const is = drift && drift.at >= (championSince ?? drift.at) ? drift.level : 'fine';
      if (is !== 'act') return { is, version, asked: hasAsked, steppedBack: false };
      const steppedBack = await isBeaten(inTenant, { champion, models, now: new Date(now) });
      const actor = await actorOf({ ...ref, actor: clock, now });
      // In one transaction: where this is done again, the champion that drifted is not there any more to ask for another.
      const asked = await inTenant(async (db) => {
        if (steppedBack) await stepBackAs(db, { actor, nowIso: now, reason: beaten, championId: champion.id });
        return hasAsked || askAgain(db, { championId: champion.id, nowIso: now });
      });
      if (steppedBack) await tell(ref.tenantId);
      return { is, version, asked, steppedBack };
    },

    /** A person makes the shadow the champion without waiting; returns its version. */
    async promoteModel({ modelId, ...command }: ModelCommand & { modelId: string }): Promise<number> {
      const actor = await actorOf(command);
      const version = await inTenantOf(command)(async (db) => {
        const reason = `${actor.name} promoted it.`;
        if (!(await promoteShadow(db, { id: modelId, nowIso: command.now, reason }))) {
          const champion = isAgain() ? await findModelIn(db, 'champion') : undefined;
          const isDone = champion?.id === modelId && champion.championSince?.getTime() === Date.parse(command.now);
          if (isDone) return champion.version;
          throw new DomainError('conflict', 'Only a model that scores beside the champion can be promoted.');
        }
        await insertAudit(db, actor, { ...changeOf('model.promote', modelId), after: { state: 'champion' } });
        return (await findModelIn(db, 'champion'))!.version;
      });
      await tell(command.tenantId);
      return version;
    },

    /** A person steps back from the champion that they mean to what scored before it; returns the versions of both, null for the rule. */
    async stepBackModel(command: ModelCommand & { championId?: string }): Promise<{ from: number; to: number | null }> {
      const actor = await actorOf(command);
      const { from, to } = await inTenantOf(command)(async (db) => {
        const step = { nowIso: command.now, reason: `${actor.name} stepped back from it.` };
        const done = isAgain() ? await findStepBack(db, { ...step, championId: command.championId }) : null;
        if (done) return done;
        // Who asked before it was said which model is meant, means the one that scores.
        const championId = command.championId ?? (await findModelIn(db, 'champion'))?.id;
        return stepBackAs(db, { ...step, actor, championId });
      });
      await tell(command.tenantId);
      return { from: from.version, to: to?.version ?? null };
    },
  };
}

/** Whether an attempt before may have done it and not been heard: whoever asked must not be told that it was refused. */
const isAgain = (): boolean => activityInfo().attempt > 1;

const changeOf = (action: string, id: string) => ({ action, entityKind: 'model', entityId: id });

async function stepBackAs(
  db: TenantDb,
  {
    actor,
    nowIso,
    reason,
    championId,
  }: { actor: Actor; nowIso: string; reason: string; championId: string | undefined },
): Promise<StepBack> {
  if (!championId) throw new DomainError('conflict', 'No model scores, so there is none to step back from.');
  const step = await stepBack(db, { championId, nowIso, reason });
  if (!step)
    throw new DomainError(
      'conflict',
      'The model that you mean does not score any more: something else was decided meanwhile. Nothing was changed; look at what scores now.',
    );
  await insertAudit(db, actor, {
    ...changeOf('model.rollBack', step.from.id),
    before: { state: 'champion' },
    after: { state: 'retired', scoresNow: step.to ? `model ${step.to.version}` : 'the rule' },
  });
  return step;
}

/** Asks for another model because of drift. The champion itself was learned before people moved, however short ago that was. */
async function askAgain(
  db: TenantDb,
  { championId, nowIso }: { championId: string; nowIso: string },
): Promise<boolean> {
  const last = await findLastModel(db);
  if (last && last.id !== championId && Date.parse(nowIso) - last.createdAt.getTime() < patienceMs) return false;
  return (await insertCandidate(db, { cause: 'drift', nowIso })) !== null;
}

/** Whether the rule would have ordered those who came after the champion's people better than it does, by more than luck. */
async function isBeaten(
  inTenant: InTenant,
  { champion, models, now }: { champion: ModelRow; models: OpenModels; now: Date },
): Promise<boolean> {
  const moments = await inTenant((db) =>
    listTrainingMoments(db, { now, leadsAfter: champion.judgedFrom, limit: mostRows }),
  );
  const features = await readMoments(inTenant, moments, heartbeat);
  const rows = moments.flatMap((moment, at) => (features[at] ? [{ ...moment, features: features[at] }] : []));
  const positives = rows.filter(({ converted }) => converted).length;
  if (positives === 0) return false;
  const model = await inTenant((db) => models.get(db, champion.id));
  const chances = await model.chances(rows.map((row) => row.features));
  const byRule = Float64Array.from(rows, (row) => ruleScore(row.features).score);
  const outcomes = Uint8Array.from(rows, ({ converted }) => (converted ? 1 : 0));
  const ids = [...new Set(rows.map(({ personId }) => personId))];
  const places = new Map(ids.map((id, place) => [id, place]));
  const groups = Uint32Array.from(rows, ({ personId }) => places.get(personId)!);
  return isWorseThanRule(orderGains([chances, byRule], outcomes, { groups }), { rows: rows.length, positives });
}
