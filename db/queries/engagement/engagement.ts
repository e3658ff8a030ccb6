import { sql } from 'kysely';
import type { Source } from '../../../domain/ingest/touch.ts';
import type { Judgement } from '../../../domain/engagement/verdict.ts';
import type { TenantDb } from '../../connection.ts';
import { setChangedBy } from '../members/history.ts';

/** An event whose consequences are due, with what is known of its message. */
export interface DueEvent {
  id: string;
  /** Postgres' own text of it: a Date would lose the microseconds by which the row is found again. */
  receivedAt: string;
  occurredAt: Date;
  kind: string;
  verdict: string;
  linkIndex: number | null;
  name: string | null;
  data: { userAgent?: string; isHead?: boolean; isPrefetch?: boolean; bounce?: string; source?: Source };
  personId: string | null;
  /** As whom it came in: the visitor's own id, and the external id that was given. */
  anonymousId: string | null;
  userId: string | null;
  campaignId: string | null;
  sourceId: string | null;
  messageId: string | null;
  editionId: string | null;
  sentAt: Date | null;
  /** Applied once before, while nobody knew whose it was. */
  isAgain: boolean;
}

/** Which due events are taken: the first so many, or one of them. */
export type DueChoice = number | { eventId: string };

/**
 * Takes the first events that are due, or one of them, and removes their work rows in the caller's transaction: whoever commits has applied
 * them, whoever rolls back leaves them to the next. Two callers never get the same event. Rows are looked up one by one (the
 * limits see to it): a join would let the planner read a whole month.
 */
export async function takeDueEvents(db: TenantDb, choice: DueChoice): Promise<DueEvent[]> {
  const { rows } = await sql<DueEvent>`
    with due as (
      select event_id from engagement_work
      where tenant_id = current_tenant() and due_at <= now() ${typeof choice === 'number' ? sql`` : sql`and event_id = ${choice.eventId}`}
      order by due_at limit ${typeof choice === 'number' ? choice : 1} for update skip locked
    ), taken as (
      delete from engagement_work w
      where w.tenant_id = current_tenant() and w.event_id = any(array(select event_id from due))
      returning w.event_id, w.received_at, w.is_again
    )
    select e.id, e.received_at::text, e.occurred_at, e.kind, e.verdict, e.link_index, e.name, e.data, e.person_id,
      e.anonymous_id, e.user_id, e.campaign_id, e.source_id, e.message_id, e.edition_id, m.sent_at, t.is_again
    from taken t
    cross join lateral (
      select * from engagement_events
      where tenant_id = current_tenant() and received_at = t.received_at and id = t.event_id limit 1
    ) e
    left join lateral (
      select sent_at from messages where tenant_id = current_tenant() and id = e.message_id limit 1
    ) m on true`.execute(db);
  return rows;
}

/** The first events that are due, without taking them. */
export async function listDueEvents(db: TenantDb, limit: number): Promise<string[]> {
  const { rows } = await sql<{ eventId: string }>`
    select event_id from engagement_work where tenant_id = current_tenant() and due_at <= now() order by due_at limit ${limit}`.execute(
    db,
  );
  return rows.map(({ eventId }) => eventId);
}

/** Lets an event that cannot be applied wait: an hour, and longer each time, for a day at most. */
export async function putEventAside(db: TenantDb, eventId: string): Promise<void> {
  await sql`
    update engagement_work set attempts = attempts + 1, due_at = now() + least(interval '1 day', interval '1 hour' * power(2, attempts))
    where tenant_id = current_tenant() and event_id = ${eventId}`.execute(db);
}

/** A hit beside those that are judged. */
export interface NeighbouringHit {
  messageId: string;
  editionId: string | null;
  kind: 'open' | 'click';
  occurredAt: Date;
  linkIndex: number | null;
}

/** The opens and clicks of these messages between two times. */
export async function listHits(
  db: TenantDb,
  input: { messageIds: string[]; from: Date; to: Date },
): Promise<NeighbouringHit[]> {
  return (
    db
      .selectFrom('engagementEvents')
      .select(['messageId', 'editionId', 'kind', 'occurredAt', 'linkIndex'])
      .where('messageId', '=', sql<string>`any(${input.messageIds}::uuid[])`)
      .where('kind', 'in', ['open', 'click'])
      .where('occurredAt', '>=', input.from)
      .where('occurredAt', '<=', input.to)
      // Received when it happened or later: the lower bound keeps old partitions out of it.
      .where('receivedAt', '>=', input.from)
      .$castTo<NeighbouringHit>()
      .execute()
  );
}

/** Writes the final verdicts onto the raw events. */
export async function markVerdicts(
  db: TenantDb,
  judged: readonly (Judgement & { id: string; receivedAt: string })[],
): Promise<void> {
  if (judged.length === 0) return;
  const [times, ids] = [judged.map((event) => event.receivedAt), judged.map((event) => event.id)];
  await sql`
    update engagement_events e set verdict = j.verdict, verdict_rule = j.rule
    from unnest(
      ${times}::text[]::timestamptz[], ${ids}::uuid[],
      ${judged.map((event) => event.verdict)}::text[], ${judged.map((event) => event.rule)}::text[]
    ) as j(received_at, id, verdict, rule)
    where e.tenant_id = current_tenant() and e.received_at = j.received_at and e.id = j.id
      and e.received_at = any(${times}::text[]::timestamptz[]) and e.id = any(${ids}::uuid[])`.execute(db);
}

/** A message and the earliest of some moments. */
export interface MessageMoment {
  messageId: string;
  at: Date;
}

