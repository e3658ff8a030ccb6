import { sql } from 'kysely';
import type { DripDefinition, DripEntry } from '../../domain/drips/definition.ts';
import type { TenantDb } from '../connection.ts';
import { enrol, namedPeople, requestWake } from './drip-enrolments.ts';
import { leaveDrips } from './drip-positions.ts';

/** An event as drips hear of it. */
export interface HeardEvent {
  kind: string;
  verdict: string;
  personId: string | null;
  data: { name?: string };
}

/** Drips that react to people: what lets them in, and whether an answer lets them go. */
async function listListening(
  db: TenantDb,
): Promise<{ id: string; currentVersion: number; definition: DripDefinition }[]> {
  const { rows } = await sql<{ id: string; currentVersion: number; definition: DripDefinition }>`
    select d.id, d.current_version, v.definition
    from drips d join drip_versions v on v.tenant_id = d.tenant_id and v.drip_id = d.id and v.number = d.current_version
    where d.tenant_id = current_tenant() and d.status in ('running', 'paused') order by d.id`.execute(db);
  return rows;
}

/**
 * Applies events to drips in the caller's transaction: an answer ends a drip where it says so, and events that a drip waits for let
 * their people in. What machines did lets nobody in. Returns the drips that want to be woken once this is committed.
 */
export async function applyToDrips(db: TenantDb, events: readonly HeardEvent[], nowIso: string): Promise<string[]> {
  const people = events.filter((event) => event.personId !== null && event.verdict !== 'machine');
  const listening = people.length > 0 ? await listListening(db) : [];
  const woken: string[] = [];
  const replied = people.filter(({ kind }) => kind === 'reply').flatMap(({ personId }) => personId ?? []);
  for (const { id: dripId, definition } of listening) {
    if (replied.length > 0 && definition.exitOnReply)
      await leaveDrips(db, { dripId, personIds: replied, reason: 'replied', nowIso });
    const coming = people.filter((event) => definition.entries.some((entry) => isFor(entry, event)));
    if (coming.length === 0) continue;
    const entering = namedPeople(coming.flatMap(({ personId }) => personId ?? []));
    const taken = await enrol(db, { dripId, nowIso, source: 'event', people: entering, reentry: definition.reentry });
    if (taken.length > 0 && (await requestWake(db, dripId, nowIso))) woken.push(dripId);
  }
  return woken;
}

function isFor(entry: DripEntry, event: HeardEvent): boolean {
  if (entry.kind !== 'event' || entry.event !== event.kind) return false;
  if (entry.event === 'click' && event.verdict !== 'human') return false;
  return entry.name === null || entry.name === event.data.name;
}
