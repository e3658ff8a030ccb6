import { withTenant, type Database } from '../../db/connection.ts';
import { findCampaign } from '../../db/queries/campaigns/campaigns.ts';
import { peopleOfEntry } from '../../db/queries/drips/entry-people.ts';
import { addNurtureMembers } from '../../db/queries/nurtures/members.ts';
import { markNurtureScanned } from '../../db/queries/nurtures/state.ts';
import { findNurture, type NurtureRow } from '../../db/queries/nurtures/nurtures.ts';
import { hasEnded } from '../../domain/parts/end.ts';
import type { NurtureRef } from '../../workflows/nurtures/messages.ts';

/** Ways in that nobody tells us about are looked for this often, and before each cast. */
const scanMinutes = 60;

/** People let in in one transaction. */
const batchSize = 5000;

/** When people are to be looked for again who come in by themselves (ISO 8601); null: it has no such way in, or lets nobody in. */
export function nextScanAt(
  nurture: NurtureRow,
  { isRunning, nowIso }: { isRunning: boolean; nowIso: string },
): string | null {
  const { status, definition, scannedAt, endAt } = nurture;
  if (!isRunning || status !== 'running' || hasEnded(endAt, nowIso)) return null;
  if (definition.entries.every(({ by }) => by.kind === 'event')) return null;
  return new Date((scannedAt?.getTime() ?? 0) + scanMinutes * 60_000).toISOString();
}

/**
 * Lets people into a programme that runs by lists, segments and dates, batch by batch. Doing it again lets in nobody twice. Returns when
 * it is to be done again (ISO 8601). `onBatch` hears of each batch of people.
 */
export async function letPeopleIn(
  database: Database,
  ref: NurtureRef & { now: string },
  onBatch: () => void,
): Promise<string | null> {
  const { nurtureId, now: nowIso } = ref;
  const inTenant = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(database.db, ref.tenantId, work);
  const { nurture, isRunning } = await inTenant(async (db) => ({
    nurture: await findNurture(db, nurtureId),
    isRunning: (await findCampaign(db, ref.campaignId))?.status === 'running',
  }));
  if (!nurture || nextScanAt(nurture, { isRunning, nowIso }) === null) return null;
  const sinceIso = (nurture.scannedAt ?? nurture.startedAt ?? new Date(nowIso)).toISOString();
  const { entries, comeAgain: again } = nurture.definition;
  for (const { by: entry, stream } of entries) {
    for (let came = batchSize; came === batchSize;) {
      came = await inTenant(async (db) => {
        const look = { entry, owner: { nurtureId }, sinceIso, nowIso, newOnly: true };
        const people = await peopleOfEntry(db, look);
        return people ? addNurtureMembers(db, { nurtureId, stream, nowIso, people, again, limit: batchSize }) : 0;
      });
      onBatch();
    }
  }
  await inTenant((db) => markNurtureScanned(db, nurtureId, nowIso));
  return new Date(Date.parse(nowIso) + scanMinutes * 60_000).toISOString();
}
