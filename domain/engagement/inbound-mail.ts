import { readToken, type MessageReference, type TokenRing } from '../tokens/token.ts';
import { gravest, judgeRecipient, readDeliveryStatus, type BounceVerdict } from './bounce.ts';
import { parameterOf, readFields, readMime, type MimeMail } from './mime-parts.ts';

/** What came in over SMTP: whom it was for, and the mail as one character per byte. */
export interface InboundMail {
  /** Local parts of the recipients that were accepted. */
  recipients: readonly string[];
  raw: string;
}

/** What a mail tells us, by our own token; or why it tells nothing. */
export type InboundReport =
  | { kind: 'bounce'; message: MessageReference; verdict: BounceVerdict }
  | { kind: 'complaint'; message: MessageReference; feedbackType: string }
  | { kind: 'unsubscribe'; message: MessageReference }
  | { kind: 'reply'; message: MessageReference }
  | { kind: 'ignored'; why: 'no_token' | 'no_report' | 'auto_reply' | 'not_spam' | 'not_final' };

/** Where a sender's mailbox passes on a copy of what it gets: an answer is known by what it quotes. */
const repliesAddress = 'replies';

/** The addresses beside our own tokens that take mail: what RFC 2142 asks for, where feedback loops report to, and copies of answers. */
export const roleAddresses: readonly string[] = ['postmaster', 'abuse', 'fbl', 'complaints', repliesAddress];

/** Whether mail to this local part is taken at all; a tampered or expired token is not, and neither is an unsigned path. */
export function isOurAddress(ring: TokenRing, localPart: string, nowIso: string): boolean {
  return roleAddresses.includes(localPart.toLowerCase()) || tokenOf(ring, localPart, nowIso) !== null;
}

/** Reads what a mail reports. Complaints and bounces first: their reports carry the headers of automatic mail, too. */
export function readInboundMail(ring: TokenRing, mail: InboundMail, nowIso: string): InboundReport {
  const mime = readMime(mail.raw);
  const addressed =
    mail.recipients.map((localPart) => tokenOf(ring, localPart, nowIso)).find((token) => token !== null) ?? null;
  const feedback = mime.parts.find((part) => part.contentType === 'message/feedback-report');
  if (feedback) {
    return readComplaint(feedback.body, addressed?.message ?? findToken(ring, mime, nowIso));
  }
  const status = mime.parts.filter((part) => /^message\/(?:global-)?delivery-status$/.test(part.contentType));
  if (status.length > 0 || isDeliveryReport(mime)) {
    if (!addressed || addressed.way !== 'verp') return { kind: 'ignored', why: 'no_token' };
    return readBounce(
      status.map((part) => part.body),
      addressed.message,
    );
  }
  const isCopy = mail.recipients.some((localPart) => localPart.toLowerCase() === repliesAddress);
  const message = addressed?.message ?? (isCopy ? findToken(ring, mime, nowIso) : null);
  if (!message) return { kind: 'ignored', why: 'no_token' };
  if (isAutoReply(mime)) return { kind: 'ignored', why: 'auto_reply' };
  if (addressed?.way === 'mailto') return { kind: 'unsubscribe', message };
  return isCopy || isAnswerTo(message, mime) ? { kind: 'reply', message } : { kind: 'ignored', why: 'no_report' };
}

/** Whether a mail says that it answers a message of ours; whoever writes to the return path answers it only then. */
function isAnswerTo({ messageId }: MessageReference, { headers }: MimeMail): boolean {
  return `${headers.get('in-reply-to') ?? ''} ${headers.get('references') ?? ''}`.includes(`<${messageId}@`);
}

/** An out-of-office note and the like (RFC 3834): never an answer by a person. */
export function isAutoReply({ headers }: Pick<MimeMail, 'headers'>): boolean {
  const submitted = headers.get('auto-submitted')?.toLowerCase().split(/[\s;]/)[0];
  if (submitted === 'auto-replied' || submitted === 'auto-notified') return true;
  if (headers.has('x-autoreply') || headers.has('x-autorespond') || headers.has('x-auto-response-suppress'))
    return true;
  if (/auto[_-]?reply/i.test(headers.get('precedence') ?? '')) return true;
  return /^\s*(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|vacation|abwesenheit|absence|réponse automatique|respuesta automática)/i.test(
    headers.get('subject') ?? '',
  );
}

function readBounce(reports: string[], message: MessageReference): InboundReport {
  const verdict = gravest(reports.flatMap(readDeliveryStatus).map(judgeRecipient));
  if (!verdict) return { kind: 'ignored', why: 'no_report' };
  return verdict.kind === 'delayed' ? { kind: 'ignored', why: 'not_final' } : { kind: 'bounce', message, verdict };
}

/** A person who takes it back, or a server that reports on itself, complains of nothing. */
const harmless = ['not-spam', 'auth-failure'];

function readComplaint(report: string, message: MessageReference | null): InboundReport {
  const feedbackType = readFields(report).get('feedback-type')?.toLowerCase() ?? 'abuse';
  if (harmless.includes(feedbackType)) return { kind: 'ignored', why: 'not_spam' };
  if (!message) return { kind: 'ignored', why: 'no_token' };
  if (feedbackType === 'opt-out' || feedbackType === 'opt-out-list') return { kind: 'unsubscribe', message };
  return { kind: 'complaint', message, feedbackType };
}

function isDeliveryReport({ headers, contentType }: MimeMail): boolean {
  return (
    contentType === 'multipart/report' &&
    parameterOf(headers.get('content-type') ?? '', 'report-type')?.toLowerCase() === 'delivery-status'
  );
}

function tokenOf(
  ring: TokenRing,
  localPart: string,
  nowIso: string,
): { way: 'verp' | 'mailto'; message: MessageReference } | null {
  for (const way of ['verp', 'mailto'] as const) {
    const reading = readToken(ring, localPart, way, nowIso);
    if (reading.refused === undefined) return { way, message: reading };
  }
  return null;
}

/** A feedback loop writes to one address of ours and strikes out the person's, but sends our own headers back. */
function findToken(ring: TokenRing, mime: MimeMail, nowIso: string): MessageReference | null {
  const text = mime.parts.map((part) => part.body).join('\n');
  for (const [token] of text.matchAll(/\b[bu]-[a-z2-7]{60}(?![a-z0-9])/gi)) {
    const found = tokenOf(ring, token, nowIso);
    if (found) return found.message;
  }
  for (const [, token] of text.matchAll(/\/u\/([\w-]{52})(?![\w-])/g)) {
    const reading = readToken(ring, token!, 'unsubscribe', nowIso);
    if (reading.refused === undefined) return reading;
  }
  return null;
}
