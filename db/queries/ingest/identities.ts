import { sql } from 'kysely';
import type { KnownPerson } from '../../../domain/ingest/identity.ts';
import { leadSourceOf, type Touch } from '../../../domain/ingest/touch.ts';
import type { TenantDb } from '../../connection.ts';
import { askForAttributionOfPeople } from '../attribution/work.ts';

/** An id that means a person: a visitor's own, or an external id. */
export interface IdentityKey {
  kind: 'anonymous' | 'user';
  value: string;
}

/** An id and the person it means from now on. */
export interface Link extends IdentityKey {
  personId: string;
}

/**
 * The person whom a user id means: by itself as the external id, or as one of before where a server said so. `isOnPage`: a page asks, and
 * what another page said is enough for it.
 */
export async function findByUserId(db: TenantDb, userId: string, isOnPage = false): Promise<KnownPerson | null> {
  const { rows } = await sql<KnownPerson>`
    select id, external_id, email_key from people
    where tenant_id = current_tenant() and erased_at is null and id = coalesce(
      (select id from people where tenant_id = current_tenant() and external_id = ${userId}),
      (select person_id from identities
        where tenant_id = current_tenant() and kind = 'user' and value = ${userId} and (proven or ${isOnPage})))`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** The person whom a visitor's own id means. */
export async function findByAnonymousId(db: TenantDb, anonymousId: string): Promise<KnownPerson | null> {
  const { rows } = await sql<KnownPerson>`
    select id, external_id, email_key from people
    where tenant_id = current_tenant() and erased_at is null and id = (
      select person_id from identities
      where tenant_id = current_tenant() and kind = 'anonymous' and value = ${anonymousId})`.execute(db);
  return rows[0] ?? null;
}

/** The person of an address. */
export async function findByEmailKey(db: TenantDb, emailKey: string): Promise<KnownPerson | null> {
  const { rows } = await sql<KnownPerson>`
    select id, external_id, email_key from people
    where tenant_id = current_tenant() and erased_at is null and email_key = ${emailKey}`.execute(db);
  return rows[0] ?? null;
}

/**
 * Lets ids mean people from now on: events that came in under them before become theirs, and so do the touches. `isMove`: also where
 * the id meant somebody else; what that one did stays theirs. An unproven link never takes a proven one's place.
 */
export async function linkIdentities(
  db: TenantDb,
  links: readonly Link[],
  { proven, isMove }: { proven: boolean; isMove: boolean },
): Promise<void> {
  const byKey = new Map(links.map((link) => [`${link.kind} ${link.value}`, link]));
  if (byKey.size === 0) return;
  const given = JSON.stringify([...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, link]) => link));
  const { rows } = await sql<Link & { firstTouch: Touch | null; latestTouch: Touch | null }>`
    insert into identities as known (kind, value, person_id, proven)
    select kind, value, "personId", ${proven} from jsonb_to_recordset(${given}::text::jsonb) as l(kind text, value text, "personId" uuid)
    on conflict (tenant_id, kind, value) do update
      set person_id = excluded.person_id, proven = excluded.proven, seen_at = now(), first_touch = null, latest_touch = null
      where known.person_id is null or (excluded.proven and not known.proven)
        or (${isMove} and known.person_id <> excluded.person_id and (excluded.proven or not known.proven))
    returning kind, value, person_id, case when old.person_id is null then old.first_touch end as first_touch,
      case when old.person_id is null then old.latest_touch end as latest_touch`.execute(db);
  await stitchEvents(db, rows, proven);
  await askForAttributionOfPeople(
    db,
    rows.map(({ personId }) => personId),
  );
  await markTouches(
    db,
    rows.flatMap(({ personId, firstTouch, latestTouch }) =>
      firstTouch || latestTouch ? [{ personId, first: firstTouch, latest: latestTouch }] : [],
    ),
  );
}

/** The keys that stand in pages for all to see: what comes by them may come from anybody. */
const siteKeys = sql`select k.id from write_keys k where k.tenant_id = current_tenant() and k.kind = 'site'`;

