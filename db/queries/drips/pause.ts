import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { findRule } from './definitions.ts';
import { enrol } from './enrolments.ts';
import { peopleOfEntry } from './entry-people.ts';
import { lookAnew, waitsByOldHours } from './hours.ts';
import { daysSince, findDripState } from './rounds.ts';
import { nextOf, findStep } from '../../../domain/drips/graph.ts';
import type { ResumeChoice } from '../../../domain/drips/drip.ts';

/** Drips that go on after a pause; without a choice who came due meanwhile is left as they are. */
export interface GoingOn {
  dripIds: readonly string[];
  nowIso: string;
  choice: ResumeChoice | undefined;
  /** Whether nobody moves yet, as their campaign is held: who waits by former hours is looked at anew when that goes on. */
  isCampaignHeld: boolean;
}

/**
 * Lets people of drips go on after a pause: who waits by hours that became others meanwhile is looked at anew, and to who came due what
 * is chosen applies. Returns how many those were.
 */
export async function goOn(db: TenantDb, going: GoingOn): Promise<number> {
  const { dripIds, nowIso, choice, isCampaignHeld } = going;
  await holdInOrder(db, going);
  if (!isCampaignHeld) await lookAnew(db, { dripIds, nowIso });
  let overdue = 0;
  if (choice) for (const dripId of dripIds) overdue += await resumeOverdue(db, { dripId, nowIso, choice });
  return overdue;
}

/** Holds whom it may be about in order of id, as whoever takes people away does: neither then waits for the other. */
async function holdInOrder(db: TenantDb, { dripIds, nowIso, choice }: GoingOn): Promise<void> {
  const movesOverdue = choice !== undefined && choice.overdue !== 'atOnce';
  await sql`
    select count(*) from (
      select from drip_positions
      where tenant_id = current_tenant() and drip_id = any(${sql.val([...dripIds])}::uuid[]) and ${isGoing}
        and (due_at > ${nowIso}::timestamptz and ${waitsByOldHours} or ${movesOverdue} and ${isOverdue(nowIso)})
      order by id for update) held`.execute(db);
}

interface Resumed {
  dripId: string;
  nowIso: string;
  choice: ResumeChoice;
}

async function resumeOverdue(db: TenantDb, { dripId, nowIso, choice }: Resumed): Promise<number> {
  switch (choice.overdue) {
    case 'atOnce':
      return countOverdue(db, dripId, nowIso);
    case 'spread':
      await letInOverdue(db, dripId, nowIso);
      return spread(db, { dripId, nowIso, hours: choice.hours });
    case 'skip':
      await db.updateTable('drips').set({ daysFrom: nowIso }).where('id', '=', dripId).execute();
      return skipOverdue(db, dripId, nowIso);
  }
}

/** Lets in by their dates those whose day came in the pause: a look would let all of them go at once. */
async function letInOverdue(db: TenantDb, dripId: string, nowIso: string): Promise<void> {
  const state = await findDripState(db, dripId);
  const rule = state && (await findRule(db, { dripId, number: state.currentVersion }));
  if (!rule || !state.scannedAt) return;
  for (const entry of rule.entries.filter(({ kind }) => kind === 'dateField')) {
    const sinceIso = daysSince(state.scannedAt, state).toISOString();
    const people = await peopleOfEntry(db, { entry, owner: { dripId }, sinceIso, nowIso, newOnly: false });
    if (people)
      await enrol(db, { dripId, nowIso, source: entry.kind, people, reentry: rule.reentry, limit: mostLetIn });
  }
}

/** Whoever is more comes in at the next look. */
const mostLetIn = 100_000;

/** Who is held by hand stays so, and is due at no time. */
const isGoing = sql`ended_at is null and state in ('enrolled', 'active')`;

const isOverdue = (nowIso: string) => sql`${isGoing} and due_at <= ${nowIso}::timestamptz and not (${waitsByOldHours})`;

async function countOverdue(db: TenantDb, dripId: string, nowIso: string): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*)::int as people from drip_positions where tenant_id = current_tenant() and drip_id = ${dripId}
      and ${isOverdue(nowIso)}`.execute(db);
  return rows[0]?.people ?? 0;
}

async function spread(db: TenantDb, input: { dripId: string; nowIso: string; hours: number }): Promise<number> {
  const { rows } = await sql`
    update drip_positions p
    set due_at = ${input.nowIso}::timestamptz + make_interval(secs => ${input.hours * 3600} * o.place / o.people)
    from (
      select id, row_number() over (order by due_at, id) - 1 as place, count(*) over () as people
      from drip_positions where tenant_id = current_tenant() and drip_id = ${input.dripId}
        and ${isOverdue(input.nowIso)}) o
    where p.tenant_id = current_tenant() and p.id = o.id
    returning 1`.execute(db);
  return rows.length;
}

/** A message that should have gone during the pause is left out: its people stand behind it. Other steps are only late. */
async function skipOverdue(db: TenantDb, dripId: string, nowIso: string): Promise<number> {
  const { rows: groups } = await sql<{ version: number; step: string; goesTo: string | null; waitsFor: string }>`
    select distinct version, step, goes_to, waits_for from drip_positions
    where tenant_id = current_tenant() and drip_id = ${dripId} and ${isOverdue(nowIso)}
      and step is not null and waits_for in ('time', 'window')`.execute(db);
  let people = 0;
  for (const { version, step, goesTo, waitsFor } of groups) {
    const steps = (await findRule(db, { dripId, number: version }))?.steps ?? [];
    const message = goesTo ?? (waitsFor === 'window' ? step : nextOf(steps, step));
    if (message === null || findStep(steps, message)?.kind !== 'send') continue;
    const { rows } = await sql`
      with moved as (
        update drip_positions p
        set step = ${message}, since = ${nowIso}::timestamptz, due_at = ${nowIso}::timestamptz, waits_for = 'nothing', goes_to = null
        where p.tenant_id = current_tenant() and p.drip_id = ${dripId} and ${isOverdue(nowIso)} and p.version = ${version}
          and p.step = ${step} and p.goes_to is not distinct from ${goesTo}::text and p.waits_for = ${waitsFor}
        returning p.id)
      insert into drip_moves (drip_id, position_id, step, at, outcome, reason)
      select ${dripId}::uuid, id, ${message}, ${nowIso}::timestamptz, 'skipped', 'pause' from moved
      returning 1`.execute(db);
    people += rows.length;
  }
  return people;
}
