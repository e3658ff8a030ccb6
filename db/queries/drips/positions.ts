import { sql } from 'kysely';
import type { LeaveReason, PositionState } from '../../../domain/drips/position.ts';
import type { TenantDb } from '../../connection.ts';

/** An enrolment that is due, locked, with what its next steps depend on. */
export interface DuePosition {
  id: string;
  personId: string;
  state: PositionState;
  step: string | null;
  dueAt: Date;
  waitsFor: string;
  goesTo: string | null;
  version: number;
  /** The person's zone, or the tenant's. */
  zone: string;
  /** Why the person must leave at once; null where nothing of the kind is known. */
  mustLeave: LeaveReason | null;
}

/**
 * Takes up to `limit` enrolments of a drip that are due at `nowIso` and locks them until the transaction ends; what somebody else
 * holds is left to them. The longest due come first.
 */
export async function lockDue(
  db: TenantDb,
  input: { dripId: string; nowIso: string; limit: number },
): Promise<DuePosition[]> {
  // Taken first and completed then: the order is the index's, so that a hundred thousand who are due are not sorted for each five hundred.
  const { rows } = await sql<DuePosition>`
    with due as materialized (
      select p.tenant_id, p.id, p.person_id, p.state, p.step, p.due_at, p.waits_for, p.goes_to, p.version
      from drip_positions p
      where p.tenant_id = current_tenant() and p.drip_id = ${input.dripId} and p.ended_at is null
        and p.state in ('enrolled', 'active') and p.due_at <= ${input.nowIso}::timestamptz
      order by p.due_at
      limit ${input.limit}
      for update of p skip locked)
    select p.id, p.person_id, p.state, p.step, p.due_at, p.waits_for, p.goes_to, p.version,
      coalesce(z.name, tz.name, 'UTC') as zone,
      case
        when person.erased_at is not null then 'erased'
        when s.reason = 'erased' then 'erased'
        when s.reason = 'hard_bounce' or person.email_status = 'bounced' then 'hard_bounce'
        when s.reason = 'complaint' then 'complaint'
        when s.reason is not null or person.consent = 'denied' then 'unsubscribed'
      end as must_leave
    from due p
    join people person on person.tenant_id = p.tenant_id and person.id = p.person_id
    join tenants t on t.tenant_id = p.tenant_id
    left join time_zones z on z.name = person.time_zone
    left join time_zones tz on tz.name = t.time_zone
    left join suppressions s on s.tenant_id = p.tenant_id and s.address_hash = person.email_hash
    order by p.due_at, p.id`.execute(db);
  return rows;
}

/** Where an enrolment stands after a move. */
export interface PositionMark {
  id: string;
  state: PositionState;
  step: string | null;
  sinceIso: string;
  dueIso: string | null;
  waitsFor: 'time' | 'message' | 'window' | 'webhook' | 'nothing';
  reason: LeaveReason | null;
}

/** What happened at a step. */
export interface MoveRow {
  positionId: string;
  step: string;
  atIso: string;
  outcome: string;
  reason: string | null;
}

/** Writes where enrolments stand now, in one statement. Those that are over get `nowIso` as their end. */
export async function markPositions(db: TenantDb, marks: readonly PositionMark[], nowIso: string): Promise<void> {
  if (marks.length === 0) return;
  await sql`
    update drip_positions p
    set state = m.state, step = m.step, since = m.since, due_at = m.due_at, waits_for = m.waits_for, reason = m.reason,
      goes_to = null,
      goal_at = case when m.reason = 'goal' then ${nowIso}::timestamptz end,
      ended_at = case when m.state in ('completed', 'exited', 'failed') then ${nowIso}::timestamptz end
    from unnest(${marks.map(({ id }) => id)}::uuid[], ${marks.map(({ state }) => state)}::text[],
      ${marks.map(({ step }) => step)}::text[], ${marks.map(({ sinceIso }) => sinceIso)}::text[]::timestamptz[],
      ${marks.map(({ dueIso }) => dueIso)}::text[]::timestamptz[], ${marks.map(({ waitsFor }) => waitsFor)}::text[],
      ${marks.map(({ reason }) => reason)}::text[])
      as m (id, state, step, since, due_at, waits_for, reason)
    where p.tenant_id = current_tenant() and p.id = m.id and p.id = any(${marks.map(({ id }) => id)}::uuid[])`.execute(
    db,
  );
}

