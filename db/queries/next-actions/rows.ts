import { sql, type RawBuilder } from 'kysely';
import type { ActionKind } from '../../../domain/next-actions/action.ts';
import type { Decision } from '../../../domain/next-actions/decide.ts';
import type { NextAction, NextActionStatus } from '../../../domain/next-actions/next-action.ts';
import type { TenantDb } from '../../connection.ts';

/** What decisions are narrowed by. */
export interface NextActionFilter {
  status?: NextActionStatus;
  kind?: ActionKind;
  campaignId?: string;
  personId?: string;
}

/** A decision as pages show it. */
export interface NextActionRow {
  id: string;
  personId: string;
  personName: string;
  email: string | null;
  campaignId: string | null;
  campaignName: string | null;
  kind: ActionKind;
  label: string | null;
  status: NextActionStatus;
  statusReason: string | null;
  obstacle: NextAction['obstacle'];
  chance: number;
  worth: number;
  reasons: string[];
  probability: number;
  isExploring: boolean;
  isHeldOut: boolean;
  rejected: { key: string; code: string; label: string | null }[];
  decidedAt: Date;
  decidedBy: string | null;
  actedAt: Date | null;
  notBefore: Date | null;
  reached: boolean | null;
  versionId: string;
  contextHash: string;
}

/** Decisions: what is suggested by what it is worth, everything else the newest first. `after` is the last row of the page before. */
export async function listNextActions(
  db: TenantDb,
  page: NextActionFilter & { limit: number; after: { worth: number; decidedAt: Date; id: string } | null },
): Promise<NextActionRow[]> {
  const { after, limit } = page;
  const isQueue = page.status === 'suggested';
  const from = after
    ? isQueue
      ? sql`and (a.worth < ${after.worth}::float8 or (a.worth = ${after.worth}::float8 and a.id > ${after.id}::uuid))`
      : sql`and (a.decided_at, a.id) < (${after.decidedAt.toISOString()}::timestamptz, ${after.id}::uuid)`
    : sql``;
  const order = isQueue ? sql`a.worth desc, a.id` : sql`a.decided_at desc, a.id desc`;
  return readRows(db, sql`${filtered(page)} ${from} order by ${order} limit ${limit}`);
}

/** One decision. */
export async function findNextAction(db: TenantDb, id: string): Promise<NextActionRow | undefined> {
  return (await readRows(db, sql`and a.id = ${id}`))[0];
}

/** The seed and candidates of a decision, to take it again. */
export async function findDecision(
  db: TenantDb,
  id: string,
): Promise<Pick<Decision, 'eligible' | 'exploration' | 'seed' | 'isHeldOut' | 'kind' | 'probability'> | undefined> {
  const { rows } = await sql<
    Pick<Decision, 'eligible' | 'exploration' | 'seed' | 'isHeldOut' | 'kind' | 'probability'>
  >`
    select eligible, exploration, seed, is_held_out, kind, probability from next_actions
    where tenant_id = current_tenant() and id = ${id}`.execute(db);
  return rows[0];
}

function filtered({ status, kind, campaignId, personId }: NextActionFilter): RawBuilder<unknown> {
  return sql`
    ${status ? sql`and a.status = ${status}` : sql``} ${kind ? sql`and a.kind = ${kind}` : sql``}
    ${campaignId ? sql`and a.campaign_id = ${campaignId}::uuid` : sql``}
    ${personId ? sql`and a.person_id = ${personId}::uuid` : sql``}`;
}

async function readRows(db: TenantDb, rest: RawBuilder<unknown>): Promise<NextActionRow[]> {
  const { rows } = await sql<NextActionRow>`
    select a.id, a.person_id, coalesce(nullif(trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, '')), ''), p.email, '')
        as person_name, p.email, a.campaign_id, c.name as campaign_name, a.kind, o.label, a.status, a.status_reason,
      case when a.status = 'suggested' then suggestion_obstacle(a.policy_id) end as obstacle, a.chance, a.worth,
      a.reasons, a.probability, a.is_exploring, a.is_held_out, a.decided_at, a.decided_by, a.acted_at, a.not_before, a.reached,
      a.version_id, a.context_hash, (
        select coalesce(jsonb_agg(jsonb_build_object('key', r.item ->> 'key', 'code', r.item ->> 'code', 'label', l.label) order by r.at), '[]')
        from jsonb_array_elements(case when jsonb_typeof(a.rejected) = 'array' then a.rejected else '[]' end) with ordinality as r (item, at)
        left join next_action_offers l on l.tenant_id = a.tenant_id and l.id::text = r.item ->> 'key') as rejected
    from next_actions a
    join people p on p.tenant_id = a.tenant_id and p.id = a.person_id
    left join campaigns c on c.tenant_id = a.tenant_id and c.id = a.campaign_id
    left join next_action_offers o on o.tenant_id = a.tenant_id and o.id = a.offer_id
    where a.tenant_id = current_tenant() ${rest}`.execute(db);
  return rows;
}
