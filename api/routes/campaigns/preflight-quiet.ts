import { withTenant } from '../../../db/connection.ts';
import { countZonesOfEach, type AudienceInput } from '../../../db/queries/broadcasts/audience.ts';
import type { BroadcastRow } from '../../../db/queries/broadcasts/broadcasts.ts';
import { findTenant } from '../../../db/queries/tenants/tenants.ts';
import { lateStartWarning } from '../../../domain/broadcasts/late-start.ts';
import { clocksUnknown, quietWarning } from '../../../domain/broadcasts/quiet-reach.ts';
import { broadcastPart, foundIn } from '../../../domain/campaigns/found-in.ts';
import type { Finding } from '../../../domain/campaigns/preflight.ts';
import { settingsOf } from '../tenants/tenant-settings.ts';
import { togetherUnlessSlow, type AskedIn } from './preflight-patience.ts';

/** A broadcast as far as it matters to when it reaches people, with who would get it. */
interface Timed {
  broadcast: Pick<BroadcastRow, 'id' | 'name' | 'localStart'>;
  startAt: Date | null;
  input: AudienceInput;
  audience: { recipients: number };
}

/**
 * The warnings that broadcasts would reach people in their quiet hours; none where the tenant has no such hours, or where nobody has
 * said yet when they go. What should have started already goes now. One that goes at an hour of people's own clocks (`localStart`) is
 * warned of where that hour will have passed for some. Where people have their clocks is asked only where it matters; where it takes longer
 * than somebody waits that is said.
 */
export async function quietFindings(where: AskedIn, broadcasts: readonly Timed[]): Promise<Finding[]> {
  const tenant = await withTenant(where.db, where.tenantId, findTenant);
  if (!tenant) return [];
  const { quietHours, timeZone: tenantZone } = settingsOf(tenant);
  const timed = broadcasts.filter(
    ({ broadcast, startAt, input, audience }) =>
      audience.recipients > 0 && input.isMarketing && (broadcast.localStart || (startAt && quietHours)),
  );
  const zonesOf = await togetherUnlessSlow(
    where,
    timed.map(({ input, audience: { recipients } }) => ({ input, recipients })),
    countZonesOfEach,
  );
  const findings: Finding[] = [];
  for (const { broadcast, startAt, input } of timed) {
    const { localStart } = broadcast;
    const at = new Date(Math.max(startAt?.getTime() ?? 0, Date.parse(input.nowIso))).toISOString();
    const zones = zonesOf(input);
    let found: Finding | null = null;
    if (!zones) found = clocksUnknown;
    else if (localStart) found = lateStartWarning(zones, { localStart, nowIso: at, tenantZone });
    else if (startAt && quietHours) found = quietWarning(zones, { at, quiet: quietHours, tenantZone });
    if (found) findings.push(...foundIn(broadcastPart(broadcast, broadcasts), [found]));
  }
  return findings;
}
