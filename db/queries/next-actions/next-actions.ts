import { sql } from 'kysely';
import type { ActionKind } from '../../../domain/next-actions/action.ts';
import type { Decision } from '../../../domain/next-actions/decide.ts';
import type { NextActionStatus } from '../../../domain/next-actions/next-action.ts';
import type { TenantDb } from '../../connection.ts';

/** A decision as it is written. */
export interface NewNextAction extends Omit<Decision, 'lookAgainAt'> {
  policyId: string;
  campaignId: string | null;
  personId: string;
  cause: string;
  decidedAt: string;
  offerId: string | null;
  itemId: string | null;
  chance: number;
  worth: number;
  reasons: readonly string[];
  status: NextActionStatus;
  actedAt: string | null;
  lookAt: string | null;
  outcomeDueAt: string;
}

/** A current decision, with the fields that acting on it needs. */
export interface ActedOn {
  id: string;
  personId: string;
  kind: ActionKind;
  offerId: string | null;
  itemId: string | null;
  policyId: string;
  campaignId: string | null;
}

const acted = sql`id, person_id, kind, offer_id, item_id, policy_id, campaign_id`;

/**
 * Writes decisions in one statement. One that was taken for the same cause, or for somebody who has something open, is not written
 * again. Returns those that are new.
 */
export async function insertNextActions(
  db: TenantDb,
  rows: readonly NewNextAction[],
): Promise<(ActedOn & { status: string })[]> {
  if (rows.length === 0) return [];
  const given = JSON.stringify(rows);
  const { rows: written } = await sql<ActedOn & { status: string }>`
    insert into next_actions (policy_id, version_id, campaign_id, person_id, cause, decided_at, context_hash, eligible, rejected,
      exploration, seed, offer_id, kind, item_id, probability, chance, worth, reasons, is_held_out, is_exploring, status, acted_at,
      look_at, outcome_due_at)
    select w."policyId", w."versionId", w."campaignId", w."personId", w."cause", w."decidedAt", w."contextHash", w."eligible",
      w."rejected", w."exploration", w."seed", w."offerId", w."kind", w."itemId", w."probability", w."chance", w."worth",
      array(select jsonb_array_elements_text(w."reasons")), w."isHeldOut", w."isExploring", w."status", w."actedAt", w."lookAt",
      w."outcomeDueAt"
    from jsonb_to_recordset(${given}::text::jsonb) as w ("policyId" uuid, "versionId" uuid, "campaignId" uuid, "personId" uuid,
      "cause" text, "decidedAt" timestamptz, "contextHash" text, "eligible" jsonb, "rejected" jsonb, "exploration" float8,
      "seed" bigint, "offerId" uuid, "kind" text, "itemId" uuid, "probability" float8, "chance" float8, "worth" float8,
      "reasons" jsonb, "isHeldOut" boolean, "isExploring" boolean, "status" text, "actedAt" timestamptz, "lookAt" timestamptz,
      "outcomeDueAt" timestamptz)
    join people p on p.tenant_id = current_tenant() and p.id = w."personId" and p.erased_at is null
    order by w."personId"
    on conflict do nothing
    returning ${acted}, status`.execute(db);
  return written;
}

/** What answers to an action: something that the person did. */
const answer = sql`e.kind in ('click', 'reply', 'form') and e.verdict <> 'machine'`;

/**
 * Writes the outcome of decisions that were answered or whose time is over; with `personIds`, only of these people. Returns the done ones
 * that were not answered.
 */
export async function settleNextActions(
  db: TenantDb,
  { nowIso, personIds }: { nowIso: string; personIds?: readonly string[] },
): Promise<{ id: string; personId: string; campaignId: string | null; isFollowed: boolean }[]> {
  const now = sql`${nowIso}::timestamptz`;
  const among = personIds
    ? sql`and a.person_id = any(${sql.val([...personIds])}::uuid[])`
    : sql`and a.outcome_due_at <= ${now}`;
  const { rows } = await sql<{ id: string; personId: string; campaignId: string | null; isFollowed: boolean }>`
    with judged as materialized (
      select a.id, exists (
        select from engagement_events e
        where e.tenant_id = a.tenant_id and e.person_id = a.person_id and e.occurred_at > a.decided_at
          and e.occurred_at <= least(a.outcome_due_at, ${now}) and ${answer}) as reached
      from next_actions a
      where a.tenant_id = current_tenant() and a.settled_at is null ${among}),
    settled as (
      update next_actions a set reached = j.reached, settled_at = ${now},
        look_at = case when a.status in ('accepted', 'done') then null else a.look_at end
      from judged j
      where a.tenant_id = current_tenant() and a.id = j.id and (j.reached or a.outcome_due_at <= ${now})
      returning a.id, a.person_id, a.campaign_id, a.status, a.reached)
    select id, person_id, campaign_id, status in ('accepted', 'done') as is_followed from settled where not reached`.execute(
    db,
  );
  return rows;
}

/** Ends suggestions whose time is over, and takes back what is open for people who may not be written to any more. */
export async function closeNextActions(
  db: TenantDb,
  { nowIso, personIds }: { nowIso: string; personIds: readonly string[] },
): Promise<void> {
  const people = sql`any(${sql.val([...personIds])}::uuid[])`;
  await sql`
    update next_actions a set look_at = null, closed_at = ${nowIso}::timestamptz,
      status = case when a.look_at <= ${nowIso}::timestamptz then 'expired' else 'withdrawn' end,
      status_reason = case when a.look_at > ${nowIso}::timestamptz then o.obstacle end
    from (
      select p.id, sending_obstacle(p.email_key, p.email_status, p.consent, (select s.reason from suppressions s
        where s.tenant_id = p.tenant_id and s.address_hash = p.email_hash), true) as obstacle
      from people p where p.tenant_id = current_tenant() and p.id = ${people}) o
    where a.tenant_id = current_tenant() and a.person_id = o.id and a.status = 'suggested'
      and (a.look_at <= ${nowIso}::timestamptz
        or (o.obstacle is not null and a.kind in ('send_email', 'send_content', 'add_to_drip')))`.execute(db);
}

