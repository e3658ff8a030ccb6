import { sql } from 'kysely';
import { defaultModelSettings, type ModelSettings } from '../../domain/attribution/model.ts';
import type { TenantDb } from '../connection.ts';

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
