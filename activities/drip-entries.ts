import { sql, type RawBuilder } from 'kysely';
import { withTenant, type Database, type TenantDb } from '../db/connection.ts';
import { findSlot } from '../db/queries/drip-effects.ts';
import { enrol } from '../db/queries/drip-enrolments.ts';
import { markScanned, type DripState } from '../db/queries/drip-rounds.ts';
import {
  arrivalsInSegment,
  arrivalsOnList,
  datedPeople,
  peopleOfList,
  peopleOfSegment,
} from '../db/queries/drip-entries.ts';
import type { DripEntry } from '../domain/drips/definition.ts';
import { needsNewArrival } from '../domain/drips/reentry.ts';
import type { DripRef } from '../workflows/drip-messages.ts';
import type { DripPass } from './drip-steps.ts';

/** Entries that nobody tells us about are looked for this often. */
const scanMinutes = 15;

/** People taken in in one transaction. */
const batchSize = 5000;

interface Scan {
  ref: DripRef;
  state: DripState;
  pass: DripPass;
}

/**
 * Lets people in by lists, segments and dates, where it is time to look for them. Returns when it will be again (ISO 8601); null
 * where the drip has no such entry.
 */
export async function scanEntries(database: Database, { ref, state, pass }: Scan): Promise<string | null> {
  if (state.entryClosedAt) return null;
  const rule = await withTenant(database.db, ref.tenantId, (db) => pass.ruleOf(db, state.currentVersion));
  const entries = rule.entries.filter(({ kind }) => kind !== 'event');
  if (entries.length === 0) return null;
  const now = Date.parse(pass.nowIso);
  const nextAt = (state.scannedAt?.getTime() ?? 0) + scanMinutes * 60_000;
  if (now < nextAt) return new Date(nextAt).toISOString();
  for (const entry of entries) {
    for (let taken = batchSize; taken === batchSize;) {
      taken = await withTenant(database.db, ref.tenantId, async (db) => {
        const { reentry } = rule;
        const people = await peopleOf(db, { entry, state, pass, newOnly: needsNewArrival(reentry) });
        if (!people) return 0;
        const { dripId, nowIso } = pass;
        return (await enrol(db, { dripId, nowIso, source: entry.kind, people, reentry, limit: batchSize })).length;
      });
    }
  }
  await withTenant(database.db, ref.tenantId, (db) => markScanned(db, ref.dripId, pass.nowIso));
  return new Date(now + scanMinutes * 60_000).toISOString();
}

/** Who comes in by an entry now; null where it names nothing that can be looked for. */
async function peopleOf(
  db: TenantDb,
  { entry, state, pass, newOnly }: { entry: DripEntry; newOnly: boolean } & Pick<Scan, 'state' | 'pass'>,
): Promise<RawBuilder<unknown> | null> {
  const { dripId, nowIso } = pass;
  const sinceIso = (state.scannedAt ?? state.startedAt ?? new Date(nowIso)).toISOString();
  switch (entry.kind) {
    case 'list':
      if (entry.existing && !newOnly) return peopleOfList(entry.listId);
      return arrivalsOnList({ dripId, listId: entry.listId, sinceIso: entry.existing ? null : sinceIso });
    case 'segment':
      if (entry.existing === false) return arrivalsInSegment({ dripId, segmentId: entry.segmentId, sinceIso });
      return peopleOfSegment(db, { segmentId: entry.segmentId, nowIso, ...(newOnly && { newTo: dripId }) });
    case 'dateField': {
      const found = await findSlot(db, entry.attribute);
      return found?.type === 'date' ? datedPeople({ ...entry, slot: found.slot, nowIso }) : null;
    }
    case 'event':
      return sql`select null::uuid as person_id, null::text as occasion where false`;
  }
}
