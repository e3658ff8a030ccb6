import { sql } from 'kysely';
import type { LeaveReason } from '../../../domain/drips/position.ts';
import type { PartStop } from '../../../domain/parts/end.ts';
import type { TenantDb } from '../../connection.ts';
import { incrementCounters } from './counters.ts';
import { cancelStrayCalls } from '../drips/calls.ts';
import { findStepIds } from '../drips/definitions.ts';
import { leaveDrips } from '../drips/positions.ts';
import { cancelSource, countProgress, markLost, type TakenBackReason } from './source-progress.ts';

/** What ended: the numbers go on record. */
export interface Emptied {
  people: number;
  messages: number;
}

/** What stopping a part would touch, in numbers. */
export type Touched = Omit<PartStop, 'sentence'>;

/** Takes back what is queued of some sources, and lists as uncertain what workers that are gone left on its way. Returns how many. */
export async function takeBack(db: TenantDb, sourceIds: readonly string[], reason: TakenBackReason): Promise<number> {
  let messages = 0;
  // In one order, so that two who take back do not wait for each other.
  for (const sourceId of [...sourceIds].sort()) {
    const lost = await markLost(db, sourceId);
    const cancelled = await cancelSource(db, sourceId, reason);
    messages += cancelled;
    await incrementCounters(db, [
      { sourceId, name: 'uncertain', by: lost },
      { sourceId, name: 'cancelled', by: cancelled },
    ]);
  }
  return messages;
}

/** Everybody leaves a drip for a reason, and what is queued of it is taken back. What a worker has in flight lands. */
export async function emptyDrip(
  db: TenantDb,
  ending: { dripId: string; reason: LeaveReason; takenBack: TakenBackReason; nowIso: string },
): Promise<Emptied> {
  const { dripId, reason, takenBack, nowIso } = ending;
  const people = (await leaveDrips(db, { dripId, reason, nowIso })).length;
  await cancelStrayCalls(db, dripId, nowIso);
  return { people, messages: await takeBack(db, [...(await findStepIds(db, dripId)).values()], takenBack) };
}

/** Keeps that a nurture programme is over for who is in it, and why. Returns for how many. */
export async function leaveNurture(
  db: TenantDb,
  ending: { nurtureId: string; reason: 'stopped' | 'ended'; nowIso: string },
): Promise<number> {
  const { rows } = await sql`
    update nurture_members set left_at = ${ending.nowIso}::timestamptz, left_reason = ${ending.reason}
    where tenant_id = current_tenant() and nurture_id = ${ending.nurtureId} and left_at is null
    returning 1`.execute(db);
  return rows.length;
}

/** The sources of a nurture programme's messages: its items. */
export async function listItemIds(db: TenantDb, nurtureId: string): Promise<string[]> {
  const rows = await db.selectFrom('nurtureItems').select('id').where('nurtureId', '=', nurtureId).execute();
  return rows.map(({ id }) => id);
}

/** Whom stopping a drip touches. */
export async function touchedByDripStop(db: TenantDb, dripId: string): Promise<Touched> {
  const { people } = await db
    .selectFrom('dripPositions')
    .select(({ fn }) => fn.countAll<number>().as('people'))
    .where('dripId', '=', dripId)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return { people, ...(await onTheRoad(db, [...(await findStepIds(db, dripId)).values()])) };
}

/** Whom stopping a nurture programme touches. */
export async function touchedByNurtureStop(db: TenantDb, nurtureId: string): Promise<Touched> {
  const { people } = await db
    .selectFrom('nurtureMembers')
    .select(({ fn }) => fn.countAll<number>().as('people'))
    .where('nurtureId', '=', nurtureId)
    .where('leftAt', 'is', null)
    .executeTakeFirstOrThrow();
  return { people, ...(await onTheRoad(db, await listItemIds(db, nurtureId))) };
}

async function onTheRoad(db: TenantDb, sourceIds: readonly string[]): Promise<Omit<Touched, 'people'>> {
  let [queued, inFlight] = [0, 0];
  for (const sourceId of sourceIds) {
    const progress = await countProgress(db, sourceId);
    queued += progress.left - progress.inFlight;
    inFlight += progress.inFlight;
  }
  return { queued, inFlight };
}
