import { cancellationSignal, CancelledFailure, heartbeat } from '@temporalio/activity';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { enrol, namedPeople, requestWake } from '../../db/queries/drips/enrolments.ts';
import { findDrip } from '../../db/queries/drips/drips.ts';
import { deleteIntakePeople, insertIntakePeople, takeIntakePeople } from '../../db/queries/intakes/people.ts';
import {
  findIntake,
  incrementIntake,
  lockIntake,
  markIntake,
  markIntakeFixed,
  type StoredIntake,
} from '../../db/queries/intakes/intakes.ts';
import { setChangedBy } from '../../db/queries/members/history.ts';
import { insertMembers } from '../../db/queries/members/members.ts';
import { addNurtureMembers } from '../../db/queries/nurtures/members.ts';
import { findNurture } from '../../db/queries/nurtures/nurtures.ts';
import { DomainError } from '../../domain/errors.ts';
import type { JobStatus } from '../../domain/imports/import.ts';
import { isOpen } from '../../domain/nurtures/nurture.ts';
import { hasEnded } from '../../domain/parts/end.ts';
import { systemActor } from '../../domain/policy/actor.ts';
import type { IntakeRef } from '../../workflows/intakes/intake-people.ts';
import type { ActivityDeps } from '../deps.ts';
import { wakeDripOf } from '../tenants/wake-neglected.ts';

/** People taken in in one transaction. */
const batchSize = 5_000;

/** Fixing a million people takes longer than a heartbeat may. */
const beatMs = 10_000;

/** Counts only: what the workflow shows in the web console. */
export interface IntakeSummary {
  status: JobStatus;
  done: number;
  added: number;
}

/** The activities of an intake, as workflows see them. */
export type IntakeActivities = ReturnType<typeof createIntakeActivities>;

/** Makes the activities that take large groups into campaigns, drips and nurture programmes. */
export function createIntakeActivities({ database, temporal }: Pick<ActivityDeps, 'database' | 'temporal'>) {
  const { db } = database;
  return {
    /**
     * Fixes who they are and takes them in, some at a time, until nobody is left or the intake is cancelled. May be run again at any
     * time, also while another one still runs: nobody comes in twice.
     */
    async takePeopleIn({ tenantId, intakeId }: IntakeRef): Promise<void> {
      const beat = setInterval(() => heartbeat(), beatMs);
      try {
        await withTenant(db, tenantId, (db) => begin(db, intakeId));
        for (let isMore = true; isMore;) {
          if (cancellationSignal().aborted) throw new CancelledFailure('The worker shuts down.');
          const nowIso = new Date().toISOString();
          const { dripId, ...batch } = await withTenant(db, tenantId, (db) =>
            takeSome(db, { intakeId, tenantId, nowIso }),
          );
          if (dripId) await wakeDripOf(temporal, { tenantId, dripId });
          isMore = batch.isMore;
        }
      } finally {
        clearInterval(beat);
      }
    },

    /**
     * Ends a cancelled intake and deletes the list of people that it had not taken in; a completed one stays completed. One whose campaign
     * was deleted counts as cancelled.
     */
    async endIntake({ tenantId, intakeId }: IntakeRef): Promise<IntakeSummary> {
      return withTenant(db, tenantId, async (db) => {
        await end(db, { tenantId, intakeId }, { from: ['queued', 'cancelling'], to: 'cancelled' });
        await deleteIntakePeople(db, intakeId);
        const found = await findIntake(db, intakeId);
        if (!found) return { status: 'cancelled', done: 0, added: 0 };
        const { done, added } = found.progress;
        return { status: found.status, done, added };
      });
    },

    /** Ends an intake that cannot go on; the sentence is shown to people. */
    async failIntake({ tenantId, intakeId, failure }: IntakeRef & { failure: string }): Promise<void> {
      await withTenant(db, tenantId, (db) =>
        end(db, { tenantId, intakeId }, { from: ['queued', 'running', 'cancelling'], to: 'failed', failure }),
      );
    },

    /** Asks a running intake to stop after the people it is at. */
    async requestIntakeCancel({ tenantId, intakeId }: IntakeRef): Promise<boolean> {
      return withTenant(db, tenantId, (db) =>
        markIntake(db, intakeId, { from: ['queued', 'running'], to: 'cancelling' }),
      );
    },
  };
}

