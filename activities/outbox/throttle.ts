import type { Database } from '../../db/connection.ts';
import type { OutboxSql } from '../../db/queries/outbox/lease.ts';
import { listDomains, type EditionOfBatch } from '../../db/queries/outbox/window.ts';
import { listBucketKeys, takeTokens } from '../../db/queries/deliverability/token-buckets.ts';
import { findWarmUp, giveBackOfDay, takeOfDay } from '../../db/queries/deliverability/warm-ups.ts';
import type { WaitReason } from '../../domain/outbox/wait-reason.ts';
import { warmUpDay } from '../../domain/senders/warm-up.ts';
import type { ProviderBook } from '../deliverability/mail-providers.ts';

/** Puts messages off for some seconds, and says why. */
export type Wait = (messageIds: string[], seconds: number, reason: WaitReason) => void;

/** Lets through what the token buckets of receivers and senders, and the warm-up of the sender, allow. */
export interface Throttle {
  /** A batch begins: what is looked up for its messages is looked up once. */
  begin: (messageIds: string[], domainsOf?: typeof listDomains) => void;
  /** Removes messages that are known to have to wait, without asking the database, so that windows are filled with messages that may go. */
  passOver: (messageIds: string[], wait: Wait) => string[];
  /** The messages that may go now; the others are handed to `wait` with the seconds until they can. */
  admit: (window: EditionOfBatch, wait: Wait) => Promise<string[]>;
  /** Of what was admitted last, so many were not sent after all: their share of the sender's day is free again. */
  giveBack: (count: number) => Promise<void>;
}

/** How long the knowledge of which buckets exist is used before it is read again. */
const freshMs = 5000;

/** Where a message that has to wait is put off for at least this long, so that slow buckets do not make busy work. */
const leastWaitSeconds = 15;

/** When a bucket was made or blocked in this process last: lanes beside the one that did it must not wait to hear of it. */
const changes = new WeakMap<Database, number>();

/** Has all lanes of this process read anew which buckets there are. */
export function noteBucketChange(database: Database): void {
  changes.set(database, Date.now());
}

/** The bucket of a receiving domain. */
export const domainBucket = (domain: string): string => `domain:${domain}`;

/** The bucket of all domains whose mail a provider takes. */
export const providerBucket = (provider: string): string => `provider:${provider}`;

/** The bucket of a sender identity. */
export const senderBucket = (senderId: string): string => `sender:${senderId}`;