/**
 * Gives events that waited under an id to the person it means. One with a user id waits for that one alone, and one that a server sent for
 * what a server says. What came in within a day is applied again, now that it is somebody's: it may start a drip.
 */
async function stitchEvents(db: TenantDb, links: readonly Link[], proven: boolean): Promise<void> {
  for (const kind of ['anonymous', 'user'] as const) {
    const some = links.filter((link) => link.kind === kind);
    if (some.length === 0) continue;
    const column = sql.ref(kind === 'anonymous' ? 'e.anonymous_id' : 'e.user_id');
    const values = some.map(({ value }) => value);
    await sql`
      with stitched as (
        update engagement_events e set person_id = l.person_id
        from unnest(${values}::text[], ${some.map(({ personId }) => personId)}::uuid[]) as l(value, person_id)
        where e.tenant_id = current_tenant() and e.person_id is null and ${column} = any(${values}::text[]) and ${column} = l.value
          ${kind === 'anonymous' ? sql`and e.user_id is null` : sql`and (${proven} or e.write_key_id in (${siteKeys}))`}
        returning e.id, e.received_at)
      insert into engagement_work (event_id, received_at, due_at, is_again)
      select id, received_at, now(), true from stitched where received_at > now() - interval '1 day'
      on conflict (tenant_id, event_id) do nothing`.execute(db);
  }
}

/** The visitors' own ids under which events of a user id came in. */
export async function listAnonymousIdsOf(db: TenantDb, userId: string): Promise<string[]> {
  const { rows } = await sql<{ anonymousId: string }>`
    select distinct anonymous_id from engagement_events
    where tenant_id = current_tenant() and user_id = ${userId} and person_id is null and anonymous_id is not null limit 50`.execute(
    db,
  );
  return rows.map(({ anonymousId }) => anonymousId);
}

/** The first and the last touch of a person among some. */
export interface PersonTouches {
  personId: string;
  first: Touch | null;
  latest: Touch | null;
}

/**
 * Writes touches onto people: the first where they have none, for good, and with it the lead source where that is empty; the latest where
 * it is newer. People are locked in one order: an import may be writing on the same.
 */
export async function markTouches(db: TenantDb, touches: readonly PersonTouches[]): Promise<void> {
  if (touches.length === 0) return;
  const ids = touches.map(({ personId }) => personId);
  const given = JSON.stringify(touches.map((one) => ({ ...one, leadSource: leadSourceOf(one.first) })));
  await sql`
    with given as materialized (
      select * from jsonb_to_recordset(${given}::text::jsonb) as t("personId" uuid, first jsonb, latest jsonb, "leadSource" text)
    ), earliest as (
      select distinct on ("personId") "personId", first, "leadSource" from given where first is not null
      order by "personId", (first ->> 'at')::timestamptz
    ), newest as (
      select distinct on ("personId") "personId", latest from given where latest is not null
      order by "personId", (latest ->> 'at')::timestamptz desc
    ), locked as materialized (
      select id from people where tenant_id = current_tenant() and id = any(${ids}::uuid[]) and erased_at is null
      order by id for no key update
    )
    update people p
    set first_touch = coalesce(p.first_touch, e.first),
      lead_source = case when p.first_touch is null then coalesce(p.lead_source, e."leadSource") else p.lead_source end,
      latest_touch = case when p.latest_touch is null or (p.latest_touch ->> 'at')::timestamptz < (n.latest ->> 'at')::timestamptz
        then coalesce(n.latest, p.latest_touch) else p.latest_touch end
    from locked left join earliest e on e."personId" = locked.id left join newest n on n."personId" = locked.id
    where p.tenant_id = current_tenant() and p.id = locked.id and p.id = any(${ids}::uuid[])`.execute(db);
}

/** The touches of an id that means nobody yet. */
export interface VisitorTouches extends IdentityKey {
  first: Touch | null;
  latest: Touch | null;
}

/**
 * Keeps the touches of ids that mean nobody yet. Returns those that mean somebody by now, with the person: their touches are the
 * person's.
 */
