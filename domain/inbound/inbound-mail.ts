import { bounceOf, gravest, type BounceVerdict } from '../engagement/bounce.ts';
import type { MessageReference } from '../tokens/reference.ts';
import { readToken, type TokenRing } from '../tokens/token.ts';
import { classifyMail, type MailVerdict } from './classify.ts';
import { harmlessFeedback } from './complaint.ts';
import type { MailRead } from './mail.ts';
import { isUnsubscribe } from './unsubscribe.ts';

/** What came in over SMTP: whom it was for, and the mail, taken apart. */
export interface InboundMail {
  /** Local parts of the recipients that were accepted. */
  recipients: readonly string[];
  mail: MailRead;
}

/** What a mail tells us, by our own token; or why it tells nothing. `not_understood` is for a person to look at. */
export type InboundReport =
  | { kind: 'bounce'; message: MessageReference; verdict: BounceVerdict }
  | { kind: 'complaint'; message: MessageReference; feedbackType: string }
  | { kind: 'unsubscribe'; message: MessageReference }
  | { kind: 'reply'; message: MessageReference }
  | {
      kind: 'ignored';
      why: 'no_token' | 'no_report' | 'auto_reply' | 'challenge' | 'not_spam' | 'not_final' | 'not_understood';
    };

/** Where a sender's mailbox passes on a copy of what it gets: an answer is known by what it quotes. */
const repliesAddress = 'replies';

/** The addresses beside our own tokens that take mail: what RFC 2142 asks for, where feedback loops report to, and copies of answers. */
export const roleAddresses: readonly string[] = ['postmaster', 'abuse', 'fbl', 'complaints', repliesAddress];

/** Whether mail to this local part is taken at all; a tampered or expired token is not, and neither is an unsigned path. */
export function isOurAddress(ring: TokenRing, localPart: string, nowIso: string): boolean {
  return roleAddresses.includes(localPart.toLowerCase()) || tokenOf(ring, localPart, nowIso) !== null;
}

/** Which message a mail belongs to, as far as the mail itself tells. */
export interface Whose {
  addressed: Addressed | null;
  /** Our message by the token in the mail itself, looked for when it is needed. */
  findQuoted: () => MessageReference | null;
  isRole: boolean;
  /** A copy of what a mailbox of the sender's got: an answer is known by what it quotes. */
  isCopy: boolean;
  mail: MailRead;
}

/** Finds which message a mail belongs to: by the address that it was sent to, or by the message that it returns. */
export function whoseMail(ring: TokenRing, { recipients, mail }: InboundMail, nowIso: string): Whose {
  let quoted: MessageReference | null | undefined;
  return {
    addressed: recipients.map((localPart) => tokenOf(ring, localPart, nowIso)).find((token) => token !== null) ?? null,
    findQuoted: () =>
      quoted === undefined ? (quoted = isOwnMail(ring, mail, nowIso) ? null : findToken(ring, mail, nowIso)) : quoted,
    isRole: recipients.some((localPart) => roleAddresses.includes(localPart.toLowerCase())),
    isCopy: recipients.some((localPart) => localPart.toLowerCase() === repliesAddress),
    mail,
  };
}

/**
 * Whose a mail in a mailbox of an organisation is: by a token of ours in it, or else by the id of a message that it names. The id is not
 * signed: the caller looks for it among the messages of that organisation alone.
 */
export function whoseInMailbox(ring: TokenRing, mail: MailRead, own: { tenantNumber: number; nowIso: string }): Whose {
  const { tenantNumber, nowIso } = own;
  const whose = whoseMail(ring, { recipients: [repliesAddress], mail }, nowIso);
  const named = isOwnMail(ring, mail, nowIso) ? undefined : namedMessages(mail)[0];
  return {
    ...whose,
    findQuoted: () => {
      const quoted = whose.findQuoted();
      if (quoted?.tenantNumber === tenantNumber) return quoted;
      return named === undefined ? null : { tenantNumber, messageId: named };
    },
  };
}

/**
 * Whether a mail is one that we sent, such as one to somebody whose own mailbox is looked into, and not one about it: its head has our way
 * out, and it answers and reports nothing. Not by its Message-ID: some who pass mail on give it another.
 */
function isOwnMail(ring: TokenRing, { headers, contentType }: MailRead, nowIso: string): boolean {
  if (headers.has('in-reply-to') || contentType.startsWith('multipart/report')) return false;
  return tokenIn(ring, headers.get('list-unsubscribe') ?? '', nowIso) !== null;
}

/** The message that a mail is about, whatever it says. */
export function messageOf({ addressed, isRole, findQuoted }: Whose): MessageReference | null {
  return addressed?.message ?? (isRole ? findQuoted() : null);
}

/** Reads what a mail reports: of which message of ours by the token it was sent to, or else by the one that it brings back. */
export function readInboundMail(ring: TokenRing, inbound: InboundMail, nowIso: string): InboundReport {
  return reportOf(whoseMail(ring, inbound, nowIso), classifyMail(inbound.mail));
}

