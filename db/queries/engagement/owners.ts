import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/** An event with the person whom it came in for. */
export interface OwnedEvent {
  id: string;
  receivedAt: string;
  personId: string | null;
}

/** Gives events of records that were merged into another one since they came in to that one; returns the others as they are. */
export async function giveToKept<Event extends OwnedEvent>(db: TenantDb, events: readonly Event[]): Promise<Event[]> {
  const { rows } = await sql<{ id: string; mergedInto: string }>`
    select id, merged_into from people
    where tenant_id = current_tenant() and id = any(${sql.val(peopleOf(events))}::uuid[]) and merged_into is not null`.execute(
    db,
  );
  const kept = new Map(rows.map(({ id, mergedInto }) => [id, mergedInto]));
  const moved = events.filter(({ personId }) => kept.has(personId ?? ''));
  if (moved.length === 0) return [...events];
  await sql`
    update engagement_events e set person_id = p.merged_into from people p
    where ${among(moved)} and p.tenant_id = e.tenant_id and p.id = e.person_id and p.merged_into is not null`.execute(
    db,
  );
  return events.map((event) => ({ ...event, personId: kept.get(event.personId ?? '') ?? event.personId }));
}

/**
 * Holds the people of some events, so that nobody erases or merges one of them before the transaction ends: what the records did that were
 * merged meanwhile is given to the kept ones, and `erased` is who was erased. Either that is under way is waited for.
 */
export async function holdOwners<Event extends OwnedEvent>(
  db: TenantDb,
  events: readonly Event[],
): Promise<{ events: Event[]; erased: Set<string> }> {
  const erased = await holdErased(db, events);
  const given = await giveToKept(db, events);
  const isSettled = given.every(({ personId }, place) => personId === events[place]?.personId);
  return isSettled ? { events: given, erased } : holdOwners(db, given);
}

/** Who of the people of some events was erased, and not merged: what a merged record did is somebody's. */
async function holdErased(db: TenantDb, events: readonly OwnedEvent[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string; isErased: boolean }>`
    select id, erased_at is not null and merged_into is null as is_erased from people
    where tenant_id = current_tenant() and id = any(${sql.val(peopleOf(events))}::uuid[]) order by id for key share`.execute(
    db,
  );
  return new Set(rows.filter(({ isErased }) => isErased).map(({ id }) => id));
}

/** Takes out of events what an erasure takes out of them: they came in after it. */
export async function clearEvents(db: TenantDb, events: readonly OwnedEvent[]): Promise<void> {
  if (events.length === 0) return;
  await sql`
    update engagement_events e set data = '{}', name = null, anonymous_id = null, user_id = null where ${among(events)}`.execute(
    db,
  );
}

function peopleOf(events: readonly OwnedEvent[]): string[] {
  return [...new Set(events.flatMap(({ personId }) => personId ?? []))];
}

/** By both parts of their key, so that one partition is read. */
function among(events: readonly OwnedEvent[]) {
  const [times, ids] = [events.map(({ receivedAt }) => receivedAt), events.map(({ id }) => id)];
  return sql`e.tenant_id = current_tenant() and e.received_at = any(${sql.val(times)}::text[]::timestamptz[])
    and e.id = any(${sql.val(ids)}::uuid[])`;
}
