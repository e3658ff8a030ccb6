import type { Logger } from 'pino';
import { withTenant, type Database } from '../../db/connection.ts';
import { recordBounce, recordComplaint, recordReply } from '../../db/queries/inbound.ts';
import { recordOptOut } from '../../db/queries/opt-out.ts';
import { findTenantByNumber } from '../../db/queries/tracking.ts';
import type { InboundReport } from '../../domain/inbound/inbound-mail.ts';

/** What reports are recorded with. */
export interface InboundRecorderDeps {
  database: Database;
  directory: Database;
  log: Logger;
  /** Told of every report by kind, for metrics; `unknown` where no tenant or message belongs to it, `not_understood` where no rule fits. */
  onReport?: (kind: InboundReport['kind'] | 'unknown' | 'not_understood') => void;
}

/** Gives the function that records what a mail reports, under its tenant; done again it changes nothing. */
export function createInboundRecorder({ database, directory, log, onReport }: InboundRecorderDeps) {
  return async (report: InboundReport): Promise<void> => {
    if (report.kind === 'ignored') {
      log.debug({ why: report.why }, 'inbound mail ignored');
      return onReport?.(report.why === 'not_understood' ? 'not_understood' : 'ignored');
    }
    const { tenantNumber, messageId } = report.message;
    const tenant = await findTenantByNumber(directory.db, tenantNumber);
    if (!tenant) return onReport?.('unknown');
    const { tenantId } = tenant;
    const done = await withTenant(database.db, tenantId, (db) => {
      switch (report.kind) {
        case 'bounce':
          return recordBounce(db, { messageId, verdict: report.verdict });
        case 'complaint':
          return recordComplaint(db, { messageId, feedbackType: report.feedbackType });
        case 'unsubscribe':
          return recordOptOut(db, { tenantId, messageId, way: 'unsubscribe_mail' });
        case 'reply':
          return recordReply(db, { messageId });
      }
    });
    log.info(
      { tenant: tenantId, message: messageId, kind: report.kind, changed: done?.changed ?? null },
      'inbound report',
    );
    onReport?.(done ? report.kind : 'unknown');
  };
}
