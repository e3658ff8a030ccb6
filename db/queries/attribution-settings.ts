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
