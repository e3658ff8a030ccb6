import { withTenant, type TenantDb } from '../../db/connection.ts';
import { releaseBatches } from '../../db/queries/broadcasts/freeze.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { findDripState, findStepMessage } from '../../db/queries/drips/rounds.ts';
import { insertEdition } from '../../db/queries/content/editions.ts';
import { listLooks, type LookRow } from '../../db/queries/experiments/looks.ts';
import { markExperiment, markNextLook, markVariantEdition, releaseRest } from '../../db/queries/experiments/course.ts';
import { findExperiment, type ExperimentRow } from '../../db/queries/experiments/experiments.ts';
import { partOf } from '../../domain/audit/diff.ts';
import { notFound } from '../../domain/errors.ts';
import { lookHours, type ExperimentStatus } from '../../domain/experiments/experiment.ts';
import { restOpensAt } from '../../domain/experiments/rest.ts';
import { systemActor } from '../../domain/policy/actor.ts';
import type { ExperimentRef } from '../../workflows/experiments/messages.ts';
import type { ActivityDeps } from '../deps.ts';
import { lookAt, type DueLook } from './look.ts';
import { tellOfTest } from './notices.ts';
import { buildVariantEdition } from '../content/variant-edition.ts';
import { wake } from '../outbox/wake-outbox.ts';

/** A test and the moment of the business, as the workflow sees it. */
export type ExperimentMoment = ExperimentRef & { now: string };

/** The state of a test, as its workflow needs it. */
export interface ExperimentState {
  status: ExperimentStatus;
  /** When its looks come (ISO 8601) where nothing is paused; empty before it has begun. */
  lookAts: string[];
  /** How many were taken. */
  taken: number;
  pausedMs: number;
}

/** The activities of an A/B test. */
export function createExperimentActivities({ database, temporal }: Pick<ActivityDeps, 'database' | 'temporal'>) {
  const inTenant = <T>(ref: ExperimentRef, work: (db: TenantDb, test: ExperimentRow) => Promise<T>): Promise<T> =>
    withTenant(database.db, ref.tenantId, async (db) => {
      const test = await findExperiment(db, ref.experimentId);
      if (!test) throw notFound('experiment');
      return work(db, test);
    });

  return {
    /**
     * Begins a test once its broadcast or drip is running: a broadcast begins it when its audience is fixed, a test on a step of a drip
     * begins here.
     */
    async beginExperiment(ref: ExperimentMoment): Promise<ExperimentState> {
      return inTenant(ref, async (db, test) => {
        if (test.status === 'draft' && test.dripId !== null) await beginOnStep(db, test, ref.now);
        return stateOf(db, ref.experimentId);
      });
    },

    /** Where it is. */
    async readExperiment(ref: ExperimentRef): Promise<ExperimentState> {
      return inTenant(ref, (db) => stateOf(db, ref.experimentId));
    },

    /** Keeps when the next look comes, for whoever waits for it; null while it is paused. */
    async planLook(ref: ExperimentRef & { at: string | null; pausedMs: number }): Promise<void> {
      await inTenant(ref, (db) => markNextLook(db, { id: ref.experimentId, at: ref.at, pausedMs: ref.pausedMs }));
    },

    /** Takes a look; a winner or the last look ends the test, or leaves it to a person. Returns where it is then. */
    async takeLook(ref: ExperimentRef & DueLook): Promise<ExperimentStatus> {
      return inTenant(ref, async (db, test) => {
        if (test.status !== 'testing') return test.status;
        const look = await lookAt(db, test, ref);
        if (look.kind !== 'wait') await conclude(db, { ref, test, look });
        return (await findExperiment(db, test.id))?.status ?? 'cancelled';
      });
    },

    /** Lets the rest of a broadcast go with what was decided. Returns when (ISO 8601), or null where there is none to be let go. */
    async rollOut(ref: ExperimentMoment): Promise<string | null> {
      const opensAt = await inTenant(ref, async (db, test) => {
        const sent = test.variants.find(({ id }) => id === test.sentVariantId);
        if (test.status !== 'decided' || !test.broadcastId || !test.startedAt || !sent?.editionId) return null;
        const at = restOpensAt({ startedAt: test.startedAt.toISOString(), ...sent, nowIso: ref.now });
        const { editionId } = sent;
        await releaseRest(db, { experimentId: test.id, sourceId: test.broadcastId, editionId, opensAt: at });
        await releaseBatches(db, test.broadcastId, ref.now);
        return at;
      });
      await wake(temporal, ref.tenantId);
      return opensAt;
    },

    /** Ends it without a result: its campaign was cancelled. */
    async cancelExperiment(ref: ExperimentRef): Promise<void> {
      await inTenant(ref, (db) =>
        markExperiment(db, {
          id: ref.experimentId,
          from: ['draft', 'testing', 'choosing'],
          to: 'cancelled',
          values: { nextLookAt: null },
        }),
      );
    },
  };
}

