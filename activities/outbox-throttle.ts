import type { OutboxSql } from '../db/queries/outbox-lease.ts';
import type { Recipient } from '../db/queries/outbox-window.ts';
import { listBucketKeys, takeTokens } from '../db/queries/token-buckets.ts';

/** Lets through what the token buckets of receiving domains and senders allow. */
export interface Throttle {
  /** The recipients that may go now; the others are handed to `wait` with the seconds until they can. */
  admit: (recipients: Recipient[], wait: (messageIds: string[], seconds: number) => void) => Promise<Recipient[]>;
}

/** How long the knowledge of which buckets exist is used before it is read again. */
const freshMs = 5000;

/** Where a message that has to wait is put off for at least this long, so that slow buckets do not make busy work. */
const leastWaitSeconds = 15;

/** The bucket of a receiving domain. */
export const domainBucket = (domain: string): string => `domain:${domain}`;

/** The bucket of a sender identity. */
export const senderBucket = (senderId: string): string => `sender:${senderId}`;

/** Opens the throttle of one lane. Where no bucket concerns a window, it costs no statement. */
export function openThrottle(inTenant: <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T>): Throttle {
  let known = new Set<string>();
  let readAt = 0;

  return {
    async admit(recipients, wait) {
      if (Date.now() - readAt > freshMs) {
        known = new Set(await inTenant(listBucketKeys));
        readAt = Date.now();
      }
      if (known.size === 0) return recipients;
      const byDomain = groups(recipients, (recipient) => domainBucket(recipient.domain), known);
      const bySender = groups(recipients, (recipient) => recipient.senderId && senderBucket(recipient.senderId), known);
      const refused = new Set<string>();
      for (const [key, members] of [...byDomain, ...bySender].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const asking = members.filter(({ messageId }) => !refused.has(messageId));
        if (asking.length === 0) continue;
        const { granted, waitSeconds } = await inTenant((sql) => takeTokens(sql, key, asking.length));
        const late = asking.slice(granted).map(({ messageId }) => messageId);
        for (const id of late) refused.add(id);
        if (late.length > 0) wait(late, Math.max(leastWaitSeconds, waitSeconds));
      }
      return recipients.filter(({ messageId }) => !refused.has(messageId));
    },
  };
}

function groups(
  recipients: Recipient[],
  keyOf: (recipient: Recipient) => string | null,
  known: Set<string>,
): Map<string, Recipient[]> {
  const found = new Map<string, Recipient[]>();
  for (const recipient of recipients) {
    const key = keyOf(recipient);
    if (key === null || !known.has(key)) continue;
    found.set(key, [...(found.get(key) ?? []), recipient]);
  }
  return found;
}
