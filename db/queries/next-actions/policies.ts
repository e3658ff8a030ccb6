import { sql } from 'kysely';
import type { OfferedAction } from '../../../domain/next-actions/action.ts';
import type { Offer } from '../../../domain/next-actions/next-action.ts';
import { PolicySettings, startingPolicy, type PolicyMode } from '../../../domain/next-actions/policy.ts';
import type { TenantDb } from '../../connection.ts';

/** A policy as it is stored, with what it offers and what decides. */
export interface PolicyRow {
  id: string;
  campaignId: string | null;
  settings: PolicySettings;
  champion: { id: string; number: number; kind: 'rule' | 'learned' };
  offers: (Required<Offer> & { id: string })[];
  evaluatedAt: Date | null;
  version: number;
}

/** The tenant's policy (`null`), that of a campaign, or all that decide something. */
export async function listPolicies(
  db: TenantDb,
  which: { campaignId: string | null } | { id: string } | 'deciding',
): Promise<PolicyRow[]> {
  const where =
    which === 'deciding'
      ? sql`p.mode <> 'off'`
      : 'id' in which
        ? sql`p.id = ${which.id}`
        : sql`p.campaign_id is not distinct from ${which.campaignId}::uuid`;
  const { rows } = await sql<Omit<PolicyRow, 'settings'> & { mode: PolicyMode; settings: object }>`
    select p.id, p.campaign_id, p.mode, p.settings, p.evaluated_at, p.version,
      jsonb_build_object('id', v.id, 'number', v.number, 'kind', v.kind) as champion,
      coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'label', o.label, 'chance', o.chance, 'value', o.value,
          'lever', o.lever, 'targetId', o.target_id, 'isActive', o.is_active) order by o.created_at, o.id)
        from next_action_offers o where o.tenant_id = p.tenant_id and o.policy_id = p.id), '[]') as offers
    from next_action_policies p
    join next_action_versions v on v.tenant_id = p.tenant_id and v.id = p.champion_id
    where p.tenant_id = current_tenant() and ${where}
    order by p.id`.execute(db);
  return rows.map(({ mode, settings, ...row }) => ({
    ...row,
    settings: PolicySettings.parse({ ...startingPolicy, ...settings, mode }),
  }));
}

/** What an offer is to whoever decides. */
export function offered({
  id,
  kind,
  label,
  chance,
  value,
  lever,
  targetId,
}: PolicyRow['offers'][number]): OfferedAction {
  return { key: id, kind, label, chance, value, lever, targetId };
}

/** Inserts a policy in which the rule decides; does nothing if there is one already. */
export async function insertPolicy(db: TenantDb, policy: { id: string; campaignId: string | null }): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    with made as (
      insert into next_action_policies (id, campaign_id, champion_id)
      values (${policy.id}::uuid, ${policy.campaignId}::uuid, uuidv7())
      on conflict (tenant_id, campaign_id) do nothing returning id, champion_id)
    insert into next_action_versions (id, policy_id, number, kind, status)
    select champion_id, id, 1, 'rule', 'champion' from made returning id`.execute(db);
  return rows.length > 0;
}

/** Sets a policy at a known version and what it offers; false where somebody else was faster. Offers that are left out go. */
export async function updatePolicy(
  db: TenantDb,
  policy: { id: string; version: number; settings: PolicySettings; offers: readonly Required<Offer>[] },
): Promise<boolean> {
  const { mode, ...settings } = policy.settings;
  const { rows } = await sql`
    update next_action_policies
    set mode = ${mode}, settings = ${JSON.stringify(settings)}::text::jsonb, version = version + 1, updated_at = now()
    where tenant_id = current_tenant() and id = ${policy.id} and version = ${policy.version} returning 1`.execute(db);
  if (rows.length === 0) return false;
  const offers = JSON.stringify(policy.offers);
  await sql`
    delete from next_action_offers where tenant_id = current_tenant() and policy_id = ${policy.id}
      and id not in (select (o ->> 'id')::uuid from jsonb_array_elements(${offers}::text::jsonb) o)`.execute(db);
  await sql`
    insert into next_action_offers as k (id, policy_id, kind, label, chance, value, lever, target_id, is_active)
    select o."id", ${policy.id}::uuid, o."kind", o."label", o."chance", o."value", o."lever", o."targetId", o."isActive"
    from jsonb_to_recordset(${offers}::text::jsonb) as o ("id" uuid, "kind" text, "label" text, "chance" float8, "value" float8,
      "lever" float8, "targetId" uuid, "isActive" boolean)
    on conflict (tenant_id, id) do update set kind = excluded.kind, label = excluded.label, chance = excluded.chance,
      value = excluded.value, lever = excluded.lever, target_id = excluded.target_id, is_active = excluded.is_active
    where k.policy_id = excluded.policy_id`.execute(db);
  return true;
}

/** The trees of a version; null: it is the rule. */
export async function findModel(db: TenantDb, versionId: string): Promise<unknown> {
  const row = await db.selectFrom('nextActionVersions').select('model').where('id', '=', versionId).executeTakeFirst();
  return row?.model ?? null;
}

/**
 * Holds a policy until the transaction ends, so that two who decide count the day's actions one after the other. False where it was turned
 * off meanwhile: whoever did that has taken back what was on the road, and nothing more may follow.
 */
export async function lockPolicy(db: TenantDb, id: string): Promise<boolean> {
  const { rows } = await sql<{ mode: PolicyMode }>`
    select mode from next_action_policies where tenant_id = current_tenant() and id = ${id} for no key update`.execute(
    db,
  );
  return rows[0] !== undefined && rows[0].mode !== 'off';
}

/** How many actions of a policy were done without a person since a moment. */
export async function countAutomatic(db: TenantDb, policyId: string, sinceIso: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from next_actions
    where tenant_id = current_tenant() and policy_id = ${policyId} and decided_at > ${sinceIso}::timestamptz
      and status in ('accepted', 'done') and decided_by is null`.execute(db);
  return rows[0]?.count ?? 0;
}
