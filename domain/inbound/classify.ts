import { isAutoReply } from './auto-reply.ts';
import { isByService, isChallenge } from './challenge.ts';
import { readFeedback } from './complaint.ts';
import { findAddress } from './delivery-status.ts';
import { readDeliveryReport } from './delivery-report.ts';
import type { RecipientVerdict } from './judge.ts';
import { writtenText, type MailRead } from './mail.ts';
import type { InboundKind, InboundReason } from './reasons.ts';
import { readSesNotification } from './ses-notification.ts';
import { isPressedUnsubscribe, isUnsubscribe } from './unsubscribe.ts';

/** What a mail is, and what it says of each recipient it speaks of (at least one). */
export interface MailVerdict {
  /** The kind of mail; a `report` says of each recipient what happened. */
  kind: 'report' | Exclude<InboundKind, 'hard' | 'soft' | 'policy' | 'delivered' | 'delayed'>;
  /** The type of a complaint (RFC 5965); null for all else. */
  feedbackType: string | null;
  recipients: RecipientVerdict[];
}

/**
 * What a mail that came in tells: first what its machine-readable parts say, then the reports in words, then what people and their
 * mailboxes write. What fits nothing stays `unknown`, for a person to look at.
 */
export function classifyMail(mail: MailRead): MailVerdict {
  const feedback = readFeedback(mail);
  if (feedback) return { ...plain('complaint', 'feedback', mail), feedbackType: feedback.type };
  const notified = readSesNotification(mail);
  if (notified && notified.length > 0) {
    const isComplaint = notified.every(({ reason }) => reason === 'feedback');
    const isTakenBack = notified.some(({ kind }) => kind === 'unknown');
    return {
      kind: isComplaint ? 'complaint' : 'report',
      feedbackType: isComplaint ? (isTakenBack ? 'not-spam' : 'abuse') : null,
      recipients: notified,
    };
  }
  if (isByService(mail)) return plain('challenge', 'challenge', mail);
  const report = readDeliveryReport(mail);
  if (report) return { kind: 'report', feedbackType: null, recipients: report };
  return classifyPersonal(mail);
}

/** Mail of people, and of what answers in their place. */
function classifyPersonal(mail: MailRead): MailVerdict {
  if (isPressedUnsubscribe(mail)) return plain('unsubscribe', 'feedback', mail);
  if (isChallenge(mail)) return plain('challenge', 'challenge', mail);
  if (isAutoReply(mail)) return plain('auto_reply', 'vacation', mail);
  if (isUnsubscribe(mail)) return plain('unsubscribe', 'feedback', mail);
  const isAnswer =
    mail.headers.has('in-reply-to') ||
    mail.headers.has('references') ||
    /^\s*(?:re|aw|sv|vs|rif|odp|antw|tr)\s?:/i.test(mail.headers.get('subject') ?? '');
  return isAnswer ? plain('reply', 'reply', mail) : plain('unknown', 'undefined', mail);
}

function plain(kind: Exclude<MailVerdict['kind'], 'report'>, reason: InboundReason, mail: MailRead): MailVerdict {
  const line = mail.headers.get('subject') ?? writtenText(mail).trim().split('\n')[0] ?? '';
  const recipient = findAddress(mail.headers.get('from') ?? '');
  return {
    kind,
    feedbackType: null,
    recipients: [{ kind, reason, recipient, status: null, reply: null, line: line.slice(0, 300) || null }],
  };
}
