import { withTenant } from '../db/connection.ts';
import { rebuildHours } from '../db/queries/campaign-hours.ts';
import type { ReportRebuildRef } from '../workflows/report-rebuild.ts';
import type { ActivityDeps } from './deps.ts';

/** The activities of reports. */
export function createReportActivities(deps: Pick<ActivityDeps, 'database'>) {
  const { db } = deps.database;
  return {
    /** Counts the hours of the tenant's campaigns anew, in one transaction; returns by how many rows they were off. Again: by none. */
    async recountHours({ tenantId }: ReportRebuildRef): Promise<number> {
      return withTenant(db, tenantId, rebuildHours);
    },
  };
}

/** The activities of reports, as workflows see them. */
export type ReportActivities = ReturnType<typeof createReportActivities>;
