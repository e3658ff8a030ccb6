import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { requestLook } from '../../../db/queries/drips/enrolments.ts';
import { markDrip } from '../../../db/queries/drips/drips.ts';
import { markExperiment } from '../../../db/queries/experiments/course.ts';
import { listExperiments } from '../../../db/queries/experiments/experiments.ts';
import { markNurture } from '../../../db/queries/nurtures/state.ts';
import {
  emptyDrip,
  leaveNurture,
  listItemIds,
  takeBack,
  touchedByDripStop,
  touchedByNurtureStop,
  type Emptied,
  type Touched,
} from '../../../db/queries/parts/stops.ts';
import { partOf, type ChangedPart } from '../../../domain/audit/diff.ts';
import type { CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { stopObstacle, type EndingPart } from '../../../domain/parts/end.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { cancelBroadcast } from '../../../workflows/broadcasts/messages.ts';
import { dripWorkflowId } from '../../../workflows/drips/messages.ts';
import { experimentWorkflowId } from '../../../workflows/experiments/messages.ts';
import { nurtureWorkflowId } from '../../../workflows/nurtures/messages.ts';
import { requireDrip } from '../drips/find.ts';
import { requireNurture } from '../nurtures/find.ts';

/** A part in the path of a request. */
export interface PartPath {
  id: string;
  partId: string;
}

type EndingRow = Pick<EndingPart, 'status'> & { id: string; name: string };

interface Owner {
  tenantId: string;
  partId: string;
}

/** A kind of part that can be stopped by itself: how it is found, whom a stop touches, and what it does. */
export interface StoppableKind {
  what: EndingPart['what'];
  part: ChangedPart['kind'];
  find: (db: TenantDb, path: PartPath) => Promise<EndingRow>;
  touched: (db: TenantDb, partId: string) => Promise<Touched>;
  /** Guarded; undefined where somebody was faster. */
  stop: (
    db: TenantDb,
    path: PartPath,
    at: { from: EndingPart['status']; nowIso: string },
  ) => Promise<Emptied | undefined>;
  workflowId: (owner: Owner) => string;
}

const unfinished = ['draft', 'running', 'paused'] as const;

const drips: StoppableKind = {
  what: 'drip',
  part: 'drip',
  find: (db, { id, partId }) => requireDrip(db, { id, dripId: partId }),
  touched: touchedByDripStop,
  stop: async (db, { id, partId: dripId }, { from, nowIso }) => {
    const values = { completedAt: nowIso };
    if (!(await markDrip(db, { id: dripId, from: unfinished, to: 'cancelled', values }))) return undefined;
    const emptied = await emptyDrip(db, { dripId, reason: 'stopped', takenBack: 'part_stopped', nowIso });
    for (const test of (await listExperiments(db, id)).filter((test) => test.dripId === dripId)) {
      const to = { to: 'cancelled', values: { nextLookAt: null } } as const;
      await markExperiment(db, { id: test.id, from: ['draft', 'testing', 'choosing'], ...to });
    }
    // If its workflow is not told, housekeeping makes it look at its row; a part that could not begin has no workflow.
    if (from !== 'draft') await requestLook(db, dripId, nowIso);
    return emptied;
  },
  workflowId: ({ tenantId, partId }) => dripWorkflowId({ tenantId, dripId: partId }),
};

const nurtures: StoppableKind = {
  what: 'nurture programme',
  part: 'nurture',
  find: async (db, { id, partId }) => (await requireNurture(db, { id, nurtureId: partId })).row,
  touched: touchedByNurtureStop,
  stop: async (db, { partId: nurtureId }, { nowIso }) => {
    const values = { completedAt: nowIso };
    if (!(await markNurture(db, { id: nurtureId, from: unfinished, to: 'cancelled', values }))) return undefined;
    const people = await leaveNurture(db, { nurtureId, reason: 'stopped', nowIso });
    return { people, messages: await takeBack(db, await listItemIds(db, nurtureId), 'part_stopped') };
  },
  workflowId: ({ tenantId, partId }) => nurtureWorkflowId({ tenantId, nurtureId: partId }),
};

/** The kinds of parts that can be stopped by themselves, by their name in a path. */
export const stoppable = { drips, nurtures };

/** What a stop of a part would touch; refused where there is nothing to stop. */
export async function lookAtStop(db: TenantDb, kind: StoppableKind, path: PartPath): Promise<Touched> {
  await requireStoppable(db, kind, path);
  return kind.touched(db, path.partId);
}

/**
 * Stops a part in the caller's transaction: its row, its people and its mail at once, with an entry in the audit log. Tell its workflow
 * once that is committed.
 */
export async function stopPart(db: TenantDb, actor: Actor, kind: StoppableKind, path: PartPath): Promise<Emptied> {
  const part = await requireStoppable(db, kind, path);
  const emptied = await kind.stop(db, path, { from: part.status, nowIso: new Date().toISOString() });
  if (!emptied) throw new DomainError('conflict', `The ${kind.what} has ended meanwhile.`);
  await insertAudit(db, actor, {
    action: `${kind.part}.stop`,
    entityKind: 'campaign',
    entityId: path.id,
    part: partOf(kind.part, part),
    before: { status: part.status },
    after: { status: 'cancelled', ...emptied },
  });
  return emptied;
}

async function requireStoppable(db: TenantDb, kind: StoppableKind, path: PartPath): Promise<EndingRow> {
  const part = await kind.find(db, path);
  const campaign = await findCampaign(db, path.id);
  if (!campaign) throw notFound('campaign');
  const obstacle = stopObstacle({
    what: kind.what,
    status: part.status,
    campaignStatus: campaign.status as CampaignStatus,
  });
  if (obstacle) throw new DomainError('conflict', obstacle);
  return part;
}

/** Tells the workflow of a part, and the workflows of its tests, that it was stopped. If that fails, they see it on its row at their next look. */
export async function tellStopped(
  { temporal, log }: { temporal: Client; log: Logger },
  kind: StoppableKind,
  { tenantId, partId, experimentIds }: Owner & { experimentIds: string[] },
): Promise<void> {
  const ids = experimentIds.map((experimentId) => experimentWorkflowId({ tenantId, experimentId }));
  for (const workflowId of [kind.workflowId({ tenantId, partId }), ...ids]) {
    await temporal.workflow
      .getHandle(workflowId)
      .signal(cancelBroadcast)
      .catch((error: unknown) => log.warn({ err: error, workflowId }, 'a part that was stopped could not be told'));
  }
}