/** Keeps what happened. */
export async function insertMoves(db: TenantDb, dripId: string, moves: readonly MoveRow[]): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    insert into drip_moves (drip_id, position_id, step, at, outcome, reason)
    select ${dripId}::uuid, m.* from unnest(${moves.map(({ positionId }) => positionId)}::uuid[],
      ${moves.map(({ step }) => step)}::text[], ${moves.map(({ atIso }) => atIso)}::text[]::timestamptz[],
      ${moves.map(({ outcome }) => outcome)}::text[], ${moves.map(({ reason }) => reason)}::text[]) m`.execute(db);
}

/**
 * Takes over what became of messages: who waited for one goes on from the moment it was sent, or was found to be skipped or lost.
 * Returns how many.
 */
export async function settleMessages(db: TenantDb, dripId: string, nowIso: string): Promise<number> {
  const { rows } = await sql<{ settled: number }>`
    with settled as (
      select p.tenant_id, p.id, p.step, m.status, m.reason, coalesce(m.sent_at, ${nowIso}::timestamptz) as at
      from drip_positions p
      join drip_steps s on s.tenant_id = p.tenant_id and s.drip_id = p.drip_id and s.key = p.step
      -- "offset 0" keeps it a look-up per person: joined, all that the tenant has ever sent would be read for each look.
      cross join lateral (
        select * from messages
        where tenant_id = p.tenant_id and person_id = p.person_id and source_id = s.id and occurrence = p.id offset 0) m
      where p.tenant_id = current_tenant() and p.drip_id = ${dripId} and p.ended_at is null and p.due_at is null
        and p.state = 'active' and p.waits_for = 'message'
        and m.status in ('sent', 'skipped', 'failed', 'uncertain', 'cancelled')
      for update of p skip locked),
    freed as (
      update drip_positions p set due_at = settled.at, waits_for = 'nothing'
      from settled where p.tenant_id = settled.tenant_id and p.id = settled.id),
    kept as (
      insert into drip_moves (drip_id, position_id, step, at, outcome, reason)
      select ${dripId}::uuid, id, step, at, status, reason from settled)
    select count(*)::int as settled from settled`.execute(db);
  return rows[0]?.settled ?? 0;
}

/** What is left to do in a drip: how many people are in it, and when the next of them is due. */
export interface DripOutlook {
  open: number;
  nextDueAt: Date | null;
}

/** Reads the outlook. A paused person is in the drip and due at no time. */
export async function readOutlook(db: TenantDb, dripId: string): Promise<DripOutlook> {
  const { rows } = await sql<DripOutlook>`
    select count(*)::int as open, min(due_at) filter (where state in ('enrolled', 'active')) as next_due_at
    from drip_positions where tenant_id = current_tenant() and drip_id = ${dripId} and ended_at is null`.execute(db);
  return rows[0] ?? { open: 0, nextDueAt: null };
}

/** When the next of those who are in a drip is due; null: nobody is. */
export async function findNextDue(db: TenantDb, dripId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('dripPositions')
    .select('dueAt')
    .where('dripId', '=', dripId)
    .where('endedAt', 'is', null)
    .where('state', 'in', ['enrolled', 'active'])
    .where('dueAt', 'is not', null)
    .orderBy('dueAt')
    .limit(1)
    .executeTakeFirst();
  return row?.dueAt ?? null;
}

/** Ends enrolments that are still open, for a reason; returns their ids. What is queued for them is not sent any more. */
export async function leaveDrips(
  db: TenantDb,
  input: {
    reason: LeaveReason;
    nowIso: string;
    dripId?: string;
    personIds?: readonly string[];
    ids?: readonly string[];
  },
): Promise<string[]> {
  const { dripId, personIds, ids } = input;
  const { rows } = await sql<{ id: string }>`
    with gone as (
      update drip_positions p
      set state = 'exited', reason = ${input.reason}, ended_at = ${input.nowIso}::timestamptz, due_at = null, waits_for = 'nothing',
        goal_at = case when ${input.reason} = 'goal' then ${input.nowIso}::timestamptz end
      where p.tenant_id = current_tenant() and p.ended_at is null
        ${dripId === undefined ? sql`` : sql`and p.drip_id = ${dripId}`}
        ${personIds === undefined ? sql`` : sql`and p.person_id = any(${sql.val([...personIds])}::uuid[])`}
        ${ids === undefined ? sql`` : sql`and p.id = any(${sql.val([...ids])}::uuid[])`}
      returning p.id, p.drip_id, p.step),
    kept as (
      insert into drip_moves (drip_id, position_id, step, at, outcome, reason)
      select drip_id, id, step, ${input.nowIso}::timestamptz, 'left', ${input.reason} from gone where step is not null)
    select id from gone`.execute(db);
  return rows.map(({ id }) => id);
}