/** Opens the throttle of one lane. Where no bucket concerns a window, it costs no statement. */
export function openThrottle(lane: {
  database: Database;
  inTenant: <T>(work: (sql: OutboxSql) => Promise<T>) => Promise<T>;
  providers: ProviderBook;
  /** The clock of the business, and the tenant's zone: days of a warm-up go by them. */
  clock: () => Date;
  timeZone: string;
}): Throttle {
  const { database, inTenant, providers, clock, timeZone } = lane;
  let known = new Set<string>();
  let hasReceivers = false;
  let readAt = -Infinity;
  let ofDay: { senderId: string; date: string } | null = null;
  let batch: string[] = [];
  let domainsOf = listDomains;
  /** Receiving domains of the batch's messages, once somebody has asked for them. */
  let domains: Map<string, string> | null = null;
  /** Receivers that give nothing: until when that holds without asking again, and when they will (milliseconds). */
  const shut = new Map<string, { until: number; opensAt: number }>();

  return {
    begin(messageIds, ofThese = listDomains) {
      batch = messageIds;
      domainsOf = ofThese;
      domains = null;
    },
    passOver(messageIds, wait) {
      if (domains === null || shut.size === 0) return messageIds;
      const late = new Map<string, string[]>();
      const open = messageIds.filter((id) => {
        const key = receiversOf(domains?.get(id) ?? '').find(isShut);
        if (key !== undefined) late.set(key, [...(late.get(key) ?? []), id]);
        return key === undefined;
      });
      for (const [key, ids] of late) putOff(ids, key, wait);
      return open;
    },
    async admit({ messageIds, senderId }, wait) {
      ofDay = null;
      if (Date.now() - readAt > freshMs || (changes.get(database) ?? -Infinity) >= readAt) await read();
      if (known.size === 0) return messageIds;
      const limited = await groups(messageIds, senderId);
      const refused = new Set<string>();
      for (const [key, members] of limited.sort(([a], [b]) => (a < b ? -1 : 1))) {
        const asking = members.filter((id) => !refused.has(id));
        if (asking.length === 0) continue;
        const { granted, waitSeconds } = await inTenant((sql) => takeTokens(sql, key, asking.length));
        if (granted === 0 && !key.startsWith(senderBucket('')))
          shut.set(key, {
            until: Date.now() + Math.min(freshMs, waitSeconds * 1000),
            opensAt: Date.now() + waitSeconds * 1000,
          });
        const late = asking.slice(granted);
        for (const id of late) refused.add(id);
        if (late.length > 0) wait(late, Math.max(leastWaitSeconds, waitSeconds), reasonOf(key, granted, waitSeconds));
      }
      const open = messageIds.filter((id) => !refused.has(id));
      return senderId && known.has(`warm-up:${senderId}`) ? withinDay(open, senderId, wait) : open;
    },
    async giveBack(count) {
      const taken = ofDay;
      if (taken && count > 0) await inTenant((sql) => giveBackOfDay(sql, { ...taken, count }));
    },
  };

  async function read(): Promise<void> {
    // Noted first: what changes while it is read is read again.
    readAt = Date.now();
    known = new Set(await inTenant(listBucketKeys));
    hasReceivers = [...known].some((key) => key.startsWith(domainBucket('')) || key.startsWith(providerBucket('')));
  }

  /** The messages of a window by the buckets that there are for them. */
  async function groups(messageIds: string[], senderId: string | null): Promise<[string, string[]][]> {
    const found = new Map<string, string[]>();
    if (senderId && known.has(senderBucket(senderId))) found.set(senderBucket(senderId), messageIds);
    if (!hasReceivers) return [...found];
    if (domains === null) {
      domains = await inTenant((sql) => domainsOf(sql, batch.length > 0 ? batch : messageIds));
      await providers.look([...new Set(domains.values())]);
    }
    for (const id of messageIds)
      for (const key of receiversOf(domains.get(id) ?? ''))
        if (known.has(key)) found.set(key, [...(found.get(key) ?? []), id]);
    return [...found];
  }

  /** The buckets that there may be for whoever takes the mail of a domain. */
  function receiversOf(domain: string): string[] {
    const provider = providers.known(domain);
    return provider === null ? [domainBucket(domain)] : [domainBucket(domain), providerBucket(provider)];
  }

  function isShut(key: string): boolean {
    const found = shut.get(key);
    if (found && found.until <= Date.now()) shut.delete(key);
    return shut.has(key);
  }

  function putOff(ids: string[], key: string, wait: Wait): void {
    const seconds = ((shut.get(key)?.opensAt ?? 0) - Date.now()) / 1000;
    wait(ids, Math.max(leastWaitSeconds, seconds), reasonOf(key, 0, seconds));
  }

  /** What the sender's warm-up has room for today; the rest waits for its next day. */
  async function withinDay(ids: string[], senderId: string, wait: Wait): Promise<string[]> {
    const warmUp = ids.length > 0 && (await inTenant((sql) => findWarmUp(sql, senderId)));
    if (!warmUp) return ids;
    const nowIso = clock().toISOString();
    const { date, cap, nextAt } = warmUpDay(warmUp, timeZone, nowIso);
    if (cap === null) return ids;
    const granted =
      cap === 0 ? 0 : await inTenant((sql) => takeOfDay(sql, { senderId, date, wanted: ids.length, cap }));
    ofDay = { senderId, date };
    const late = ids.slice(granted);
    if (late.length > 0) wait(late, Math.ceil((Date.parse(nextAt) - Date.parse(nowIso)) / 1000), 'warm_up');
    return ids.slice(0, granted);
  }
}

/** A bucket that gives nothing for longer than its rate explains is blocked. */
function reasonOf(key: string, granted: number, waitSeconds: number): WaitReason {
  const [kind, about = ''] = key.split(':');
  if (kind === 'sender') return 'sender_limit';
  return granted === 0 && waitSeconds > leastWaitSeconds ? `receiver_slow:${about}` : `receiver_limit:${about}`;
}
