import type { WindowOutcome } from '../../db/queries/outbox/mark.ts';
import type { Recipient } from '../../db/queries/outbox/window.ts';
import type { DeliveryName } from '../../domain/deliverability/counts.ts';
import { judgeReply, refusalReason, type ReplyVerdict } from '../../domain/delivery/reply-verdict.ts';
import type { ComposedOutcome } from './composer.ts';

/** What is written for a window, and what follows for addresses, domains and the next try. */
export interface SettledWindow extends Omit<
  WindowOutcome,
  'batchId' | 'leaseId' | 'nowIso' | 'claimedAtIso' | 'isMarketing' | 'senderDomain' | 'tellsOfSent'
> {
  retries: { ids: string[]; seconds: number }[];
  /** Receiving domains that asked for patience. */
  slowDown: { domain: string; seconds: number }[];
  /** Messages of addresses that are not to be written to again. */
  suppress: string[];
  /** Messages of addresses that failed, where only the ones before say whether they are given up. */
  doubtful: string[];
  /** Why the receiver will take nothing of this sender until somebody mends it; null: it does. */
  senderRefused: string | null;
}

/** What a refusal for good counts as among what became of mail. */
const refusalCounts = {
  hard: 'refusedHard',
  policy: 'refusedPolicy',
  soft: 'refusedSoft',
  retry: 'refusedSoft',
} as const satisfies Record<ReplyVerdict['kind'], DeliveryName>;

/** Nothing was sent and the server is not to blame for it: try again after this many seconds. */
const connectionRetrySeconds = 30;

/** Sorts the outcomes of a window into what is written. A recipient without an outcome was never tried and stays queued. */
export function settleOutcomes(recipients: Recipient[], outcomes: ComposedOutcome[]): SettledWindow {
  const byId = new Map(recipients.map((recipient) => [recipient.messageId, recipient]));
  const retryAfter = new Map<number, string[]>();
  const slow = new Map<string, number>();
  const settled: SettledWindow = {
    sent: [],
    failed: [],
    requeued: [],
    uncertain: [],
    retries: [],
    slowDown: [],
    suppress: [],
    doubtful: [],
    senderRefused: null,
    receivers: new Map(recipients.map(({ messageId, email }) => [messageId, domainOf(email)])),
  };
  const retry = (id: string, seconds: number) => retryAfter.set(seconds, [...(retryAfter.get(seconds) ?? []), id]);

  for (const outcome of outcomes) {
    const { id } = outcome;
    const recipient = byId.get(id);
    byId.delete(id);
    switch (outcome.kind) {
      case 'accepted':
        settled.sent.push(id);
        break;
      case 'uncertain':
        settled.uncertain.push(id);
        break;
      case 'unrenderable':
        settled.failed.push({ id, reason: outcome.reason, counts: null });
        break;
      case 'notSent':
        settled.requeued.push({ id, reason: `connection_${outcome.cause}`, counts: false });
        retry(id, connectionRetrySeconds);
        break;
      case 'deferred':
      case 'rejected': {
        const verdict = judgeReply(outcome, (recipient?.attempts ?? 0) + 1);
        const reason = refusalReason(outcome);
        if (verdict.retryAfterSeconds === null)
          settled.failed.push({ id, reason, counts: refusalCounts[verdict.kind] });
        else {
          settled.requeued.push({ id, reason, counts: true });
          retry(id, verdict.retryAfterSeconds);
        }
        if (verdict.pauseSender) settled.senderRefused = reason;
        if (verdict.suppress) settled.suppress.push(id);
        else if (verdict.retryAfterSeconds === null && verdict.kind !== 'policy') settled.doubtful.push(id);
        if (verdict.slowDomainSeconds !== null && recipient)
          slow.set(domainOf(recipient.email), verdict.slowDomainSeconds);
        break;
      }
    }
  }
  for (const id of byId.keys()) {
    settled.requeued.push({ id, reason: 'not_tried', counts: false });
    retry(id, connectionRetrySeconds);
  }
  settled.retries = [...retryAfter].map(([seconds, ids]) => ({ ids, seconds }));
  settled.slowDown = [...slow].map(([domain, seconds]) => ({ domain, seconds }));
  return settled;
}

/** The receiving domain of an address in its comparable form. */
function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}
