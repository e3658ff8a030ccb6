import { sql } from 'kysely';
import { defaultModelSettings, type ModelSettings } from '../../../domain/attribution/model.ts';
import type { TenantDb } from '../../connection.ts';

/** The settings of the models and their version; 0 where nobody has set any. */
export async function findModelSettings(db: TenantDb): Promise<ModelSettings & { version: number }> {
  const row = await db
    .selectFrom('attributionSettings')
    .select(['halfLifeDays', 'customWeights', 'version'])
    .$castTo<ModelSettings & { version: number }>()
    .executeTakeFirst();
  return row ?? { ...defaultModelSettings, version: 0 };
}

/** Writes the settings where they still have this version; whether they had. All opportunities are credited anew. */
export async function writeModelSettings(db: TenantDb, settings: ModelSettings, version: number): Promise<boolean> {
  const weights = sql`${JSON.stringify(settings.customWeights)}::text::jsonb`;
  const { rows } = await sql`
    insert into attribution_settings as s (half_life_days, custom_weights)
    select ${settings.halfLifeDays}::int, ${weights}
    where ${version} = 0 or exists (select from attribution_settings where tenant_id = current_tenant())
    on conflict (tenant_id) do update set half_life_days = excluded.half_life_days, custom_weights = excluded.custom_weights,
      version = s.version + 1, updated_at = now()
    where s.version = ${version}
    returning 1`.execute(db);
  return rows.length > 0;
}

/** The opportunities that were won last and that a campaign touched. */
export async function listLastWon(db: TenantDb, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from opportunities o
    where o.tenant_id = current_tenant() and o.state = 'won' and o.deleted_at is null and o.value_minor is not null
      and exists (select from opportunity_touches k
        where k.tenant_id = current_tenant() and k.opportunity_id = o.id and k.campaign_id is not null)
    order by o.closed_at desc, o.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** How many touches that count now lie further before their opportunity than so many days. */
export async function countTouchesBefore(db: TenantDb, lookBackDays: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from opportunity_touches k
    join opportunities o on o.tenant_id = current_tenant() and o.id = k.opportunity_id
    where k.tenant_id = current_tenant() and o.deleted_at is null
      and k.at < o.opened_at - make_interval(days => ${lookBackDays}::int)`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Campaigns by their ids, with their names. */
export async function listCampaignNames(db: TenantDb, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('campaigns')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
