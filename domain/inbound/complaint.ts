import { readFields, writtenText, type MailRead } from './mail.ts';

/** A report of a feedback loop: its type (`abuse`, `opt-out`, `not-spam`, `auth-failure`, … RFC 5965, 6591), and whom it names, if at all. */
export interface Feedback {
  type: string;
  recipient: string | null;
}

/** A person who takes it back, or a server that reports on itself, complains of nothing. */
export const harmlessFeedback: readonly string[] = ['not-spam', 'auth-failure'];

/** The complaint in a mail: by its machine-readable part, or in the way of the one large provider that has none. Null for no complaint. */
export function readFeedback(mail: MailRead): Feedback | null {
  const part = mail.parts.find(({ contentType }) => contentType === 'message/feedback-report');
  if (part) {
    const fields = readFields(part.text);
    return {
      type: /^\s*([a-z-]{1,40})/i.exec(fields.get('feedback-type') ?? '')?.[1]?.toLowerCase() ?? 'abuse',
      recipient: fields.get('original-rcpt-to')?.replace(/[<>]/g, '').toLowerCase() ?? null,
    };
  }
  const isJunkReport =
    /^<?staff@(?:hotmail|outlook|live|msn)\.com>?$|<staff@(?:hotmail|outlook|live|msn)\.com>/i.test(
      mail.headers.get('from')?.trim() ?? '',
    ) && /^complaint about message from/i.test(mail.headers.get('subject') ?? '');
  if (isJunkReport) return { type: 'abuse', recipient: null };
  const isReportOnly = /report-type="?feedback-report/i.test(mail.headers.get('content-type') ?? '');
  const text = writtenText(mail).slice(0, 4_000);
  const announces = /^this is an? (?:e-?mail )?abuse report for an e-?mail message/im.test(text);
  const isBroken = /^feedback-type:[ \t]{0,5}\S/im.test(text) && /^user-agent:/im.test(text);
  return isReportOnly || announces || isBroken ? { type: 'abuse', recipient: null } : null;
}
