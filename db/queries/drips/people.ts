import { sql } from 'kysely';
import type { PositionState } from '../../../domain/drips/position.ts';
import type { TenantDb } from '../../connection.ts';

/** An enrolment with whose it is, for lists. */
export interface PositionRow {
  id: string;
  dripId: string;
  personId: string;
  personName: string;
  email: string | null;
  state: PositionState;
  step: string | null;
  since: Date;
  dueAt: Date | null;
  waitsFor: 'time' | 'message' | 'window' | 'webhook' | 'nothing';
  goesTo: string | null;
  version: number;
  reason: string | null;
  enrolledAt: Date;
  endedAt: Date | null;
  /** Of the call that the person waits for: why it did not do so far, and when it is tried again. */
  callProblem: string | null;
  callNextTryAt: Date | null;
}

function positions(db: TenantDb) {
  return db
    .selectFrom('dripPositions as p')
    .innerJoin('people as person', (join) =>
      join.onRef('person.tenantId', '=', 'p.tenantId').onRef('person.id', '=', 'p.personId'),
    )
    .leftJoin('dripCalls as call', (join) =>
      join
        .onRef('call.tenantId', '=', 'p.tenantId')
        .onRef('call.positionId', '=', 'p.id')
        .onRef('call.step', '=', 'p.step')
        .on('p.waitsFor', '=', 'webhook')
        .on('call.status', '=', 'waiting'),
    )
    .select(['call.problem as callProblem', 'call.nextTryAt as callNextTryAt'])
    .select(['p.id', 'p.dripId', 'p.personId', 'person.email', 'p.state', 'p.step', 'p.since', 'p.dueAt', 'p.waitsFor'])
    .select(['p.goesTo', 'p.version', 'p.reason', 'p.enrolledAt', 'p.endedAt'])
    .select(
      sql<string>`trim(coalesce(person.first_name, '') || ' ' || coalesce(person.last_name, ''))`.as('personName'),
    )
    .$castTo<PositionRow>();
}

/** Whom a list is narrowed to: those at a step (null: not asked), those in a state, those who are in it. */
export interface PositionFilter {
  step?: string;
  state?: PositionState;
  isOpen?: boolean;
}

/** One page of a drip's enrolments, newest first; `before` is the id of the last of the page before. */
export function listPositions(
  db: TenantDb,
  input: { dripId: string; filter: PositionFilter; before: string | null; limit: number },
): Promise<PositionRow[]> {
  const { filter, before } = input;
  return positions(db)
    .where('p.dripId', '=', input.dripId)
    .$if(filter.step !== undefined, (query) => query.where('p.step', '=', filter.step ?? null))
    .$if(filter.state !== undefined, (query) => query.where('p.state', '=', filter.state ?? 'active'))
    .$if(filter.isOpen === true, (query) => query.where('p.endedAt', 'is', null))
    .$if(before !== null, (query) => query.where('p.id', '<', before))
    .orderBy('p.id', 'desc')
    .limit(input.limit)
    .execute();
}

/** The enrolment by which a person is in a drip now, or was last; undefined where they never were. */
export function findPosition(db: TenantDb, dripId: string, personId: string): Promise<PositionRow | undefined> {
  return positions(db)
    .where('p.dripId', '=', dripId)
    .where('p.personId', '=', personId)
    .orderBy(sql`p.ended_at is null`, 'desc')
    .orderBy('p.id', 'desc')
    .executeTakeFirst();
}

/** A person's enrolments in all drips, newest first, with the names of drip and campaign. */
export function listJourneys(db: TenantDb, personId: string, limit: number) {
  return positions(db)
    .innerJoin('drips as d', (join) => join.onRef('d.tenantId', '=', 'p.tenantId').onRef('d.id', '=', 'p.dripId'))
    .innerJoin('campaigns as c', (join) =>
      join.onRef('c.tenantId', '=', 'd.tenantId').onRef('c.id', '=', 'd.campaignId'),
    )
    .select(['d.name as dripName', 'c.id as campaignId', 'c.name as campaignName'])
    .where('p.personId', '=', personId)
    .orderBy('p.id', 'desc')
    .limit(limit)
    .execute();
}

/** What happened in some enrolments, in order. */
export function listMoves(db: TenantDb, positionIds: readonly string[]) {
  return db
    .selectFrom('dripMoves')
    .select(['positionId', 'at', 'step', 'outcome', 'reason'])
    .where('positionId', '=', sql<string>`any(${sql.val([...positionIds])}::uuid[])`)
    .orderBy('id')
    .limit(5000)
    .execute();
}

