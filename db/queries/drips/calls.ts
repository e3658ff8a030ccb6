import { sql } from 'kysely';
import type { StepOf } from '../../../domain/drips/steps.ts';
import type { TenantDb } from '../../connection.ts';

/** Asks for the call of a step for people who came to it, once per enrolment and step. */
export async function insertCalls(
  db: TenantDb,
  input: { dripId: string; step: StepOf<'webhook'>; nowIso: string; positionIds: readonly string[] },
): Promise<void> {
  const { dripId, step, nowIso, positionIds } = input;
  await sql`
    insert into drip_calls (drip_id, position_id, step, url, on_failure, next_try_at, created_at)
    select ${dripId}::uuid, position_id, ${step.key}, ${step.url}, ${step.onFailure}, ${nowIso}::timestamptz, ${nowIso}::timestamptz
    from unnest(${sql.val([...positionIds])}::uuid[]) as w (position_id) order by position_id
    on conflict (tenant_id, position_id, step) do nothing`.execute(db);
}

/** A call that is being made, with whom it is about. */
export interface LeasedCall {
  id: string;
  dripId: string;
  url: string;
  /** This attempt counted. */
  attempts: number;
  createdAt: Date;
  step: string;
  stepName: string;
  dripName: string;
  campaignId: string;
  campaignName: string;
  personId: string;
  externalId: string | null;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
}

/** Calls that may be made: their people wait for them, and neither drip nor campaign nor sending as a whole is stopped. */
const mayBeMade = sql`
  drip_calls c
  join drip_positions p on p.tenant_id = c.tenant_id and p.id = c.position_id and p.state = 'active' and p.step = c.step
    and p.waits_for = 'webhook'
  join drips d on d.tenant_id = c.tenant_id and d.id = c.drip_id
  join drip_steps s on s.tenant_id = c.tenant_id and s.drip_id = c.drip_id and s.key = c.step
  where c.tenant_id = current_tenant() and c.status = 'waiting' and may_send('drip', s.id, d.campaign_id)`;

/**
 * Takes up to `limit` calls that are due at `nowIso` and holds them for two minutes under `leaseId`; what somebody else holds is left
 * to them. A lease that ran out is taken again: the target knows a call by its id.
 */
export async function leaseCalls(
  db: TenantDb,
  input: { nowIso: string; leaseId: string; limit: number },
): Promise<LeasedCall[]> {
  const { rows } = await sql<LeasedCall>`
    with taken as (
      select c.id from ${mayBeMade} and c.next_try_at <= ${input.nowIso}::timestamptz
        and (c.leased_until is null or c.leased_until < now())
      order by c.next_try_at, c.id limit ${input.limit} for update of c skip locked),
    leased as (
      update drip_calls c set lease_id = ${input.leaseId}::uuid, leased_until = now() + interval '2 minutes', attempts = attempts + 1
      from taken where c.tenant_id = current_tenant() and c.id = taken.id
      returning c.*)
    select c.id, c.drip_id, c.url, c.attempts, c.created_at, c.step, d.name as drip_name, ca.id as campaign_id,
      ca.name as campaign_name, person.id as person_id, person.external_id, person.email, person.first_name, person.last_name,
      coalesce((select named ->> 'name' from jsonb_array_elements(v.definition -> 'steps') named where named ->> 'key' = c.step), '')
        as step_name
    from leased c
    join drip_positions p on p.tenant_id = c.tenant_id and p.id = c.position_id
    join people person on person.tenant_id = p.tenant_id and person.id = p.person_id
    join drips d on d.tenant_id = c.tenant_id and d.id = c.drip_id
    join campaigns ca on ca.tenant_id = d.tenant_id and ca.id = d.campaign_id
    left join drip_versions v on v.tenant_id = p.tenant_id and v.drip_id = p.drip_id and v.number = p.version
    order by c.id`.execute(db);
  return rows;
}

/** What an attempt left. */
export interface CallMark {
  id: string;
  leaseId: string;
  status: 'waiting' | 'done' | 'failed';
  responseStatus: number | null;
  problem: string | null;
  nextTryIso: string;
  nowIso: string;
}

/** Writes what an attempt left where the lease still holds; a call that is over is looked at by its drip then. */
export async function markCall(db: TenantDb, mark: CallMark): Promise<void> {
  await sql`
    update drip_calls set status = ${mark.status}, response_status = ${mark.responseStatus}::int, problem = ${mark.problem},
      next_try_at = ${mark.nextTryIso}::timestamptz, lease_id = null, leased_until = null,
      finished_at = case when ${mark.status} <> 'waiting' then ${mark.nowIso}::timestamptz end
    where tenant_id = current_tenant() and id = ${mark.id} and lease_id = ${mark.leaseId}::uuid and status = 'waiting'`.execute(
    db,
  );
}

/** Gives up calls of a drip that nobody waits for any more: their people have left, or were led past the step. */
export async function cancelStrayCalls(db: TenantDb, dripId: string, nowIso: string): Promise<void> {
  await sql`
    update drip_calls c set status = 'cancelled', finished_at = ${nowIso}::timestamptz
    from drip_positions p
    where c.tenant_id = current_tenant() and c.drip_id = ${dripId} and c.status = 'waiting'
      and (c.leased_until is null or c.leased_until < now())
      and p.tenant_id = c.tenant_id and p.id = c.position_id
      and (p.ended_at is not null or p.step is distinct from c.step or p.waits_for <> 'webhook')`.execute(db);
}

