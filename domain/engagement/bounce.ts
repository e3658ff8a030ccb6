import { judgeEvidence, type Evidence, type RecipientVerdict } from '../inbound/judge.ts';
import type { InboundReason } from '../inbound/reasons.ts';

/**
 * What a delivery report says of a message: `hard` (no such person or host: never again), `soft` (full, away, too busy: maybe
 * later), `policy` (they do not want *us*: the sender's problem, never the address's), or no bounce at all.
 */
export type BounceKind = 'hard' | 'soft' | 'policy' | 'delayed' | 'delivered';

/** Why: the part of the reasons that our rules tell apart. */
export type BounceCause = 'unknown_user' | 'unknown_host' | 'mailbox_full' | 'policy' | 'other';

/** A verdict on one recipient of a report: the reason in full, and the codes (RFC 3463, RFC 5321) that it rests on. */
export interface BounceVerdict {
  kind: BounceKind;
  cause: BounceCause;
  reason: InboundReason;
  status: string | null;
  reply: string | null;
}

/** The verdict on a refusal whose words are all that is known. */
export function judgeRefusal(refusal: Pick<Evidence, 'status' | 'diagnostic' | 'stage'>): BounceVerdict {
  const verdict = judgeEvidence({ action: 'failed', channel: 'smtp', context: '', ...refusal });
  return bounceOf({ ...verdict, recipient: null })!;
}

/** What counts of a verdict of the classifier; null where it says nothing of a delivery. */
export function bounceOf({ kind, reason, status, reply }: RecipientVerdict): BounceVerdict | null {
  if (!(kind in gravity)) return null;
  const bounce = kind as BounceKind;
  return { kind: bounce, cause: bounce === 'policy' ? 'policy' : (causes[reason] ?? 'other'), reason, status, reply };
}

const causes: Partial<Record<InboundReason, BounceCause>> = {
  userunknown: 'unknown_user',
  hasmoved: 'unknown_user',
  hostunknown: 'unknown_host',
  notaccept: 'unknown_host',
  mailboxfull: 'mailbox_full',
};

const gravity: Record<BounceKind, number> = { hard: 0, policy: 1, soft: 2, delayed: 3, delivered: 4 };

/** The gravest of several verdicts: a report on one message counts once. Null for none. */
export function gravest(verdicts: readonly BounceVerdict[]): BounceVerdict | null {
  return [...verdicts].sort((a, b) => gravity[a.kind] - gravity[b.kind])[0] ?? null;
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