/**
 * Fixes who they are, once: who is in the list, the campaign or the segment at this moment, where the times in a segment's rules count
 * from when somebody asked for it. Who comes into the source later is not taken in.
 */
async function begin(db: TenantDb, intakeId: string): Promise<void> {
  await markIntake(db, intakeId, { from: ['queued'], to: 'running' });
  const found = await lockIntake(db, intakeId);
  if (found?.status !== 'running' || found.progress.people !== null) return;
  const { source, createdAt: nowIso } = found;
  await markIntakeFixed(db, intakeId, await insertIntakePeople(db, { intakeId, source, nowIso }));
}

interface Batch {
  intakeId: string;
  tenantId: string;
  nowIso: string;
}

/** Takes the next people in; `dripId` where its workflow has to be told. */
async function takeSome(
  db: TenantDb,
  { intakeId, tenantId, nowIso }: Batch,
): Promise<{ isMore: boolean; dripId?: string }> {
  const found = await lockIntake(db, intakeId);
  if (found?.status !== 'running') return { isMore: false };
  const personIds = await takeIntakePeople(db, intakeId, batchSize);
  const added = personIds.length > 0 ? await admit(db, found, { personIds, nowIso }) : 0;
  await incrementIntake(db, intakeId, { done: personIds.length, added });
  // Whom a merge put in the place of somebody else is seen by the next one.
  const isMore = personIds.length > 0;
  if (!isMore) await end(db, { tenantId, intakeId }, { from: ['running'], to: 'completed' });
  const isDrip = found.target === 'drip' && added > 0;
  return { isMore, ...(isDrip && (await requestWake(db, found.targetId, nowIso)) ? { dripId: found.targetId } : {}) };
}

/** Lets people into what the intake is for, by the rules that hold for whoever comes in by hand; returns how many came in. */
async function admit(
  db: TenantDb,
  { campaignId, source, terms, createdBy, createdByKind }: StoredIntake,
  { personIds, nowIso }: { personIds: string[]; nowIso: string },
): Promise<number> {
  const people = namedPeople(personIds);
  switch (terms.target) {
    case 'campaign': {
      await setChangedBy(db, { kind: createdByKind, name: createdBy }, source.kind);
      return (await insertMembers(db, { campaignId, personIds, statusId: terms.statusId, source: source.kind })).size;
    }
    case 'drip': {
      const drip = await findDrip(db, terms.targetId);
      if (!drip || !['running', 'paused'].includes(drip.status) || drip.entryClosedAt || hasEnded(drip.endAt, nowIso))
        throw closed('drip');
      const { targetId: dripId, reentry } = terms;
      return (await enrol(db, { dripId, nowIso, source: 'by_hand', people, reentry })).length;
    }
    case 'nurture': {
      const nurture = await findNurture(db, terms.targetId);
      if (!nurture || !isOpen(nurture.status) || hasEnded(nurture.endAt, nowIso)) throw closed('nurture programme');
      return addNurtureMembers(db, { nurtureId: terms.targetId, stream: terms.stream, nowIso, people });
    }
  }
}

function closed(what: string): DomainError {
  return new DomainError(
    'conflict',
    `The ${what} ended or was closed meanwhile, so nobody else comes in. Who came in before stays in.`,
  );
}

/** Ends an intake. The audit log names how many they were; who they were stands where they came in. */
async function end(
  db: TenantDb,
  { tenantId, intakeId }: IntakeRef,
  move: { from: readonly JobStatus[]; to: JobStatus; failure?: string },
): Promise<void> {
  if (!(await markIntake(db, intakeId, move))) return;
  const found = await findIntake(db, intakeId);
  if (!found) return;
  const { target, targetId, source, sourceName, progress, createdBy } = found;
  await insertAudit(db, systemActor(tenantId, 'Intake'), {
    action: `intake.${move.to}`,
    entityKind: 'campaign',
    entityId: found.campaignId,
    after: { [target]: targetId, from: `${source.kind} ${sourceName}`, people: progress.added, askedBy: createdBy },
  });
}
