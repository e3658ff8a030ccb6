import type { TenantDb } from '../../../db/connection.ts';
import type { countZones } from '../../../db/queries/broadcasts/audience.ts';
import type { CampaignRow } from '../../../db/queries/campaigns/campaigns.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import { lateStartWarning } from '../../../domain/broadcasts/late-start.ts';
import { quietWarning } from '../../../domain/broadcasts/quiet-reach.ts';
import type { Finding } from '../../../domain/campaigns/preflight.ts';
import { settingsOf } from '../tenants/tenant-settings.ts';

/**
 * The warning that a broadcast would reach people in their quiet hours; null where it would not, where the tenant has none, or
 * where nobody has said yet when it goes. What should have started already goes now. One that goes at an hour of people's own clocks
 * (`localStart`) is warned of where that hour will have passed for some.
 * `zones` tells the zones of those who would get it; it is asked only where they matter.
 */
export async function quietFinding(
  db: TenantDb,
  { startAt, localStart }: Pick<CampaignRow, 'startAt'> & { localStart: string | null },
  { nowIso, zones }: { nowIso: string; zones: () => ReturnType<typeof countZones> },
): Promise<Finding | null> {
  const tenant = await findTenant(db);
  if (!tenant) return null;
  const { quietHours, timeZone } = settingsOf(tenant);
  const at = new Date(Math.max(startAt?.getTime() ?? 0, Date.parse(nowIso))).toISOString();
  if (localStart) return lateStartWarning(await zones(), { localStart, nowIso: at, tenantZone: timeZone });
  if (!startAt || !quietHours) return null;
  return quietWarning(await zones(), { at, quiet: quietHours, tenantZone: timeZone });
}
