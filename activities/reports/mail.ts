import { withTenant } from '../../db/connection.ts';
import { findMemberAddress } from '../../db/queries/notifications/notifications.ts';
import { holdMails, settleMail, type HeldMail } from '../../db/queries/reports/mails.ts';
import { readReport } from '../../db/queries/reports/read.ts';
import { findSavedReport } from '../../db/queries/reports/saved-reports.ts';
import { DomainError } from '../../domain/errors.ts';
import { reportMail } from '../../domain/reports/report-mail.ts';
import { reportAddress } from '../../domain/reports/saved-report.ts';
import type { ActivityDeps } from '../deps.ts';
import { within } from '../within.ts';

/** A mail server that has not taken a mail after this long (milliseconds) is tried again another time. */
const patienceMs = 10_000;

/** Mails that are held at a time. */
const batch = 20;

/** Sends every mail of a report that waits, and returns how many went out. `onMail` is called before each. */
export async function sendReportMails(
  deps: Pick<ActivityDeps, 'database' | 'directory' | 'log' | 'systemMail'>,
  { tenantId, nowIso, onMail }: { tenantId: string; nowIso: string; onMail: () => void },
): Promise<number> {
  let sent = 0;
  for (;;) {
    const held = await withTenant(deps.database.db, tenantId, (db) => holdMails(db, { nowIso, limit: batch }));
    if (held.length === 0) return sent;
    for (const mail of held) {
      onMail();
      const problem = await send(deps, { tenantId, nowIso, mail });
      if (problem === null) sent += 1;
      await withTenant(deps.database.db, tenantId, (db) => settleMail(db, { nowIso, mail, problem }));
    }
  }
}

/** Sends one; null, or why it did not go out. */
async function send(
  { database, directory, log, systemMail }: Pick<ActivityDeps, 'database' | 'directory' | 'log' | 'systemMail'>,
  { tenantId, nowIso, mail }: { tenantId: string; nowIso: string; mail: HeldMail },
): Promise<string | null> {
  if (!systemMail) return 'This installation has no mail server for its own mails.';
  const to = await findMemberAddress(directory.db, { tenantId, userId: mail.userId });
  // Who has left is told nothing.
  if (!to) return null;
  try {
    const written = await withTenant(database.db, tenantId, async (db) => {
      const report = await findSavedReport(db, mail.reportId);
      if (!report) return null;
      const { name, kind, query } = report;
      const data = await readReport(db, { kind, asked: query, nowIso });
      const tenantName = (await db.selectFrom('tenants').select('name').executeTakeFirst())?.name ?? '';
      return reportMail(data, { name, tenantName, url: `${systemMail.publicUrl}${reportAddress(kind, query)}` });
    });
    if (written) await within(patienceMs, systemMail.send({ to, ...written }));
    return null;
  } catch (error) {
    // Other errors may hold the address.
    if (error instanceof DomainError) return `The report cannot be read: ${error.message}`;
    log.warn({ tenant: tenantId, report: mail.reportId }, 'a report could not be sent; it is tried again');
    return 'The mail server did not take the last mail. It is tried again for a day.';
  }
}
