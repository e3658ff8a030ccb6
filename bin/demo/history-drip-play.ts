import { sql } from 'kysely';
import { advanceBatch } from '../../activities/drips/journey.ts';
import { openPass } from '../../activities/drips/pass.ts';
import type { DripMoment } from '../../activities/drips/drips.ts';
import type { TenantDb } from '../../db/connection.ts';
import { rebuildCounters } from '../../db/queries/parts/counters.ts';
import { findStepIds } from '../../db/queries/drips/definitions.ts';
import { enrol } from '../../db/queries/drips/enrolments.ts';
import { pausePerson, skipStep } from '../../db/queries/drips/people.ts';
import { leaveDrips, readOutlook, settleMessages } from '../../db/queries/drips/positions.ts';
import { setWake } from '../../db/queries/drips/rounds.ts';
import { knownBy, seedConsequences, seedEvents, seedResponses } from './history-sends.ts';

/** One look at a drip at a moment: who has come onto the list comes in, all who are due move, and their mail goes. */
export async function play(
  db: TenantDb,
  { ref, listId, owner }: { ref: DripMoment; listId: string; owner: string },
): Promise<void> {
  const { dripId, now } = ref;
  const people = sql`
    select person_id, null::text as occasion from list_people
    where tenant_id = current_tenant() and list_id = ${listId}::uuid and added_at <= ${now}::timestamptz`;
  const reentry = { allowed: false, afterDays: 0 };
  await enrol(db, { dripId, nowIso: now, source: 'list', people, reentry });
  const { pass } = await openPass(db, { ...ref, listMembers: async () => [owner] });
  for (let isMoving = true; isMoving; isMoving = (await deliver(db, ref)) > 0) {
    while ((await advanceBatch(db, pass, 500)) > 0);
  }
}

/** Tells what became of the mail that was put on the road: sent and perhaps read, or left out for want of consent. */
async function deliver(db: TenantDb, { dripId, now }: DripMoment): Promise<number> {
  const at = sql`${now}::timestamptz`;
  const dice = (what: string) => sql`(abs(hashtext(${what} || p.external_id || ${knownBy})) % 100)`;
  const within = (share: number, minutes: number) =>
    sql`case when may_go and ${dice('reads')} < ${share} and ${at} + make_interval(mins => ${minutes}) < now()
      then ${at} + make_interval(mins => ${minutes}) end`;
  const { rows } = await sql`
    update message_batches set finished_at = ${at}, created_at = ${at}
    where tenant_id = current_tenant() and part_id = ${dripId}::uuid and finished_at is null
    returning id`.execute(db);
  if (rows.length === 0) return 0;
  await sql`
    update messages m set status = case when may_go then 'sent' else 'skipped' end, reason = case when not may_go then 'no_consent' end,
      attempts = may_go::int, counted_at = case when may_go then ${at} end, sending_at = case when may_go then ${at} end,
      sent_at = case when may_go then ${at} end, opened_at = ${within(64, 190)}, clicked_at = ${within(33, 200)}
    from people p, lateral (select p.consent = 'granted' as may_go) consent
    where m.tenant_id = current_tenant() and m.status = 'queued' and p.tenant_id = m.tenant_id and p.id = m.person_id
      and m.batch_id = any(${rows.map((row) => (row as { id: string }).id)}::uuid[])`.execute(db);
  return settleMessages(db, dripId, now);
}

/** What does not come from the engine: one is held, one was led past a step, one answered, one unsubscribed, one was taken out. */
export async function tellStories(db: TenantDb, { dripId, now }: DripMoment): Promise<void> {
  const { rows } = await sql<{ id: string; personId: string }>`
    select id, person_id from drip_positions
    where tenant_id = current_tenant() and drip_id = ${dripId}::uuid and waits_for = 'time' and step in ('rest', 'pause')
    order by enrolled_at limit 5`.execute(db);
  const [held, led, answered, unsubscribed, takenOut] = rows;
  if (held) await pausePerson(db, held.id);
  if (led) await skipStep(db, led.id, now);
  if (answered) await leaveDrips(db, { ids: [answered.id], reason: 'replied', nowIso: now });
  if (takenOut) await leaveDrips(db, { ids: [takenOut.id], reason: 'by_hand', nowIso: now });
  if (!unsubscribed) return;
  await sql`
    update messages set unsubscribed_at = ${now}::timestamptz where tenant_id = current_tenant() and id = (
      select id from messages where tenant_id = current_tenant() and person_id = ${unsubscribed.personId}::uuid
        and occurrence = ${unsubscribed.id}::uuid and status = 'sent' order by sent_at desc limit 1)`.execute(db);
  await leaveDrips(db, { ids: [unsubscribed.id], reason: 'unsubscribed', nowIso: now });
}

/** Writes the events and counts of its messages, and when somebody is due next. */
export async function countDrip(db: TenantDb, { campaignId, dripId, now }: DripMoment): Promise<void> {
  for (const sourceId of (await findStepIds(db, dripId)).values()) {
    await seedEvents(db, { campaignId, sourceId });
    await seedResponses(db, { campaignId, sourceId });
    await seedConsequences(db, sourceId);
    await rebuildCounters(db, sourceId);
  }
  await setWake(db, dripId, {
    restsUntil: now,
    read: () => readOutlook(db, dripId),
    wakeAt: ({ nextDueAt }) => nextDueAt?.toISOString() ?? null,
  });
}
