import type { Logger } from 'pino';
import { withTenant, type Database } from '../../db/connection.ts';
import { fingerprintOf, sealMail } from '../../db/kept-mail.ts';
import { recordInboundMail, type RecordedMail } from '../../db/queries/inbound-record.ts';
import { findTenantByNumber } from '../../db/queries/tracking.ts';
import { classifyMail } from '../../domain/inbound/classify.ts';
import { messageOf, reportOf, whoseMail } from '../../domain/inbound/inbound-mail.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import type { ReceivedMail } from '../../mail/inbound/receiver.ts';

/** What mails are recorded with. */
export interface InboundRecorderDeps {
  database: Database;
  directory: Database;
  ring: KeyRing;
  log: Logger;
  /** Told of every mail by what it is, for metrics. */
  onReport?: (kind: RecordedMail) => void;
}

/** Gives the function that records a mail under its tenant, with what follows from it; done again it changes nothing. */
export function createInboundRecorder({ database, directory, ring, log, onReport }: InboundRecorderDeps) {
  return async ({ raw, recipients, mail, isCut }: ReceivedMail): Promise<void> => {
    const whose = whoseMail(ring, { recipients, mail }, new Date().toISOString());
    const verdict = classifyMail(mail);
    const message = messageOf(whose);
    if (!message) {
      const report = reportOf(whose, verdict);
      log.debug({ why: report.kind === 'ignored' ? report.why : report.kind }, 'inbound mail ignored');
      return onReport?.('ignored');
    }
    const tenant = await findTenantByNumber(directory.db, message.tenantNumber);
    if (!tenant) return onReport?.('unknown');
    const { tenantId } = tenant;
    const came = {
      ...{ way: 'smtp' as const, whose, verdict, isCut },
      fingerprint: fingerprintOf(mail, { raw, recipients }),
      sealed: sealMail(ring, raw),
      bytes: raw.byteLength,
    };
    const kind = await withTenant(database.db, tenantId, (db) => recordInboundMail(db, tenantId, came));
    log.info({ tenant: tenantId, message: message.messageId, kind }, 'inbound mail');
    onReport?.(kind);
  };
}
