import { z } from 'zod';
import { gravest, bounceOf } from '../engagement/bounce.ts';
import { Id } from '../ids.ts';
import type { MailVerdict } from './classify.ts';
import { excerptOf } from './excerpt.ts';
import type { InboundReport } from './inbound-mail.ts';
import type { MailRead } from './mail.ts';
import { findAddress } from './delivery-status.ts';
import type { InboundKind, InboundReason } from './reasons.ts';
import { wordingOf } from './rule.ts';

/** What mails that came back are sealed for. */
export const inboundMailPurpose = 'inbound_mails.sealed';

/** Bytes of a mail that are kept. */
export const keptBytes = 64_000;

/** What can be asked of the list of what came back. */
export const inboundFilters = ['review', 'bounces', 'complaints', 'auto_replies', 'replies', 'unsubscribes'] as const;

/** One of `inboundFilters`. */
export type InboundFilter = (typeof inboundFilters)[number];

/** The kinds that a filter shows; `review` goes by the state. */
export const kindsOf: Record<Exclude<InboundFilter, 'review'>, readonly InboundKind[]> = {
  bounces: ['hard', 'soft', 'policy', 'delayed'],
  complaints: ['complaint'],
  auto_replies: ['auto_reply', 'challenge'],
  replies: ['reply'],
  unsubscribes: ['unsubscribe'],
};

/** Why a mail waits for a person to look at it. */
export const inboundQuestions = {
  not_understood: 'No rule knows what it says',
  malformed: 'It came broken, so that nothing could be read',
  cut: 'It was too large to be read to its end, and its beginning says nothing',
  no_message: 'It says something, but not of which message',
  failed: 'It could not be recorded, so that nothing of what it says was done',
} as const;

/** One of `inboundQuestions`. */
export type InboundQuestion = keyof typeof inboundQuestions;

/** What became of a mail: something follows, nothing follows, somebody must look, or somebody did. */
export const inboundStates = ['applied', 'noted', 'review', 'settled'] as const;

/** One of `inboundStates`. */
export type InboundState = (typeof inboundStates)[number];

/** What a mail says of one recipient, as it is kept. */
export const KeptVerdict = z.object({
  recipient: z.string().nullable(),
  kind: z.string(),
  reason: z.string(),
  status: z.string().nullable(),
  reply: z.string().nullable(),
  line: z.string().nullable(),
});

/** A mail that came back, as lists show it. */
export const KeptMail = z.object({
  id: Id,
  way: z.enum(['smtp', 'mailbox', 'webhook']),
  receivedAt: z.iso.datetime(),
  kind: z.string(),
  reason: z.string(),
  state: z.enum(inboundStates),
  question: z.enum(Object.keys(inboundQuestions) as [InboundQuestion, ...InboundQuestion[]]).nullable(),
  fromAddress: z.string(),
  subject: z.string(),
  excerpt: z.string(),
  messageId: Id.nullable(),
  person: z.object({ id: Id, name: z.string() }).nullable(),
  campaign: z.object({ id: Id, name: z.string() }).nullable(),
  ruleId: Id.nullable(),
});

/** A mail that came back, as lists show it. */
export type KeptMail = z.infer<typeof KeptMail>;

/** What is kept of a mail beside the mail itself. */
export interface MailFacts {
  kind: InboundKind;
  reason: InboundReason;
  fromAddress: string;
  subject: string;
  excerpt: string;
  wording: string;
  /** The address that it is about: a report's recipient, or else whoever wrote it. */
  about: string | null;
}

/** Says of a mail what lists show and rules look at. */
export function factsOf(mail: MailRead, verdict: MailVerdict): MailFacts {
  const { kind, reason } = gravestOf(verdict);
  const fromAddress = findAddress(mail.headers.get('from') ?? '') ?? '';
  const [first] = verdict.recipients;
  return {
    kind,
    reason,
    fromAddress,
    subject: (mail.headers.get('subject') ?? '').slice(0, 300),
    excerpt: verdict.kind === 'report' && first?.line ? first.line : excerptOf(mail),
    wording: wordingOf(mail),
    about: verdict.kind === 'report' ? (first?.recipient ?? null) : fromAddress || null,
  };
}

/** The most serious verdict of a report on its recipients; any other mail has only one verdict. */
function gravestOf({ recipients }: MailVerdict): { kind: InboundKind; reason: InboundReason } {
  const worst = gravest(recipients.map(bounceOf).filter((found) => found !== null));
  return worst ?? recipients[0] ?? { kind: 'unknown', reason: 'undefined' };
}

/** What becomes of a mail, by what it reports; `isCut` says that its end was not read. */
export function stateOf(
  report: InboundReport,
  { mail, isCut, kind }: { mail: MailRead; isCut: boolean; kind: InboundKind },
): { state: InboundState; question: InboundQuestion | null } {
  if (report.kind !== 'ignored') return { state: 'applied', question: null };
  if (report.why === 'not_understood')
    return { state: 'review', question: isMalformed(mail) ? 'malformed' : isCut ? 'cut' : 'not_understood' };
  const isGrave = kind === 'hard' || kind === 'policy' || kind === 'soft' || kind === 'complaint';
  return report.why === 'no_token' && isGrave
    ? { state: 'review', question: 'no_message' }
    : { state: 'noted', question: null };
}

/** A mail without one header that could be read, or a container that could not be opened. */
function isMalformed({ headers, contentType, parts }: MailRead): boolean {
  const isClosed = contentType.startsWith('multipart/') && parts.length === 1 && parts[0]!.contentType === contentType;
  return headers.size === 0 || isClosed;
}
