import type { TenantDb } from '../../db/connection.ts';
import { countZones } from '../../db/queries/audience.ts';
import type { CampaignRow } from '../../db/queries/campaigns.ts';
import { findTenant } from '../../db/queries/tenants.ts';
import { quietWarning } from '../../domain/broadcasts/quiet-reach.ts';
import type { Finding } from '../../domain/campaigns/preflight.ts';
import { settingsOf } from '../tenant-settings.ts';

/**
 * The warning that a broadcast would reach people in their quiet hours; null where it would not, where the tenant has none, or
 * where nobody has said yet when it goes. What should have started already goes now.
 */
export async function quietFinding(
  db: TenantDb,
  { startAt }: CampaignRow,
  audience: Parameters<typeof countZones>[1],
): Promise<Finding | null> {
  const tenant = await findTenant(db);
  if (!tenant || !startAt) return null;
  const { quietHours, timeZone } = settingsOf(tenant);
  if (!quietHours) return null;
  const at = new Date(Math.max(startAt.getTime(), Date.parse(audience.nowIso))).toISOString();
  return quietWarning(await countZones(db, audience), { at, quiet: quietHours, tenantZone: timeZone });
}