/** How many calls are left that may be made, and when the next of them is due; a held one is due when its lease runs out. */
export async function readCallOutlook(db: TenantDb): Promise<{ left: number; nextTryAt: Date | null }> {
  const { rows } = await sql<{ left: number; nextTryAt: Date | null }>`
    select count(*)::int as left, min(greatest(c.next_try_at, c.leased_until)) as next_try_at from ${mayBeMade}`.execute(
    db,
  );
  return rows[0] ?? { left: 0, nextTryAt: null };
}

/** Whether a drip has calls that are due and that nobody makes at the moment. */
export async function hasDueCalls(db: TenantDb, dripId: string, nowIso: string): Promise<boolean> {
  const { rows } = await sql`
    select from ${mayBeMade} and c.drip_id = ${dripId} and c.next_try_at <= ${nowIso}::timestamptz
      and (c.leased_until is null or c.leased_until < now()) limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * Takes over what became of calls: who waited for one goes on from the moment it was made or given up, or leaves where the step says
 * so. Returns how many.
 */
export async function settleCalls(db: TenantDb, dripId: string, nowIso: string): Promise<number> {
  const { rows } = await sql<{ settled: number }>`
    with settled as (
      select p.tenant_id, p.id, p.step, c.status, c.problem, coalesce(c.finished_at, ${nowIso}::timestamptz) as at,
        c.status = 'failed' and c.on_failure = 'exit' as leaves
      from drip_positions p
      join drip_calls c on c.tenant_id = p.tenant_id and c.position_id = p.id and c.step = p.step
      where p.tenant_id = current_tenant() and p.drip_id = ${dripId} and p.ended_at is null and p.due_at is null
        and p.state = 'active' and p.waits_for = 'webhook' and c.status <> 'waiting'
      for update of p skip locked),
    moved as (
      update drip_positions p
      set waits_for = 'nothing', due_at = case when not s.leaves then s.at end,
        state = case when s.leaves then 'exited' else p.state end,
        reason = case when s.leaves then 'call_failed' end,
        ended_at = case when s.leaves then ${nowIso}::timestamptz end
      from settled s where p.tenant_id = s.tenant_id and p.id = s.id),
    kept as (
      insert into drip_moves (drip_id, position_id, step, at, outcome, reason)
      select ${dripId}::uuid, id, step, at,
        case when leaves then 'left' when status = 'done' then 'called' when status = 'failed' then 'notCalled' else 'skipped' end,
        case when leaves then 'call_failed' else problem end
      from settled)
    select count(*)::int as settled from settled`.execute(db);
  return rows[0]?.settled ?? 0;
}

/** A call as lists show it. */
export interface CallRow {
  id: string;
  step: string;
  url: string;
  status: 'waiting' | 'done' | 'failed' | 'cancelled';
  attempts: number;
  nextTryAt: Date;
  responseStatus: number | null;
  problem: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  personId: string;
  personName: string;
}

/** One page of a drip's calls, newest first; `before` is the id of the last of the page before. */
export function listCalls(
  db: TenantDb,
  input: { dripId: string; step?: string; status?: CallRow['status']; before: string | null; limit: number },
): Promise<CallRow[]> {
  const { step, status, before } = input;
  return db
    .selectFrom('dripCalls as c')
    .innerJoin('dripPositions as p', (join) =>
      join.onRef('p.tenantId', '=', 'c.tenantId').onRef('p.id', '=', 'c.positionId'),
    )
    .innerJoin('people as person', (join) =>
      join.onRef('person.tenantId', '=', 'p.tenantId').onRef('person.id', '=', 'p.personId'),
    )
    .select(['c.id', 'c.step', 'c.url', 'c.status', 'c.attempts', 'c.nextTryAt', 'c.responseStatus', 'c.problem'])
    .select(['c.createdAt', 'c.finishedAt', 'p.personId'])
    .select(
      sql<string>`trim(coalesce(person.first_name, '') || ' ' || coalesce(person.last_name, ''))`.as('personName'),
    )
    .where('c.dripId', '=', input.dripId)
    .$if(step !== undefined, (query) => query.where('c.step', '=', step ?? ''))
    .$if(status !== undefined, (query) => query.where('c.status', '=', status ?? 'waiting'))
    .$if(before !== null, (query) => query.where('c.id', '<', before))
    .orderBy('c.id', 'desc')
    .limit(input.limit)
    .$castTo<CallRow>()
    .execute();
}

/** Has a call that waits for its next attempt tried now; false if it is over, undefined if there is none. */
export async function retryCall(
  db: TenantDb,
  input: { dripId: string; id: string; nowIso: string },
): Promise<boolean | undefined> {
  const { rows } = await sql<{ isWaiting: boolean }>`
    with moved as (
      update drip_calls set next_try_at = ${input.nowIso}::timestamptz
      where tenant_id = current_tenant() and drip_id = ${input.dripId} and id = ${input.id} and status = 'waiting'
      returning id)
    select id in (select id from moved) as is_waiting from drip_calls
    where tenant_id = current_tenant() and drip_id = ${input.dripId} and id = ${input.id}`.execute(db);
  return rows[0]?.isWaiting;
}
