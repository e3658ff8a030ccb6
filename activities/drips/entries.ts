import { withTenant, type Database } from '../../db/connection.ts';
import { enrol } from '../../db/queries/drips/enrolments.ts';
import { daysSince, markScanned, type DripState } from '../../db/queries/drips/rounds.ts';
import { peopleOfEntry } from '../../db/queries/drips/entry-people.ts';
import type { DripDefinition, DripEntry } from '../../domain/drips/definition.ts';
import { needsNewArrival } from '../../domain/drips/reentry.ts';
import type { DripRef } from '../../workflows/drips/messages.ts';
import type { DripPass } from './steps.ts';

/** Entries that nobody tells us about are looked for this often. */
const scanMinutes = 15;

/** People taken in in one transaction. */
const batchSize = 5000;

interface Scan {
  ref: DripRef;
  state: DripState;
  pass: DripPass;
  /** The definition that is in force. */
  rule: DripDefinition;
  /** Hears of each batch of people: where a whole segment comes in at once it takes longer than anybody waits for a sign of life. */
  onBatch: () => void;
}

/**
 * Lets people in by lists, segments and dates, where it is time to look for them. Returns when it will be again (ISO 8601); null
 * where the drip has no such entry.
 */
export async function scanEntries(
  database: Database,
  { ref, state, pass, rule, onBatch }: Scan,
): Promise<string | null> {
  if (state.entryClosedAt) return null;
  const entries = rule.entries.filter(({ kind }) => kind !== 'event');
  if (entries.length === 0) return null;
  const now = Date.parse(pass.nowIso);
  const nextAt = (state.scannedAt?.getTime() ?? 0) + scanMinutes * 60_000;
  if (now < nextAt) return new Date(nextAt).toISOString();
  const since = state.scannedAt ?? state.startedAt ?? new Date(pass.nowIso);
  const sinceOf = ({ kind }: DripEntry) => (kind === 'dateField' ? daysSince(since, state) : since).toISOString();
  for (const entry of entries) {
    for (let taken = batchSize; taken === batchSize;) {
      taken = await withTenant(database.db, ref.tenantId, async (db) => {
        const { reentry } = rule;
        const { dripId, nowIso } = pass;
        const newOnly = needsNewArrival(reentry);
        const people = await peopleOfEntry(db, { entry, owner: { dripId }, sinceIso: sinceOf(entry), nowIso, newOnly });
        if (!people) return 0;
        return (await enrol(db, { dripId, nowIso, source: entry.kind, people, reentry, limit: batchSize })).length;
      });
      onBatch();
    }
  }
  await withTenant(database.db, ref.tenantId, (db) => markScanned(db, ref.dripId, pass.nowIso));
  return new Date(now + scanMinutes * 60_000).toISOString();
}