/** The activities of an A/B test, as workflows see them. */
export type ExperimentActivities = ReturnType<typeof createExperimentActivities>;

async function stateOf(db: TenantDb, id: string): Promise<ExperimentState> {
  const test = await findExperiment(db, id);
  if (!test) throw notFound('experiment');
  const { startedAt, status, pausedMs, variants } = test;
  const delay = Math.max(...variants.map(({ delayMinutes }) => delayMinutes)) * 60_000;
  const lookAts = startedAt
    ? lookHours(test).map((hours) => new Date(startedAt.getTime() + delay + hours * 3_600_000).toISOString())
    : [];
  return { status, lookAts, taken: (await listLooks(db, [id])).length, pausedMs: Number(pausedMs) };
}

/** Compiles the variants of a step's message as people follow it now, and begins. Where the step has gone the test goes too. */
async function beginOnStep(db: TenantDb, test: ExperimentRow, nowIso: string): Promise<void> {
  const [dripId, stepId] = [test.dripId ?? '', test.stepId ?? ''];
  const drip = await findDripState(db, dripId);
  if (drip?.status !== 'running') return;
  const number = drip.currentVersion;
  const message = await findStepMessage(db, { dripId, number, stepId });
  if (!message) {
    await markExperiment(db, { id: test.id, from: ['draft'], to: 'cancelled' });
    return;
  }
  for (const { id, changes } of test.variants)
    await markVariantEdition(db, id, await insertEdition(db, await buildVariantEdition(db, message.id, changes)));
  await markExperiment(db, {
    id: test.id,
    from: ['draft'],
    to: 'testing',
    values: { startedAt: nowIso, dripVersion: number },
  });
}

/** What follows from a look that ends the test. */
async function conclude(
  db: TenantDb,
  { ref, test, look }: { ref: ExperimentRef & DueLook; test: ExperimentRow; look: LookRow },
): Promise<void> {
  const { reasons } = look;
  const winner = test.variants.find(({ id }) => id === look.winnerVariantId);
  if (test.decides === 'person') {
    const values = { reasons, nextLookAt: null };
    const isOver = await markExperiment(db, { id: test.id, from: ['testing'], to: 'choosing', values });
    if (isOver) await tellOfTest(db, test, { variant: winner?.label ?? null, goesOn: null });
    return;
  }
  const fallback = test.variants.find(({ label }) => label === test.fallback) ?? test.variants[0]!;
  const sent = winner ?? fallback;
  const outcome = look.kind === 'winner' ? 'winner' : 'no_winner';
  const values = { outcome, sentVariantId: sent.id, reasons, decidedAt: ref.now, nextLookAt: null } as const;
  if (!(await markExperiment(db, { id: test.id, from: ['testing'], to: 'decided', values }))) return;
  await insertAudit(db, systemActor(ref.tenantId, 'A/B test'), {
    action: 'experiment.decide',
    entityKind: 'campaign',
    entityId: test.campaignId,
    part: partOf('experiment', test),
    before: { status: 'testing' },
    after: { status: 'decided', outcome, variant: sent.label, look: look.number, reasons },
  });
  await tellOfTest(db, test, { variant: winner?.label ?? null, goesOn: sent.label });
}
