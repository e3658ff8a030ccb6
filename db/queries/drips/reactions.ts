import { sql } from 'kysely';
import type { DripDefinition, DripEntry } from '../../../domain/drips/definition.ts';
import type { TenantDb } from '../../connection.ts';
import { enrol, namedPeople, requestWake } from './enrolments.ts';
import { leaveDrips } from './positions.ts';

/** An event as drips hear of it. */
export interface HeardEvent {
  kind: string;
  verdict: string;
  personId: string | null;
  /** What a custom event or a form is called. */
  name: string | null;
}

/** Drips that react to people, with the version that those follow who come in now. */
async function listListening(
  db: TenantDb,
): Promise<{ id: string; currentVersion: number; definition: DripDefinition }[]> {
  const { rows } = await sql<{ id: string; currentVersion: number; definition: DripDefinition }>`
    select d.id, d.current_version, v.definition
    from drips d join drip_versions v on v.tenant_id = d.tenant_id and v.drip_id = d.id and v.number = d.current_version
    where d.tenant_id = current_tenant() and d.status in ('running', 'paused') order by d.id`.execute(db);
  return rows;
}

/** The open enrolments of some people that an answer ends: by the version that each of them follows. */
async function listLeaving(db: TenantDb, personIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from drip_positions p
    join drips d on d.tenant_id = p.tenant_id and d.id = p.drip_id and d.status in ('running', 'paused')
    join drip_versions v on v.tenant_id = p.tenant_id and v.drip_id = p.drip_id and v.number = p.version
    where p.tenant_id = current_tenant() and p.person_id = any(${sql.val([...personIds])}::uuid[]) and p.ended_at is null
      and coalesce((v.definition ->> 'exitOnReply')::boolean, true)
    order by p.drip_id, p.id`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Applies events to drips in the caller's transaction: an answer ends somebody's way where the version that they follow says so, and events that a drip waits for let
 * their people in. What machines did lets nobody in. Returns the drips that want to be woken once this is committed.
 */
export async function applyToDrips(db: TenantDb, events: readonly HeardEvent[], nowIso: string): Promise<string[]> {
  const people = events.filter((event) => event.personId !== null && event.verdict !== 'machine');
  const listening = people.length > 0 ? await listListening(db) : [];
  const woken: string[] = [];
  const replied = people.filter(({ kind }) => kind === 'reply').flatMap(({ personId }) => personId ?? []);
  if (replied.length > 0) await leaveDrips(db, { ids: await listLeaving(db, replied), reason: 'replied', nowIso });
  for (const { id: dripId, definition } of listening) {
    const coming = people.filter((event) => definition.entries.some((entry) => isWayIn(entry, event)));
    if (coming.length === 0) continue;
    const entering = namedPeople(coming.flatMap(({ personId }) => personId ?? []));
    const taken = await enrol(db, { dripId, nowIso, source: 'event', people: entering, reentry: definition.reentry });
    if (taken.length > 0 && (await requestWake(db, dripId, nowIso))) woken.push(dripId);
  }
  return woken;
}

/** Whether an event is what a way in waits for. */
export function isWayIn(entry: DripEntry, event: HeardEvent): boolean {
  if (entry.kind !== 'event' || entry.event !== event.kind) return false;
  if (entry.event === 'click' && event.verdict !== 'human') return false;
  return entry.name === null || entry.name === event.name;
}
