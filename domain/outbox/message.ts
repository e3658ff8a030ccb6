/** The states of one message on its road. `sending` is the only one from which it can become `uncertain`. */
export const messageStatuses = ['queued', 'sending', 'sent', 'skipped', 'failed', 'uncertain', 'cancelled'] as const;

/** One of the states of a message. */
export type MessageStatus = (typeof messageStatuses)[number];

/** What kind of source enqueues a message. */
export type SourceKind = 'broadcast' | 'drip' | 'nurture' | 'nba' | 'transactional';

/** Lower goes first: a receipt before a drip step before bulk. */
export const priorities: Record<SourceKind, number> = { transactional: 1, nba: 3, drip: 3, nurture: 4, broadcast: 5 };

/** Messages in one leased batch. */
export const batchSize = 500;

/** Messages a lane has in flight at once: what a crash can leave uncertain. */
export const windowSize = 64;