/** What a mail reports, by the verdict on it. */
export function reportOf(whose: Whose, verdict: MailVerdict): InboundReport {
  const { mail, isCopy } = whose;
  if (verdict.kind === 'complaint') return readComplaint(verdict.feedbackType ?? 'abuse', whose);
  if (verdict.kind === 'report') return readBounce(verdict, whose);
  const message = whose.addressed?.message ?? (isCopy ? whose.findQuoted() : null);
  if (!message) return { kind: 'ignored', why: 'no_token' };
  if (verdict.kind === 'auto_reply' || verdict.kind === 'challenge') return { kind: 'ignored', why: verdict.kind };
  if (whose.addressed?.way === 'mailto') return { kind: 'unsubscribe', message };
  if (!isCopy && !isAnswerTo(message, mail))
    return { kind: 'ignored', why: verdict.kind === 'unknown' ? 'not_understood' : 'no_report' };
  return { kind: isUnsubscribe(mail) ? 'unsubscribe' : 'reply', message };
}

/** The ids of messages of ours that a mail names in its headers, or in those of the message that it brings back; ten at most. */
function namedMessages({ headers, parts }: MailRead): string[] {
  const said = [headers.get('in-reply-to') ?? '', headers.get('references') ?? ''];
  const brought = parts.flatMap(({ text }) =>
    [...text.slice(0, 64_000).matchAll(/^(?:message-id|in-reply-to|references):[^\n]{0,400}/gim)].map(([line]) => line),
  );
  const ids = [...said, ...brought].flatMap((text) =>
    [...text.matchAll(messageIds)].map(([, id]) => id!.toLowerCase()),
  );
  return [...new Set(ids)].slice(0, 10);
}

/** A Message-ID of ours: a UUID version 7 before the at sign. */
const messageIds = /<([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})@/gi;

/** Whether a mail says that it answers a message of ours; whoever writes to the return path answers it only then. */
function isAnswerTo({ messageId }: MessageReference, { headers }: MailRead): boolean {
  return `${headers.get('in-reply-to') ?? ''} ${headers.get('references') ?? ''}`.includes(`<${messageId}@`);
}

/** A report belongs to the return path that it came to; one that came to an address of ours for anybody, to the message it brings back. */
function readBounce({ recipients }: MailVerdict, { addressed, isRole, findQuoted }: Whose): InboundReport {
  const message = addressed?.way === 'verp' ? addressed.message : isRole ? findQuoted() : null;
  if (!message) return { kind: 'ignored', why: 'no_token' };
  const verdict = gravest(recipients.map(bounceOf).filter((found) => found !== null));
  if (!verdict) return { kind: 'ignored', why: 'not_understood' };
  return verdict.kind === 'delayed' ? { kind: 'ignored', why: 'not_final' } : { kind: 'bounce', message, verdict };
}

function readComplaint(feedbackType: string, { addressed, findQuoted }: Whose): InboundReport {
  if (harmlessFeedback.includes(feedbackType)) return { kind: 'ignored', why: 'not_spam' };
  const message = addressed?.message ?? findQuoted();
  if (!message) return { kind: 'ignored', why: 'no_token' };
  if (feedbackType === 'opt-out' || feedbackType === 'opt-out-list') return { kind: 'unsubscribe', message };
  return { kind: 'complaint', message, feedbackType };
}

/** The message of ours that an address stands for, and which kind of address it is. */
interface Addressed {
  way: 'verp' | 'mailto';
  message: MessageReference;
}

function tokenOf(ring: TokenRing, localPart: string, nowIso: string): Addressed | null {
  for (const way of ['verp', 'mailto'] as const) {
    const reading = readToken(ring, localPart, way, nowIso);
    if (reading.refused === undefined) return { way, message: reading };
  }
  return null;
}

/** A feedback loop writes to one address of ours and strikes out the person's, but sends our own headers back. */
function findToken(ring: TokenRing, mail: MailRead, nowIso: string): MessageReference | null {
  return tokenIn(ring, mail.parts.map((part) => part.text).join('\n'), nowIso);
}

/** The ids of messages of ours that texts name: by a token, or by a Message-ID; ten at most. */
export function namedIn(ring: TokenRing, texts: readonly string[], nowIso: string): string[] {
  const said = texts.map((text) => text.slice(0, 64_000));
  const byToken = said.map((text) => tokenIn(ring, text, nowIso)?.messageId).filter((id) => id !== undefined);
  const byId = said.flatMap((text) => [...text.matchAll(messageIds)].map(([, id]) => id!.toLowerCase()));
  return [...new Set([...byToken, ...byId])].slice(0, 10);
}

function tokenIn(ring: TokenRing, text: string, nowIso: string): MessageReference | null {
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