/**
 * Sets the first time of opening or clicking where there is none or a later one, and returns the messages for which it was set with
 * the time that stood there before (null: it is the first ever). Messages are locked in one order, so that two transactions never wait for each other in a circle.
 */
export async function markFirst(
  db: TenantDb,
  column: 'opened_at' | 'clicked_at',
  moments: readonly MessageMoment[],
): Promise<(MessageMoment & { before: Date | null })[]> {
  if (moments.length === 0) return [];
  const name = sql.ref(column);
  const ids = moments.map((moment) => moment.messageId);
  const { rows } = await sql<MessageMoment & { before: Date | null }>`
    with moment as materialized (
      select * from unnest(
        ${ids}::uuid[], ${moments.map((moment) => moment.at.toISOString())}::text[]::timestamptz[]
      ) as given(id, at)
    ), locked as materialized (
      select m.id from messages m
      where m.tenant_id = current_tenant() and m.id = any(${ids}::uuid[])
      order by m.id for no key update
    )
    update messages m set ${name} = moment.at
    from moment join locked using (id)
    where m.tenant_id = current_tenant() and m.id = moment.id and m.id = any(${ids}::uuid[])
      and (m.${name} is null or m.${name} > moment.at)
    returning m.id as message_id, new.${name} as at, old.${name} as before`.execute(db);
  return rows;
}

/** A person did something for a campaign that counts as a response. */
export interface CampaignResponse {
  campaignId: string;
  personId: string;
  /** The message through which they did it; null if it was not a message of ours. */
  messageId: string | null;
  at: Date;
}

const ourselves: { kind: 'workflow'; name: string } = { kind: 'workflow', name: 'SalesCompass' };

/**
 * Moves members to the first responded status of their campaign's type, where they stand before it: a status never moves back.
 * The date of the first response is set once and stays.
 */
export async function markResponded(
  db: TenantDb,
  responses: readonly CampaignResponse[],
  { by = ourselves, cause = 'click' }: { by?: typeof ourselves; cause?: 'click' | 'reply' | 'form' } = {},
): Promise<void> {
  if (responses.length === 0) return;
  await setChangedBy(db, by, cause);
  await sql`
    update campaign_members member
    set status_id = reached.id, has_responded = true, updated_at = now(),
      first_responded_at = coalesce(member.first_responded_at, response.at)
    from ${asRows(responses)} as response(campaign_id, person_id, message_id, at)
    join campaigns c on c.tenant_id = current_tenant() and c.id = response.campaign_id
    join lateral (
      select id, position from campaign_type_statuses s
      where s.tenant_id = current_tenant() and s.campaign_type_id = c.campaign_type_id and s.responded and s.retired_at is null
      order by position limit 1
    ) reached on true
    where member.tenant_id = current_tenant()
      and member.campaign_id = any(${responses.map((row) => row.campaignId)}::uuid[])
      and member.person_id = any(${responses.map((row) => row.personId)}::uuid[])
      and member.campaign_id = response.campaign_id and member.person_id = response.person_id
      and not member.has_responded
      and coalesce((
        select now_at.position from campaign_type_statuses now_at
        where now_at.tenant_id = current_tenant() and now_at.id = member.status_id
          and now_at.campaign_type_id = c.campaign_type_id
      ), 0) < reached.position`.execute(db);
}

/** Keeps each person's latest touch: which campaign they last answered, and how. An older touch never replaces a newer one. */
export async function markLatestTouch(db: TenantDb, touches: readonly CampaignResponse[]): Promise<void> {
  if (touches.length === 0) return;
  const personIds = touches.map((touch) => touch.personId);
  // Locked in one order first: an import may be writing on the same people.
  await sql`
    with locked as materialized (
      select id from people where tenant_id = current_tenant() and id = any(${personIds}::uuid[])
      order by id for no key update
    )
    update people p
    set latest_touch = jsonb_build_object(
      'at', touch.at, 'kind', 'click', 'campaignId', c.id, 'messageId', touch.message_id,
      'utm', jsonb_build_object('id', c.utm_id, 'source', 'salescompass', 'medium', 'email', 'campaign', c.name))
    from ${asRows(touches)} as touch(campaign_id, person_id, message_id, at)
    join campaigns c on c.tenant_id = current_tenant() and c.id = touch.campaign_id
    join locked on locked.id = touch.person_id
    where p.tenant_id = current_tenant() and p.id = touch.person_id and p.id = any(${personIds}::uuid[])
      and (p.latest_touch is null or (p.latest_touch ->> 'at')::timestamptz < touch.at)`.execute(db);
}

function asRows(responses: readonly CampaignResponse[]) {
  return sql`unnest(
    ${responses.map((row) => row.campaignId)}::uuid[], ${responses.map((row) => row.personId)}::uuid[],
    ${responses.map((row) => row.messageId)}::uuid[], ${responses.map((row) => row.at.toISOString())}::text[]::timestamptz[]
  )`;
}

/** In how many milliseconds the next work row of the tenant is due, by the database's clock; null where there is none. */
export async function nextEngagementDue(db: TenantDb): Promise<number | null> {
  const { rows } = await sql<{ inMs: number | null }>`
    select case when min(due_at) is not null
      then greatest(0, ceil(extract(epoch from min(due_at) - clock_timestamp()) * 1000))::int end as in_ms
    from (select min(due_at) as due_at from engagement_work union all select min(due_at) from identity_calls) work`.execute(
    db,
  );
  return rows[0]?.inMs ?? null;
}