/** Takes back what is proposed for somebody who may not be written to any more, in the transaction that says so; else nothing happens. */
export async function takeBackNextActions(db: TenantDb, personId: string): Promise<void> {
  await closeNextActions(db, { personIds: [personId], nowIso: new Date().toISOString() });
}

/** Decisions to wait whose time has come, taken off: whoever asked looks at their people again. */
export async function takeWaits(
  db: TenantDb,
  { nowIso, personIds }: { nowIso: string; personIds: readonly string[] },
): Promise<{ personId: string; campaignId: string | null; cause: string }[]> {
  const { rows } = await sql<{ personId: string; campaignId: string | null; cause: string }>`
    update next_actions a set look_at = null
    where a.tenant_id = current_tenant() and a.person_id = any(${sql.val([...personIds])}::uuid[]) and a.status = 'left_alone'
      and a.look_at <= ${nowIso}::timestamptz
    returning a.person_id, a.campaign_id, a.cause`.execute(db);
  return rows;
}

/** When each of these people is to be looked at next; who is not in it is waited for by nothing. */
export async function listLooks(
  db: TenantDb,
  personIds: readonly string[],
): Promise<{ personId: string; lookAt: Date }[]> {
  const { rows } = await sql<{ personId: string; lookAt: Date }>`
    select person_id, min(look_at) as look_at from next_actions
    where tenant_id = current_tenant() and person_id = any(${sql.val([...personIds])}::uuid[]) and look_at is not null
    group by person_id`.execute(db);
  return rows;
}

/** Marks suggestions as accepted by somebody: those that still wait and whose policy is on. Returns these. */
export async function acceptNextActions(
  db: TenantDb,
  input: { ids: readonly string[]; by: string; nowIso: string },
): Promise<ActedOn[]> {
  const ids = sql`any(${sql.val([...input.ids])}::uuid[])`;
  // Held first: whoever turns a policy off takes back what was accepted before, and nothing is accepted after.
  await sql`
    select from next_action_policies where tenant_id = current_tenant() and id in (
      select policy_id from next_actions where tenant_id = current_tenant() and id = ${ids}) order by id for share`.execute(
    db,
  );
  const { rows } = await sql<ActedOn>`
    update next_actions set status = 'accepted', decided_by = ${input.by}, acted_at = ${input.nowIso}::timestamptz,
      look_at = greatest(outcome_due_at, ${input.nowIso}::timestamptz)
    where tenant_id = current_tenant() and id = ${ids} and status = 'suggested' and suggestion_obstacle(policy_id) is null
    returning ${acted}`.execute(db);
  return rows;
}

/** Marks suggestions as rejected; they are not proposed again before `notBeforeIso`. Returns the people. */
export async function rejectNextActions(
  db: TenantDb,
  input: { ids: readonly string[]; by: string; reason: string; nowIso: string },
): Promise<ActedOn[]> {
  const { rows } = await sql<ActedOn>`
    update next_actions a set status = 'rejected', decided_by = ${input.by}, status_reason = nullif(${input.reason}, ''), look_at = null,
      closed_at = ${input.nowIso}::timestamptz, not_before = ${input.nowIso}::timestamptz
        + make_interval(days => greatest(1, coalesce((p.settings ->> 'coolDownDays')::int, 7)))
    from next_action_policies p
    where a.tenant_id = current_tenant() and a.id = any(${sql.val([...input.ids])}::uuid[]) and a.status = 'suggested'
      and p.tenant_id = a.tenant_id and p.id = a.policy_id
    returning ${sql`a.id, a.person_id, a.kind, a.offer_id, a.item_id, a.policy_id, a.campaign_id`}`.execute(db);
  return rows;
}

/** Marks an accepted action and its task as done; false if it was not accepted. */
export async function finishNextAction(
  db: TenantDb,
  { id, by, nowIso }: { id: string; by: string; nowIso: string },
): Promise<string | null> {
  const { rows } = await sql<{ personId: string }>`
    update next_actions set status = 'done', closed_at = ${nowIso}::timestamptz, decided_by = coalesce(decided_by, ${by})
    where tenant_id = current_tenant() and id = ${id} and status = 'accepted' returning person_id`.execute(db);
  if (rows.length === 0) return null;
  await sql`
    update tasks set status = 'done', closed_at = ${nowIso}::timestamptz, closed_by = ${by}, version = version + 1
    where tenant_id = current_tenant() and next_action_id = ${id} and status = 'open'`.execute(db);
  return rows[0]!.personId;
}

/** Takes back actions that turned out not to be possible. */
export async function withdrawNextActions(db: TenantDb, ids: readonly string[], reason: string): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update next_actions set status = 'withdrawn', status_reason = ${reason}, look_at = null, closed_at = now()
    where tenant_id = current_tenant() and id = any(${sql.val([...ids])}::uuid[])`.execute(db);
}

/** Whom these decisions are about. */
export async function listPeopleOf(db: TenantDb, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ personId: string }>`
    select distinct person_id from next_actions
    where tenant_id = current_tenant() and id = any(${sql.val([...ids])}::uuid[])`.execute(db);
  return rows.map(({ personId }) => personId);
}
