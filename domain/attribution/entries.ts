import { creditsOf, type Credit, type CreditKey, type Crediting, type OpportunityFacts } from './credits.ts';
import type { Model } from './model.ts';

/** What a row of the ledger is: money credited, credit taken back, or the part of a refund. */
export const entryKinds = ['credit', 'reversal', 'refund'] as const;

/** Why a row of the ledger was written. */
export const entryReasons = [
  'opened',
  'won',
  'lost',
  'reopened',
  'deleted',
  'refunded',
  'amount_changed',
  'touches_changed',
  'refitted',
] as const;

/** One of `entryReasons`. */
export type EntryReason = (typeof entryReasons)[number];

/** A row of the ledger: of revenue a change, of what is open a share as it stands. */
export interface Entry extends Credit {
  kind: (typeof entryKinds)[number];
  reason: EntryReason;
  /** When what it tells of happened, ISO 8601. */
  occurredAt: string;
  fitVersion: number | null;
}

/** What the ledger says of one opportunity so far: the sums by key, and the fit that its Markov credits go by. */
export interface Ledger {
  sums: readonly Credit[];
  fitVersion: number | null;
}

/** What makes the ledger say what the facts say: rows that go, and rows that come. */
export interface LedgerChange {
  /** Touches whose share of what is open is another one by a model, or none: their rows go before the new ones come. */
  outdated: { model: Model; touchId: string }[];
  entries: Entry[];
}

/**
 * What makes the ledger say what the facts say: only what is different. Of revenue these are rows that are added, and what was written
 * stays; a share of what is open is replaced as a whole. Where the ledger says so already there is nothing, so that working an
 * opportunity out again and again, or all of them from the beginning, writes nothing.
 */
export function changesOf(facts: OpportunityFacts, ledger: Ledger, crediting: Crediting): LedgerChange {
  const differences = differencesOf(facts, ledger, crediting);
  const isOpen = ({ measure }: CreditKey) => measure === 'pipeline';
  return {
    outdated: differences.filter(isOpen).map(({ model, touchId }) => ({ model, touchId })),
    entries: differences.flatMap(({ wantedMinor, ...entry }) => {
      if (!isOpen(entry)) return entry;
      return wantedMinor === 0 ? [] : { ...entry, amountMinor: wantedMinor, kind: 'credit' as const };
    }),
  };
}

/** The differences, each with what should stand in the end. */
function differencesOf(
  facts: OpportunityFacts,
  ledger: Ledger,
  crediting: Crediting,
): (Entry & { wantedMinor: number })[] {
  const wanted = new Map(creditsOf(facts, crediting).map((credit) => [keyOf(credit), credit]));
  const standing = new Map(ledger.sums.map((credit) => [keyOf(credit), credit]));
  const credits = [...wanted.values()];
  const isRefitted = (crediting.fit?.version ?? null) !== ledger.fitVersion;
  const reasons = new Map<string, EntryReason>();
  const reasonOf = (credit: Credit): EntryReason => {
    const key = `${credit.model} ${credit.measure} ${credit.refundId}`;
    const known = reasons.get(key) ?? reasonFor(facts, credit, { credits, sums: ledger.sums, isRefitted });
    reasons.set(key, known);
    return known;
  };
  return [...new Set([...standing.keys(), ...wanted.keys()])].flatMap((key) => {
    const credit = wanted.get(key) ?? standing.get(key)!;
    const wantedMinor = wanted.get(key)?.amountMinor ?? 0;
    const amountMinor = wantedMinor - (standing.get(key)?.amountMinor ?? 0);
    if (amountMinor === 0) return [];
    const reason = reasonOf(credit);
    return {
      ...credit,
      amountMinor,
      wantedMinor,
      kind: kindOf(credit.refundId, amountMinor),
      reason,
      occurredAt: momentOf(facts, credit, reason),
      fitVersion: credit.model === 'markov' ? (crediting.fit?.version ?? null) : null,
    };
  });
}

const keyOf = (key: CreditKey): string =>
  [key.model, key.measure, key.refundId, key.touchId, key.campaignId, key.channel, key.source, key.currency].join('\n');

function kindOf(refundId: string | null, amountMinor: number): Entry['kind'] {
  if (refundId === null) return amountMinor > 0 ? 'credit' : 'reversal';
  return amountMinor < 0 ? 'refund' : 'reversal';
}

interface Standing {
  credits: readonly Credit[];
  sums: readonly Credit[];
  isRefitted: boolean;
}

/** Why the credits of one amount by one model change. */
function reasonFor(facts: OpportunityFacts, { model, measure, refundId }: Credit, standing: Standing): EntryReason {
  const total = (credits: readonly Credit[]) =>
    credits
      .filter((credit) => credit.model === model && credit.measure === measure && credit.refundId === refundId)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const [before, after] = [total(standing.sums), total(standing.credits)];
  if (before === 0) return refundId !== null ? 'refunded' : measure === 'pipeline' ? 'opened' : 'won';
  if (after === 0) return goneFor(facts);
  if (before !== after) return 'amount_changed';
  return model === 'markov' && standing.isRefitted ? 'refitted' : 'touches_changed';
}

/** Why a won amount no longer counts. An open amount simply disappears, without a reason. */
function goneFor({ state, touches, valueMinor }: OpportunityFacts): EntryReason {
  if (state === 'deleted') return 'deleted';
  if (state === 'lost') return 'lost';
  if (state === 'open') return 'reopened';
  return touches.length === 0 && valueMinor !== null ? 'touches_changed' : 'amount_changed';
}

/** When what a row tells of happened: the day of the refund, the close, the opening, or the change that took it back. */
function momentOf(facts: OpportunityFacts, { measure, refundId }: Credit, reason: EntryReason): string {
  if (reason === 'lost' || reason === 'reopened' || reason === 'deleted') return facts.changedAt;
  if (measure === 'pipeline') return facts.openedAt;
  const refund = facts.refunds.find(({ id }) => id === refundId);
  return refund ? `${refund.refundedOn}T00:00:00.000Z` : (facts.closedAt ?? facts.changedAt);
}
