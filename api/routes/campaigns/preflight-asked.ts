import { withTenant, type TenantDb } from '../../../db/connection.ts';
import type { AudienceInput } from '../../../db/queries/broadcasts/audience.ts';
import { countReceivers, countSilent, type ReceiverCount } from '../../../db/queries/broadcasts/audience-receivers.ts';
import { listReceiverDeliveries } from '../../../db/queries/deliverability/deliveries.ts';
import type { EditionSource } from '../../../db/queries/content/edition-source.ts';
import type { DomainLimit } from '../../../db/queries/deliverability/token-buckets.ts';
import { mailOutcomeOf } from '../../../domain/deliverability/mail-outcome.ts';
import type { DomainVerdict } from '../../../domain/deliverability/pause.ts';
import { once } from './preflight-once.ts';
import { togetherUnlessSlow, unlessSlow } from './preflight-patience.ts';
import { readWarmUps } from '../senders/warm-up-state.ts';

const dayMs = 86_400_000;

/** A broadcast as far as it matters to how it is received. */
export interface BroadcastToReceive {
  id: string;
  name: string;
  source: Pick<EditionSource, 'sender' | 'content'>;
  /** Who would get it, and how many they are. */
  input: AudienceInput;
  recipients: number;
  startAt: Date | null;
  /** Mailboxes of the seed list that get a copy. */
  seeds: number;
}

/** What is known of the tenant's mail, whatever the campaign. */
export interface Known {
  now: Date;
  stopped: ReadonlySet<string>;
  verdicts: ReadonlyMap<string, DomainVerdict>;
  signed: ReadonlySet<string>;
  limits: DomainLimit[];
  timeZone: string;
  /** Providers at which a seed gets copies. */
  seeded: ReadonlySet<string>;
}

/** What is asked about the people of an audience and about a sender; null where it takes longer than somebody waits. */
export interface Answers {
  receivers: (input: AudienceInput) => ReceiverCount[] | null;
  scores: (sender: string) => Promise<Map<string, number | null> | null>;
  /** How many never read: where it is not known here, the page of deliverability says it. */
  silent: (input: AudienceInput) => number | null;
  warmUps: (of: { at: string; senderId: string }) => ReturnType<typeof readWarmUps>;
}

/** Asks about the people of several broadcasts at once; of senders when it is asked. */
export async function whatIsAsked(
  db: Parameters<typeof withTenant>[0],
  { tenantId, known, broadcasts }: { tenantId: string; known: Known; broadcasts: readonly BroadcastToReceive[] },
): Promise<Answers> {
  const where = { db, tenantId };
  const receivers = await togetherUnlessSlow(
    where,
    broadcasts.filter(({ recipients }) => recipients > 0),
    countReceivers,
  );
  const silent = await togetherUnlessSlow(where, broadcasts.filter(isJudgedByReading), countSilent);
  return {
    receivers,
    silent,
    scores: once((sender) => unlessSlow(where, (db) => readScores(db, known, sender))),
    warmUps: once(({ at, senderId }) => withTenant(db, tenantId, (db) => readWarmUps(db, at, senderId))),
  };
}

/** Whether who reads nothing matters to it. */
export const isJudgedByReading = ({ recipients, source }: BroadcastToReceive): boolean =>
  recipients > 0 && source.content.messageClass === 'marketing';

/** Receivers that are asked of how they take a sender's mail: those with less of it say nothing yet. */
const mostScored = 500;

/** How receivers took the mail of a sender in the last month. */
async function readScores(db: TenantDb, { now, signed }: Known, sender: string): Promise<Map<string, number | null>> {
  const from = new Date(now.getTime() - 30 * dayMs);
  const rows = await listReceiverDeliveries(db, { from, sender, signed: [...signed], limit: mostScored });
  return new Map(rows.map((row) => [row.key, mailOutcomeOf(row.counts, row.signed).score]));
}
