import { readFields } from './mime-parts.ts';

/**
 * What a delivery report says of a message: `hard` (no such person or host: never again), `soft` (full, away, too busy: maybe
 * later), `policy` (they do not want *us*: the sender's problem, never the address's), or no bounce at all.
 */
export type BounceKind = 'hard' | 'soft' | 'policy' | 'delayed' | 'delivered';

/** Why: the part of the reasons that our rules tell apart. */
export type BounceCause = 'unknown_user' | 'unknown_host' | 'mailbox_full' | 'policy' | 'other';

/** A verdict on one recipient of a report, with the enhanced status code (RFC 3463) that it rests on. */
export interface BounceVerdict {
  kind: BounceKind;
  cause: BounceCause;
  status: string | null;
}

/** The fields of one recipient in message/delivery-status (RFC 3464) that matter. */
export interface RecipientStatus {
  action: string;
  status: string | null;
  diagnostic: string;
}

/** Reads the recipients' groups of a message/delivery-status part; its first group is about the message. */
export function readDeliveryStatus(text: string): RecipientStatus[] {
  return text
    .replace(/\r\n/g, '\n')
    .trim()
    .split(/\n[ \t]*\n+/)
    .map(readFields)
    .filter((fields) => fields.has('action') || fields.has('status'))
    .map((fields) => ({
      action: (fields.get('action') ?? 'failed').split(/[\s;(]/)[0]!.toLowerCase(),
      status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? null,
      diagnostic: fields.get('diagnostic-code') ?? '',
    }));
}

/** The verdict on one recipient, from the plain fields. */
export function judgeRecipient(recipient: RecipientStatus): BounceVerdict {
  const status = telling(recipient);
  if (recipient.action === 'delayed') return { kind: 'delayed', cause: 'other', status };
  if (['delivered', 'relayed', 'expanded'].includes(recipient.action))
    return { kind: 'delivered', cause: 'other', status };
  return { ...judgeFailure(status, recipient.diagnostic), status };
}

/** The gravest of several verdicts: a report on one message counts once. Null for none. */
export function gravest(verdicts: readonly BounceVerdict[]): BounceVerdict | null {
  const order: BounceKind[] = ['hard', 'policy', 'soft', 'delayed', 'delivered'];
  return [...verdicts].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0] ?? null;
}

const unknownUser =
  /user unknown|unknown (?:user|recipient|mailbox|local part)|no such (?:user|recipient|mailbox|person|address)|(?:user|recipient|mailbox|account|address)[^.]{0,40}(?:does not exist|doesn't exist|not exist|not found|unknown|invalid)|invalid (?:recipient|mailbox|user)|not (?:a )?(?:known|valid) (?:user|recipient|mailbox)|no mailbox here/i;
const unknownHost =
  /host (?:or domain name )?(?:not found|unknown)|unknown host|domain (?:does not exist|not found)|nxdomain|null mx/i;
const full = /quota|mailbox (?:is )?full|over ?quota|insufficient (?:disk|storage)|out of storage/i;
const refusal = /spam|block(?:ed|list)|blacklist|reputation|dmarc|spf|dkim|policy|relay|access denied|reverse dns|ptr/i;

/**
 * A permanent failure by its enhanced status; where that says nothing (x.0.0, or none) by what the server wrote. When in doubt
 * it is soft: a wrong soft costs one more try, a wrong hard loses a person.
 */
function judgeFailure(status: string | null, diagnostic: string): Omit<BounceVerdict, 'status'> {
  const [kind = '', subject = '', detail = ''] = status?.split('.') ?? [];
  if (subject === '7' || ['5.1.7', '5.1.8'].includes(status ?? '')) return { kind: 'policy', cause: 'policy' };
  if (kind === '4') return soft(diagnostic);
  if (subject === '1' && ['1', '3', '6'].includes(detail)) return judgeUnknown(diagnostic);
  if (['5.1.2', '5.1.10', '5.4.4'].includes(status ?? '')) return { kind: 'hard', cause: 'unknown_host' };
  if (subject === '2' || subject === '4')
    return detail === '2' && subject === '2' ? { kind: 'soft', cause: 'mailbox_full' } : soft(diagnostic);
  if (unknownUser.test(diagnostic)) return { kind: 'hard', cause: 'unknown_user' };
  if (unknownHost.test(diagnostic)) return { kind: 'hard', cause: 'unknown_host' };
  if (full.test(diagnostic)) return { kind: 'soft', cause: 'mailbox_full' };
  if (subject === '6' || refusal.test(diagnostic)) return { kind: 'policy', cause: 'policy' };
  return { kind: 'soft', cause: 'other' };
}

/** Some servers say "bad address" and then, in words, something else. */
function judgeUnknown(diagnostic: string): Omit<BounceVerdict, 'status'> {
  if (!unknownUser.test(diagnostic)) {
    if (full.test(diagnostic)) return { kind: 'soft', cause: 'mailbox_full' };
    if (refusal.test(diagnostic)) return { kind: 'policy', cause: 'policy' };
  }
  return { kind: 'hard', cause: 'unknown_user' };
}

function soft(diagnostic: string): Omit<BounceVerdict, 'status'> {
  return { kind: 'soft', cause: full.test(diagnostic) ? 'mailbox_full' : 'other' };
}

/** The status code that says most: the receiving server's own, where the report's is only "something went wrong". */
function telling({ status, diagnostic }: RecipientStatus): string | null {
  const isVague = status === null || /^[45]\.0\.0$/.test(status);
  return (isVague ? /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(diagnostic)?.[0] : undefined) ?? status;
}

/** Whether one report is enough to give an address up, whatever was sent to it since: nobody is there. */
export function isFinal({ kind, cause }: Pick<BounceVerdict, 'kind' | 'cause'>): boolean {
  return kind === 'hard' && cause !== 'unknown_host';
}

/** How one of a person's messages ended, newest first in lists; `bounce` null where it did not bounce. */
export interface DeliveryOutcome {
  at: number;
  kind: BounceKind | null;
  cause: BounceCause | null;
}

const day = 86_400_000;

/**
 * Whether an address has failed often enough to be given up: unknown user once, unknown host three times in a row, anything soft five
 * times in a row over at least 14 days. Policy refusals never count against an address.
 */
export function isUndeliverable(newestFirst: readonly DeliveryOutcome[]): boolean {
  const [last] = newestFirst;
  if (!last || (last.kind !== 'hard' && last.kind !== 'soft')) return false;
  if (last.cause !== null && isFinal({ kind: last.kind, cause: last.cause })) return true;
  const hosts = newestFirst.slice(0, 3);
  if (hosts.length === 3 && hosts.every((outcome) => outcome.cause === 'unknown_host')) return true;
  const failures = newestFirst.slice(0, 5);
  const isRow =
    failures.length === 5 && failures.every((outcome) => outcome.kind === 'soft' || outcome.kind === 'hard');
  return isRow && failures[0]!.at - failures[4]!.at >= 14 * day;
}
