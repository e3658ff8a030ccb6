import type { TenantDb } from '../../db/connection.ts';
import type { DueEvent } from '../../db/queries/engagement/engagement.ts';
import {
  findOwners,
  keepVisitorTouches,
  linkIdentities,
  markOwners,
  markTouches,
  type IdentityKey,
  type PersonTouches,
} from '../../db/queries/ingest/identities.ts';
import { isTagged, type Touch } from '../../domain/ingest/touch.ts';

/** Events whose person was not known when they came in get the one who is known by now: see `claimStrays`. */
export async function knowStrays(db: TenantDb, due: DueEvent[]): Promise<DueEvent[]> {
  const strays = due.filter(
    ({ personId, anonymousId, userId }) => personId === null && (anonymousId ?? userId) !== null,
  );
  const owners = await findOwners(db, strays);
  return due.map((event) => (owners.has(event.id) ? { ...event, personId: owners.get(event.id)! } : event));
}

/** Writes onto events that were nobody's as they were taken (`due`) whose they are by now. After their people are held, as an erasure does. */
export async function claimStrays(db: TenantDb, due: readonly DueEvent[], events: readonly DueEvent[]): Promise<void> {
  await markOwners(
    db,
    events.filter(({ personId }, place) => personId !== null && due[place]?.personId === null),
  );
}

/**
 * What visits say of people: a visitor whose event is somebody's is that person, and where a tagged link brought them is a touch, of the
 * person or, while nobody knows who it is, of the visitor.
 */
export async function applyVisits(db: TenantDb, events: readonly DueEvent[]): Promise<void> {
  const visits = events.filter(
    ({ anonymousId, userId, verdict }) => (anonymousId ?? userId) !== null && verdict !== 'machine',
  );
  const links = visits.flatMap(({ anonymousId, personId }) =>
    anonymousId !== null && personId !== null ? [{ kind: 'anonymous' as const, value: anonymousId, personId }] : [],
  );
  await linkIdentities(db, links, { proven: false, isMove: false });
  const ofPeople: PersonTouches[] = [];
  const ofVisitors = new Map<string, IdentityKey & { first: Touch; latest: Touch }>();
  for (const { touch, event } of touchesOf(visits)) {
    if (event.personId !== null) ofPeople.push({ personId: event.personId, first: touch, latest: touch });
    else {
      const key = visitorOf(event);
      const known = ofVisitors.get(`${key.kind} ${key.value}`);
      ofVisitors.set(`${key.kind} ${key.value}`, { ...key, first: known?.first ?? touch, latest: touch });
    }
  }
  const found = await keepVisitorTouches(db, [...ofVisitors.values()]);
  for (const { kind, value, personId } of found) {
    const { first, latest } = ofVisitors.get(`${kind} ${value}`)!;
    ofPeople.push({ personId, first, latest });
  }
  await markTouches(db, ofPeople);
}

/** The touches among visits, the earliest first. */
function touchesOf(visits: readonly DueEvent[]): { touch: Touch; event: DueEvent }[] {
  return visits
    .flatMap((event) => {
      const { source } = event.data;
      if (!source || !isTagged(source)) return [];
      const { kind, campaignId } = event;
      return [{ event, touch: { at: event.occurredAt.toISOString(), kind, campaignId, ...source } }];
    })
    .sort((a, b) => a.event.occurredAt.getTime() - b.event.occurredAt.getTime());
}

function visitorOf({ anonymousId, userId }: DueEvent): IdentityKey {
  return anonymousId !== null ? { kind: 'anonymous', value: anonymousId } : { kind: 'user', value: userId ?? '' };
}