export async function keepVisitorTouches(
  db: TenantDb,
  touches: readonly VisitorTouches[],
): Promise<{ kind: IdentityKey['kind']; value: string; personId: string }[]> {
  if (touches.length === 0) return [];
  const given = JSON.stringify([...touches].sort((a, b) => (a.kind + a.value < b.kind + b.value ? -1 : 1)));
  const { rows } = await sql<Link & { personId: string | null }>`
    insert into identities as known (kind, value, first_touch, latest_touch)
    select kind, value, first, latest
    from jsonb_to_recordset(${given}::text::jsonb) as t(kind text, value text, first jsonb, latest jsonb)
    on conflict (tenant_id, kind, value) do update set seen_at = now(),
      first_touch = case when known.person_id is null then coalesce(known.first_touch, excluded.first_touch) end,
      latest_touch = case when known.person_id is null then
        case when known.latest_touch is null or (known.latest_touch ->> 'at')::timestamptz < (excluded.latest_touch ->> 'at')::timestamptz
          then excluded.latest_touch else known.latest_touch end end
    returning kind, value, person_id`.execute(db);
  return rows.filter((row): row is Link => row.personId !== null);
}

/** An event as it came in, whose person is not known. */
export interface StrayEvent {
  id: string;
  receivedAt: string;
  anonymousId: string | null;
  userId: string | null;
}

/** Finds whose stray events are: the person of each that has one by now. */
export async function findOwners(db: TenantDb, events: readonly StrayEvent[]): Promise<Map<string, string>> {
  if (events.length === 0) return new Map();
  const [times, ids] = [events.map(({ receivedAt }) => receivedAt), events.map(({ id }) => id)];
  const { rows } = await sql<{ id: string; personId: string }>`
    with found as materialized (
      select s.id, s.received_at, p.id as by_external_id, u.person_id as by_user_id, u.proven,
        case when s.user_id is null then a.person_id end as by_anonymous_id
      from unnest(
        ${times}::text[]::timestamptz[], ${ids}::uuid[], ${events.map(({ anonymousId }) => anonymousId)}::text[],
        ${events.map(({ userId }) => userId)}::text[]
      ) as s(received_at, id, anonymous_id, user_id)
      left join lateral (
        select id from people where tenant_id = current_tenant() and external_id = s.user_id limit 1) p on true
      left join lateral (
        select person_id, proven from identities where tenant_id = current_tenant() and kind = 'user' and value = s.user_id
        limit 1) u on true
      left join lateral (
        select person_id from identities where tenant_id = current_tenant() and kind = 'anonymous' and value = s.anonymous_id
        limit 1) a on true
    )
    select e.id, coalesce(f.by_external_id, f.by_user_id, f.by_anonymous_id) as person_id
    from found f
    join engagement_events e on e.tenant_id = current_tenant() and e.received_at = f.received_at and e.id = f.id
      and e.received_at = any(${times}::text[]::timestamptz[]) and e.id = any(${ids}::uuid[])
    where f.by_external_id is not null or f.by_anonymous_id is not null
      or f.by_user_id is not null and (f.proven or e.write_key_id in (${siteKeys}))`.execute(db);
  return new Map(rows.map(({ id, personId }) => [id, personId]));
}

/** Writes onto events whose they are. The caller holds those people: an erasure comes to the events after them, too. */
export async function markOwners(
  db: TenantDb,
  events: readonly { id: string; receivedAt: string; personId: string | null }[],
): Promise<void> {
  if (events.length === 0) return;
  const [times, ids] = [events.map(({ receivedAt }) => receivedAt), events.map(({ id }) => id)];
  await sql`
    update engagement_events e set person_id = o.person_id
    from unnest(${ids}::uuid[], ${events.map(({ personId }) => personId)}::uuid[]) as o(id, person_id)
    where e.tenant_id = current_tenant() and e.id = o.id
      and e.received_at = any(${times}::text[]::timestamptz[]) and e.id = any(${ids}::uuid[])`.execute(db);
}
