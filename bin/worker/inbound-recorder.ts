import type { Logger } from 'pino';
import { mayPass } from '../../db/connection-loss.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { fingerprintOf, sealMail } from '../../db/kept-mail.ts';
import { setMailApart } from '../../db/queries/inbound/apart.ts';
import { recordInboundMail, type RecordedMail } from '../../db/queries/inbound/record.ts';
import { findTenantByNumber } from '../../db/queries/engagement/tracking.ts';
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

/** Tenants that one process remembers by their number. */
const mostKnown = 10_000;

/**
 * Gives the function that records a mail under its tenant, with what follows from it; done again it changes nothing. One that the database
 * refuses for what it is is set apart: asked for again it would be refused again, until its sender gives it up and it is lost.
 */
export function createInboundRecorder({ database, directory, ring, log, onReport }: InboundRecorderDeps) {
  const known = new Map<number, string>();
  // The number of a tenant never changes; one that is gone has no messages any more.
  const tenantOf = async (number: number): Promise<string | undefined> => {
    const found = known.get(number) ?? (await findTenantByNumber(directory.db, number))?.tenantId;
    if (known.size > mostKnown) known.clear();
    if (found) known.set(number, found);
    return found;
  };
  return async ({ raw, recipients, mail, isCut }: ReceivedMail): Promise<void> => {
    const whose = whoseMail(ring, { recipients, mail }, new Date().toISOString());
    const verdict = classifyMail(mail);
    const message = messageOf(whose);
    if (!message) {
      const report = reportOf(whose, verdict);
      log.debug({ why: report.kind === 'ignored' ? report.why : report.kind }, 'inbound mail ignored');
      return onReport?.('ignored');
    }
    const tenantId = await tenantOf(message.tenantNumber);
    if (!tenantId) return onReport?.('unknown');
    const came = {
      ...{ way: 'smtp' as const, whose, verdict, isCut },
      fingerprint: fingerprintOf(mail, { raw, recipients, isCopy: whose.isCopy }),
      sealed: sealMail(ring, raw),
      bytes: raw.byteLength,
    };
    const record = withTenant(database.db, tenantId, (db) => recordInboundMail(db, tenantId, came));
    const kind = await record.catch(async (error: unknown) => {
      if (mayPass(error)) throw error;
      const { messageId } = message;
      await withTenant(database.db, tenantId, (db) => setMailApart(db, { ...came, mail, messageId, error }));
      log.error({ tenant: tenantId, message: messageId, err: error }, 'a mail could not be recorded and was set apart');
      return 'set_apart' as const;
    });
    log.info({ tenant: tenantId, message: message.messageId, kind }, 'inbound mail');
    onReport?.(kind);
  };
}
