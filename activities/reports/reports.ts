import { heartbeat } from '@temporalio/activity';
import { withTenant } from '../../db/connection.ts';
import { rebuildHours } from '../../db/queries/campaigns/hours.ts';
import { nextMailAt, openDueMails } from '../../db/queries/reports/mails.ts';
import { findTenant } from '../../db/queries/tenants/tenants.ts';
import type { ReportDeliveryRef } from '../../workflows/reports/delivery.ts';
import type { ReportRebuildRef } from '../../workflows/reports/rebuild.ts';
import type { ActivityDeps } from '../deps.ts';
import { sendReportMails } from './mail.ts';

/** The activities of reports. */
export function createReportActivities(deps: Pick<ActivityDeps, 'database' | 'directory' | 'log' | 'systemMail'>) {
  const { db } = deps.database;
  return {
    /** Counts the hours of the tenant's campaigns anew, in one transaction; returns by how many rows they were off. Again: by none. */
    async recountHours({ tenantId }: ReportRebuildRef): Promise<number> {
      return withTenant(db, tenantId, rebuildHours);
    },

    /**
     * Sends the reports that are due at `now` by mail and says when there is something to do next (null: nothing). A mail that could
     * not be sent is tried again later; none is sent twice, but for a worker that dies between the mail server's word and its note.
     */
    async deliverReports({
      tenantId,
      now,
    }: ReportDeliveryRef & { now: string }): Promise<{ sent: number; nextAt: string | null }> {
      await withTenant(db, tenantId, async (db) => {
        const tenant = await findTenant(db);
        if (tenant) await openDueMails(db, { zone: tenant.timeZone, nowIso: now });
      });
      const sent = await sendReportMails(deps, { tenantId, nowIso: now, onMail: () => heartbeat() });
      return { sent, nextAt: await withTenant(db, tenantId, (db) => nextMailAt(db, now)) };
    },
  };
}

/** The activities of reports, as workflows see them. */
export type ReportActivities = ReturnType<typeof createReportActivities>;
