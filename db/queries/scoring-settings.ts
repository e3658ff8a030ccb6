import { sql } from 'kysely';
import { ScoringSettings } from '../../domain/scoring/settings.ts';
import type { TenantDb } from '../connection.ts';

/** What an organisation says about learning, and the version of that; 0: nothing was said yet. */
export async function findScoringSettings(db: TenantDb): Promise<ScoringSettings & { version: number }> {
  const row = await db
    .selectFrom('scoringSettings')
    .select(['afterOutcome', 'promotion', 'version'])
    .executeTakeFirst();
  const { afterOutcome = [], promotion = 'automatic', version = 0 } = row ?? {};
  const declared = ScoringSettings.safeParse({ afterOutcome, promotion });
  return { ...(declared.data ?? ScoringSettings.parse({ afterOutcome: [], promotion })), version };
}

/** Writes them where `version` is still the one that was seen; false where somebody else was faster. */
export async function writeScoringSettings(db: TenantDb, settings: ScoringSettings, version: number): Promise<boolean> {
  const declared = JSON.stringify(settings.afterOutcome);
  const { rows } = await sql`
    insert into scoring_settings as s (after_outcome, promotion, version) values (${declared}::text::jsonb, ${settings.promotion}, 1)
    on conflict (tenant_id) do update set after_outcome = excluded.after_outcome, promotion = excluded.promotion,
      version = s.version + 1, updated_at = now()
    where s.version = ${version}
    returning s.version`.execute(db);
  return rows.length > 0;
}
