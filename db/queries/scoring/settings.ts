import { sql } from 'kysely';
import { usualWatchDays } from '../../../domain/scoring/horizon.ts';
import { ScoringSettings } from '../../../domain/scoring/settings.ts';
import type { TenantDb } from '../../connection.ts';

/** What an organisation says about learning, and the version of that; 0: nothing was said yet. */
export async function findScoringSettings(db: TenantDb): Promise<ScoringSettings & { version: number }> {
  const row = await db
    .selectFrom('scoringSettings')
    .select(['afterOutcome', 'promotion', 'watchDays', 'version'])
    .executeTakeFirst();
  const { afterOutcome = [], promotion = 'automatic', watchDays = usualWatchDays, version = 0 } = row ?? {};
  const declared = ScoringSettings.safeParse({ afterOutcome, promotion, watchDays });
  return { ...(declared.data ?? ScoringSettings.parse({ afterOutcome: [], promotion, watchDays })), version };
}

/** Writes the settings if `version` is still the one that was seen; false if somebody else was faster. */
export async function writeScoringSettings(db: TenantDb, settings: ScoringSettings, version: number): Promise<boolean> {
  const declared = JSON.stringify(settings.afterOutcome);
  const { rows } = await sql`
    insert into scoring_settings as s (after_outcome, promotion, watch_days, version)
    values (${declared}::text::jsonb, ${settings.promotion}, ${settings.watchDays}, 1)
    on conflict (tenant_id) do update set after_outcome = excluded.after_outcome, promotion = excluded.promotion,
      watch_days = excluded.watch_days, version = s.version + 1, updated_at = now()
    where s.version = ${version}
    returning s.version`.execute(db);
  return rows.length > 0;
}
