import type { MessageStatus } from '../outbox/message.ts';

/**
 * Counters that say where a source's messages stand now: each message is in `frozen` and in at most one of the others (the
 * skipped are in `skipped.<reason>`).
 */
export const stateCounters = ['frozen', 'sent', 'failed', 'uncertain', 'cancelled'] as const;

/** `deferred`: how often a try ended with the message put off for later, rather than sent, failed or uncertain. */
export const attemptCounters = ['deferred'] as const;

/**
 * Counters of messages to which something happened at least once; each is kept by a time on the message (`uniqueOpens` by
 * `opened_at`, `uniqueClicks` by `clicked_at`, `unsubscribes` by `unsubscribed_at`, `hardBounces` by `bounced_at`,
 * `complaints` by `complained_at`): whoever sets the time from null counts it, so that nothing is counted twice.
 */
export const messageCounters = ['uniqueOpens', 'uniqueClicks', 'unsubscribes', 'hardBounces', 'complaints'] as const;

/**
 * Counters of events. `opens` are those that are not a machine's (an image proxy hides who looked, so "unknown" counts);
 * `clicks` are human only.
 */
export const eventCounters = [
  'opens',
  'machineOpens',
  'clicks',
  'machineClicks',
  'unknownClicks',
  'softBounces',
  'policyBounces',
  'replies',
] as const;

/** Every counter with a fixed name. */
export const counterNames = [...stateCounters, ...attemptCounters, ...messageCounters, ...eventCounters] as const;

/** The name of a counter of a source; the skipped are counted by reason. */
export type CounterName = (typeof counterNames)[number] | `skipped.${string}`;

/** A change of one counter of one source (a broadcast, a drip step …). */
export interface CounterChange {
  sourceId: string;
  name: CounterName;
  by: number;
}

/** What decides which state counter a message is in. */
export interface CountedState {
  status: MessageStatus;
  reason: string | null;
}

/** The state counter that holds a message besides `frozen`; null for one that waits or is on its way. */
export function stateCounterOf(message: CountedState): CounterName | null {
  switch (message.status) {
    case 'queued':
    case 'sending':
      return null;
    case 'skipped':
      return `skipped.${message.reason ?? 'unknown'}`;
    case 'sent':
    case 'failed':
    case 'uncertain':
    case 'cancelled':
      return message.status;
  }
}

/** Whether the last try of a message in this state ended it, so that it was no deferral. */
export function endedTrying(status: MessageStatus): boolean {
  return status === 'sent' || status === 'failed' || status === 'uncertain';
}

/** The counter of an event, if its kind has one. `bounce` is the kind of bounce where the event is one. */
export function eventCounterOf(event: { kind: string; verdict: string; bounce?: string | null }): CounterName | null {
  switch (event.kind) {
    case 'open':
      return event.verdict === 'machine' ? 'machineOpens' : 'opens';
    case 'click':
      if (event.verdict === 'human') return 'clicks';
      return event.verdict === 'machine' ? 'machineClicks' : 'unknownClicks';
    case 'reply':
      return 'replies';
    case 'bounce':
      if (event.bounce === 'soft') return 'softBounces';
      return event.bounce === 'policy' ? 'policyBounces' : null;
    default:
      return null;
  }
}

/** Adds up the changes of the same counter and drops those that come to nothing, in an order that all writers share. */
export function sumChanges(changes: readonly CounterChange[]): CounterChange[] {
  const sums = new Map<string, CounterChange>();
  for (const change of changes) {
    const key = `${change.sourceId} ${change.name}`;
    const sum = sums.get(key);
    if (sum) sum.by += change.by;
    else sums.set(key, { ...change });
  }
  return [...sums.entries()]
    .filter(([, change]) => change.by !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, change]) => change);
}
