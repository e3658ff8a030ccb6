import type { OutboxSql } from '../db/queries/outbox-lease.ts';
import { listDomains, type EditionOfBatch } from '../db/queries/outbox-window.ts';
import { listBucketKeys, takeTokens } from '../db/queries/token-buckets.ts';

/** Lets through what the token buckets of receiving domains and senders allow. */
export interface Throttle {
  /** The messages that may go now; the others are handed to `wait` with the seconds until they can. */
  admit: (window: EditionOfBatch, wait: (messageIds: string[], seconds: number) => void) => Promise<string[]>;
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
    async admit({ messageIds, senderId }, wait) {
      if (Date.now() - readAt > freshMs) {
        known = new Set(await inTenant(listBucketKeys));
        readAt = Date.now();
      }
      if (known.size === 0) return messageIds;
      const limited = await groups(messageIds, senderId);
      const refused = new Set<string>();
      for (const [key, members] of limited.sort(([a], [b]) => (a < b ? -1 : 1))) {
        const asking = members.filter((id) => !refused.has(id));
        if (asking.length === 0) continue;
        const { granted, waitSeconds } = await inTenant((sql) => takeTokens(sql, key, asking.length));
        const late = asking.slice(granted);
        for (const id of late) refused.add(id);
        if (late.length > 0) wait(late, Math.max(leastWaitSeconds, waitSeconds));
      }
      return messageIds.filter((id) => !refused.has(id));
    },
  };

  /** The messages of a window by the buckets that there are for them. */
  async function groups(messageIds: string[], senderId: string | null): Promise<[string, string[]][]> {
    const found = new Map<string, string[]>();
    if (senderId && known.has(senderBucket(senderId))) found.set(senderBucket(senderId), messageIds);
    if (![...known].some((key) => key.startsWith(domainBucket('')))) return [...found];
    for (const [id, domain] of await inTenant((sql) => listDomains(sql, messageIds))) {
      const key = domainBucket(domain);
      if (known.has(key)) found.set(key, [...(found.get(key) ?? []), id]);
    }
    return [...found];
  }
}