/** Holds a person where they are; false where they are not in the drip, or held already. */
export async function pausePerson(db: TenantDb, positionId: string): Promise<boolean> {
  const row = await db
    .updateTable('dripPositions')
    .set({ state: 'paused' })
    .where('id', '=', positionId)
    .where('state', 'in', ['enrolled', 'active'])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Waits for claims of a person's messages that are being made, and lets none begin until the transaction ends. */
async function awaitClaims(db: TenantDb, positionId: string): Promise<void> {
  await sql`
    select from message_batches where tenant_id = current_tenant() and id in (
      select m.batch_id from drip_positions p join messages m on m.tenant_id = p.tenant_id and m.person_id = p.person_id
        and m.occurrence = p.id
      where p.tenant_id = current_tenant() and p.id = ${positionId} and m.status = 'queued')
    order by id for no key update`.execute(db);
}

/**
 * Lets a held person go on; false where they are not held. A message that was not sent because they were held is put on the road
 * again; what has come due meanwhile follows at once.
 */
export async function resumePerson(db: TenantDb, positionId: string, nowIso: string): Promise<boolean> {
  // A claim that saw them held skips the message: that is to be seen here.
  await awaitClaims(db, positionId);
  const { rows } = await sql`
    update drip_positions p
    set state = case when p.step is null then 'enrolled' else 'active' end,
      waits_for = case when held.id is null then p.waits_for else 'window' end,
      due_at = case when held.id is null then p.due_at else ${nowIso}::timestamptz end
    from drip_positions self
    left join drip_steps s on s.tenant_id = self.tenant_id and s.drip_id = self.drip_id and s.key = self.step
    left join messages held on held.tenant_id = self.tenant_id and held.person_id = self.person_id and held.source_id = s.id
      and held.occurrence = self.id and held.status = 'skipped' and held.reason = 'drip_paused' and self.waits_for = 'message'
    where p.tenant_id = current_tenant() and p.id = ${positionId} and p.state = 'paused'
      and self.tenant_id = p.tenant_id and self.id = p.id
    returning 1`.execute(db);
  return rows.length > 0;
}

/**
 * Leaves out the step that a person stands at: they go on with the next round. A message of it that has not gone is taken back.
 * False where they are not in the drip or before its first step.
 */
export async function skipStep(db: TenantDb, positionId: string, nowIso: string): Promise<boolean> {
  // What was claimed is on its way and is left alone.
  await awaitClaims(db, positionId);
  const { rows } = await sql`
    with skipped as (
      update drip_positions p set waits_for = 'nothing', due_at = ${nowIso}::timestamptz
      where p.tenant_id = current_tenant() and p.id = ${positionId} and p.state = 'active' and p.step is not null
        and p.waits_for <> 'nothing'
      returning p.tenant_id, p.id, p.drip_id, p.person_id, p.step),
    taken_back as (
      update messages m set status = 'cancelled', reason = 'step_skipped'
      from skipped p join drip_steps s on s.tenant_id = p.tenant_id and s.drip_id = p.drip_id and s.key = p.step
      where m.tenant_id = p.tenant_id and m.person_id = p.person_id and m.source_id = s.id and m.occurrence = p.id
        and m.status = 'queued' and not exists (select from message_batches b
          where b.tenant_id = m.tenant_id and b.id = m.batch_id and m.id = any(b.window_ids))
      returning m.source_id),
    counted as (
      insert into source_counters as c (source_id, name, value) select source_id, 'cancelled', 1 from taken_back
      on conflict (tenant_id, source_id, name) do update set value = c.value + excluded.value)
    insert into drip_moves (drip_id, position_id, step, at, outcome, reason)
    select drip_id, id, step, ${nowIso}::timestamptz, 'skipped', 'by_hand' from skipped
    returning 1`.execute(db);
  return rows.length > 0;
}

/** Counts of one step. */
export interface StepCounts {
  step: string;
  waiting: number;
  wentOn: number;
  left: number;
  nextDueAt: Date | null;
  nextDue: number;
  counters: Record<string, number>;
  /** Calls of a webhook by their status. */
  calls: Record<string, number>;
}

/** How every step of a drip does, from the rows; and how many ever came into the drip. */
export async function countSteps(db: TenantDb, dripId: string): Promise<{ enrolled: number; steps: StepCounts[] }> {
  const { rows } = await sql<StepCounts>`
    with standing as (
      select step, count(*)::int as people, min(next_due_at) as next_due_at,
        -- A drip moves together what comes due within a minute.
        count(*) filter (where next_due_at is not null and due_at < next_due_at + interval '1 minute' and state <> 'paused')::int as next_due
      from (
        select step, state, due_at, min(due_at) filter (where state <> 'paused') over (partition by step) as next_due_at
        from drip_positions
        where tenant_id = current_tenant() and drip_id = ${dripId} and ended_at is null and step is not null
          -- Who has the outcome of a step stands there for a moment still, and is counted as having gone on.
          and waits_for <> 'nothing') here
      group by step),
    moved as (
      select step, count(*) filter (where outcome <> 'left')::int as went_on, count(*) filter (where outcome = 'left')::int as gone
      from drip_moves where tenant_id = current_tenant() and drip_id = ${dripId} group by step)
    select s.key as step, coalesce(standing.people, 0) as waiting, coalesce(moved.went_on, 0) as went_on,
      coalesce(moved.gone, 0) as left,
      standing.next_due_at, coalesce(standing.next_due, 0) as next_due, coalesce((select jsonb_object_agg(c.name, c.value) from source_counters c
        where c.tenant_id = s.tenant_id and c.source_id = s.id), '{}') as counters,
      coalesce((select jsonb_object_agg(status, calls) from (
        select status, count(*) as calls from drip_calls c
        where c.tenant_id = s.tenant_id and c.drip_id = s.drip_id and c.step = s.key group by status) counted), '{}') as calls
    from drip_steps s
    left join standing on standing.step = s.key
    left join moved on moved.step = s.key
    where s.tenant_id = current_tenant() and s.drip_id = ${dripId}`.execute(db);
  const enrolled = await db
    .selectFrom('dripPositions')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('dripId', '=', dripId)
    .executeTakeFirstOrThrow();
  return { enrolled: enrolled.count, steps: rows };
}
