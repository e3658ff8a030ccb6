import type { TenantDb } from '../../../db/connection.ts';
import { countZonesOfEach, type AudienceInput } from '../../../db/queries/broadcasts/audience.ts';
import type { BroadcastRow } from '../../../db/queries/broadcasts/broadcasts.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import { lateStartWarning } from '../../../domain/broadcasts/late-start.ts';
import { quietWarning } from '../../../domain/broadcasts/quiet-reach.ts';
import { broadcastPart, foundIn } from '../../../domain/campaigns/found-in.ts';
import type { Finding } from '../../../domain/campaigns/preflight.ts';
import { settingsOf } from '../tenants/tenant-settings.ts';
import { together } from './preflight-once.ts';

/** A broadcast as far as it matters to when it reaches people, with who would get it. */
interface Timed {
  broadcast: Pick<BroadcastRow, 'id' | 'name' | 'localStart'>;
  startAt: Date | null;
  input: AudienceInput;
}

/**
 * The warnings that broadcasts would reach people in their quiet hours; none where the tenant has no such hours, or where nobody has
 * said yet when they go. What should have started already goes now. One that goes at an hour of people's own clocks (`localStart`) is
 * warned of where that hour will have passed for some. Where people have their clocks is asked only where it matters.
 */
export async function quietFindings(db: TenantDb, broadcasts: readonly Timed[]): Promise<Finding[]> {
  const tenant = await findTenant(db);
  if (!tenant) return [];
  const { quietHours, timeZone: tenantZone } = settingsOf(tenant);
  const timed = broadcasts.filter(
    ({ broadcast, startAt, input }) => input.isMarketing && (broadcast.localStart || (startAt && quietHours)),
  );
  const zonesOf = await together(
    timed.map(({ input }) => input),
    (some) => countZonesOfEach(db, some),
  );
  const findings: Finding[] = [];
  for (const { broadcast, startAt, input } of timed) {
    const { localStart } = broadcast;
    const at = new Date(Math.max(startAt?.getTime() ?? 0, Date.parse(input.nowIso))).toISOString();
    let found: Finding | null = null;
    if (localStart) found = lateStartWarning(zonesOf(input), { localStart, nowIso: at, tenantZone });
    else if (startAt && quietHours) found = quietWarning(zonesOf(input), { at, quiet: quietHours, tenantZone });
    if (found) findings.push(...foundIn(broadcastPart(broadcast, broadcasts), [found]));
  }
  return findings;
}
