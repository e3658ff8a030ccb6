import { findAddress } from '../../../domain/inbound/delivery-status.ts';
import type { MailRead } from '../../../domain/inbound/mail.ts';
import type { TenantDb } from '../../connection.ts';
import { insertInboundMail, type InboundWay } from './mails.ts';

/** A mail that could not be recorded, as it came. */
export interface FailedMail {
  way: InboundWay;
  fingerprint: Buffer;
  /** Null where it could not be taken apart either. */
  mail: MailRead | null;
  /** The message of ours that it is about, if that could be found out. */
  messageId: string | null;
  sealed: string;
  bytes: number;
  /** What went wrong. */
  error: unknown;
}

/**
 * Keeps a mail that could not be recorded for a person to look at, with the reason: it is not tried again, and nothing follows from it. In
 * a transaction of its own, since the one that failed is lost. The same mail again changes nothing.
 */
export async function setMailApart(db: TenantDb, failed: FailedMail): Promise<void> {
  const { way, fingerprint, mail, messageId, sealed, bytes, error } = failed;
  const fromAddress = findAddress(mail?.headers.get('from') ?? '') ?? '';
  await insertInboundMail(db, {
    ...{ way, fingerprint, messageId, sealed, bytes, state: 'review', question: 'failed', ruleId: null, undo: null },
    facts: {
      ...{ kind: 'unknown', reason: 'undefined', fromAddress, about: fromAddress || null, excerpt: '', wording: '' },
      subject: (mail?.headers.get('subject') ?? '').slice(0, 300),
    },
    ...{ verdicts: [], isCopy: false, problem: problemOf(error) },
  });
}

/** An error in a line, as it is kept with what failed; those of Postgres say in their detail what stood in a row, which is left out. */
export function problemOf(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    .replace(/\s+/g, ' ')
    .slice(0, 300);
}
