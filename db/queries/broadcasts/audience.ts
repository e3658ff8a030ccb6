import { sql, type RawBuilder } from 'kysely';
import type { Audience } from '../../../domain/broadcasts/audience.ts';
import type { ZoneCount } from '../../../domain/broadcasts/quiet-reach.ts';
import { batchSize } from '../../../domain/outbox/message.ts';
import type { TenantDb } from '../../connection.ts';
import { loadAudienceContext, segmentPeople } from './audience-segments.ts';
import { formerResponse, hasFormerResponses } from '../members/history.ts';

/** An audience and what it would get. */
export interface AudienceInput {
  audience: Audience;
  isMarketing: boolean;
  /** What the message is about; left out or null: nothing that one can opt out of. */
  topicId?: string | null;
  nowIso: string;
}

/** The people of an audience with what stands in the way of each: rows of (person_id, obstacle, lists). */
export async function audienceRows(
  db: TenantDb,
  { audience, ...message }: AudienceInput,
): Promise<{ rows: RawBuilder<unknown> }> {
  const context = await loadAudienceContext(db, { audience, nowIso: message.nowIso });
  const members = audience.everyone
    ? sql`select id as person_id, 1 as lists from people where tenant_id = current_tenant() and erased_at is null`
    : sql`select person_id, count(*)::int as lists from (${sql.join(
        [
          sql`select person_id from list_people
            where tenant_id = current_tenant() and list_id = any(${sql.val(audience.listIds)}::uuid[])`,
          ...segmentPeople(audience.segmentIds, context),
        ],
        sql` union all `,
      )}) named group by person_id`;
  const excluded = segmentPeople(audience.excludeSegmentIds, context).map(
    (people) => sql`and not exists (select from (${people}) x where x.person_id = m.person_id)`,
  );
  const rows = sql`
    ${withObstacles(members, message)}
    where not exists (
      select from list_people x
      where x.tenant_id = current_tenant() and x.person_id = m.person_id
        and x.list_id = any(${sql.val(audience.excludeListIds)}::uuid[]))
    ${sql.join(excluded, sql` `)}`;
  return { rows };
}

/** What stands in the way of each of some people, given as (person_id, lists): the start of a select, to which conditions on `m` can be added. */
export function withObstacles(
  members: RawBuilder<unknown>,
  { isMarketing, topicId, nowIso }: Omit<AudienceInput, 'audience'>,
): RawBuilder<unknown> {
  const topicObstacle =
    topicId && isMarketing
      ? sql`case when exists (select from topic_opt_outs o where o.tenant_id = current_tenant() and o.topic_id = ${topicId}::uuid
          and o.person_id = m.person_id) then 'topic_opt_out' end`
      : sql`null`;
  return sql`
    select m.person_id, m.lists, coalesce(
      sending_obstacle(p.email_key, p.email_status, p.consent, s.reason, ${isMarketing}),
      ${topicObstacle},
      case when ${isMarketing} and p.mail_paused_until > ${nowIso}::timestamptz then 'mail_pause' end,
      case when ${isMarketing} and p.mail_frequency is not null and exists (
        select from unnest(f.recent) moment
        where moment > ${nowIso}::timestamptz - make_interval(hours => mail_frequency_hours(p.mail_frequency)))
      then 'own_frequency' end,
      -- Few have had so many at all: whose moments lie in the days is only asked of them.
      case when ${isMarketing} and cardinality(f.recent) >= t.cap_messages and (
        select count(*) from unnest(f.recent) moment
        where moment > ${nowIso}::timestamptz - make_interval(days => t.cap_days)) >= t.cap_messages
      then 'frequency_cap' end) as obstacle
    from (${members}) m
    join people p on p.tenant_id = current_tenant() and p.id = m.person_id
    join tenants t on t.tenant_id = p.tenant_id
    left join suppressions s on s.tenant_id = p.tenant_id and s.address_hash = p.email_hash
    left join person_frequency f on f.tenant_id = p.tenant_id and f.person_id = p.id`;
}

/** A person shown as an example. */
export interface SamplePerson {
  personId: string;
  name: string;
  email: string | null;
}

/** How large an audience is, who of it gets the message, and who does not for which reason. */
export interface AudienceSummary {
  audienceSize: number;
  recipients: number;
  duplicates: number;
  leftOut: Record<string, { count: number; samples: SamplePerson[] }>;
  samples: SamplePerson[];
}

const samplesEach = 5;

/** Summarises an audience as it would be frozen now, with up to five people as examples of each group. */
export async function summariseAudience(db: TenantDb, input: AudienceInput): Promise<AudienceSummary> {
  return summarisePeople(db, (await audienceRows(db, input)).rows);
}

/** Summarises rows of (person_id, obstacle, lists), with up to five people as examples of each group. */
export async function summarisePeople(db: TenantDb, people: RawBuilder<unknown>): Promise<AudienceSummary> {
  const { rows } = await sql<{
    obstacle: string | null;
    count: number;
    duplicates: number;
    samples: SamplePerson[];
  }>`
    with audience as materialized (${people}),
    ranked as (select *, row_number() over (partition by obstacle order by person_id) as place from audience)
    select r.obstacle, count(*)::int as count, count(*) filter (where r.lists > 1)::int as duplicates,
      coalesce(jsonb_agg(jsonb_build_object('personId', p.id, 'email', p.email,
        'name', trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, ''))) order by r.place)
        filter (where p.id is not null), '[]') as samples
    from ranked r
    left join people p on p.tenant_id = current_tenant() and p.id = r.person_id and r.place <= ${samplesEach}
    group by r.obstacle`.execute(db);
  const reached = rows.find((row) => row.obstacle === null);
  const leftOut = rows.filter((row) => row.obstacle !== null);
  return {
    audienceSize: rows.reduce((sum, row) => sum + row.count, 0),
    recipients: reached?.count ?? 0,
    duplicates: rows.reduce((sum, row) => sum + row.duplicates, 0),
    leftOut: Object.fromEntries(leftOut.map((row) => [row.obstacle, { count: row.count, samples: row.samples }])),
    samples: reached?.samples ?? [],
  };
}

/** How many of those who would get the message have their clock in each zone; null: nobody knows which. */
export async function countZones(db: TenantDb, input: AudienceInput): Promise<ZoneCount[]> {
  const { rows: audience } = await audienceRows(db, input);
  const { rows } = await sql<ZoneCount>`
    select p.time_zone as "timeZone", count(*) as people
    from (${audience}) a join people p on p.tenant_id = current_tenant() and p.id = a.person_id
    where a.obstacle is null group by p.time_zone`.execute(db);
  return rows;
}

/** What freezing needs: the broadcast, the edition that everyone gets, and when. */
export interface FreezeInput extends AudienceInput {
  broadcastId: string;
  campaignId: string;
  editionId: string;
  priority: number;
  /** When the batches of each zone open, by the zone as it stands on people ('' where there is none); left out: all with the release. */
  opening?: { zones: readonly string[]; at: readonly string[]; otherwise: string };
  /** The test that it is sent by; not together with `opening`. */
  experiment?: FrozenExperiment;
}

/** A test as an audience is divided by it: everybody's place is a hash, those of the rest wait. */
export interface FrozenExperiment {
  id: string;
  salt: string;
  holdOut: number;
  testShare: number;
  /** In their order; `opensAt` (ISO 8601) null: with the release. */
  variants: readonly { id: string; label: string; editionId: string; opensAt: string | null }[];
}

/** Everybody of the audience with the number of their batch; -1: they get nothing. A batch opens at one moment. */
function placedRows({ opening, experiment }: Pick<FreezeInput, 'opening' | 'experiment'>): RawBuilder<unknown> {
  if (experiment) return testedRows(experiment);
  if (!opening) {
    return sql`
      select person_id, obstacle, '' as label, null::timestamptz as opens_at,
        case when obstacle is null then (row_number() over (partition by obstacle is null order by person_id) - 1) / ${batchSize}
          else -1 end as place
      from audience`;
  }
  return sql`
    select person_id, obstacle, '' as label, opens_at,
      case when obstacle is null then dense_rank() over (order by opens_at nulls last, part) - 1 else -1 end as place
    from (
      select *, (row_number() over (partition by opens_at order by person_id) - 1) / ${batchSize} as part
      from (
        select a.person_id, a.obstacle,
          case when a.obstacle is null then coalesce(z.at, ${opening.otherwise}::timestamptz) end as opens_at
        from audience a
        join people p on p.tenant_id = current_tenant() and p.id = a.person_id
        left join unnest(${sql.val([...opening.zones])}::text[], ${sql.val([...opening.at])}::text[]::timestamptz[]) as z (zone, at)
          on z.zone = coalesce(p.time_zone, '')) timed) parted`;
}

/** The same where it is tested: a batch is of one variant or of the rest, which comes last; who is held out has that for an obstacle. */
function testedRows({ salt, holdOut, testShare, variants }: FrozenExperiment): RawBuilder<unknown> {
  const labels = sql`${sql.val(variants.map(({ label }) => label))}::text[]`;
  return sql`
    select person_id, obstacle, label, null::timestamptz as opens_at,
      case when obstacle is null
        then dense_rank() over (partition by obstacle is null order by label = '', label, part) - 1 else -1 end as place
    from (
      select *, (row_number() over (partition by obstacle is null, label order by person_id) - 1) / ${batchSize} as part
      from (
        select a.person_id, coalesce(a.obstacle, case when x.label is null then 'hold_out' end) as obstacle, coalesce(x.label, '') as label
        from audience a
        cross join lateral experiment_place(${salt}, a.person_id, ${holdOut}::int, ${testShare}::int, ${labels}) as x (label)) located) parted`;
}

/** What a person gets by the label of their variant ('' where nothing is tested, and for the rest of a test, which is held until it is decided). */
function armRows({ editionId, experiment }: FreezeInput): RawBuilder<unknown> {
  const rest = sql`select '' as label, null::uuid as variant_id, ${editionId}::uuid as edition_id,
    ${experiment ? sql`'infinity'::timestamptz` : sql`null::timestamptz`} as opens_at`;
  if (!experiment) return rest;
  const { variants } = experiment;
  return sql`${rest} union all select * from unnest(${sql.val(variants.map(({ label }) => label))}::text[],
    ${sql.val(variants.map(({ id }) => id))}::uuid[], ${sql.val(variants.map((variant) => variant.editionId))}::uuid[],
    ${sql.val(variants.map(({ opensAt }) => opensAt))}::text[]::timestamptz[])`;
}

/**
 * Fixes who gets a broadcast, at one instant and in one statement: a message per person of the audience, those who may not get
 * it `skipped` with the reason, the others `queued` in batches that are not released yet. People become members of the campaign
 * in the type's default status. Returns the counts by state; the caller makes sure that it happens once.
 */
export async function insertAudience(
  db: TenantDb,
  input: FreezeInput,
): Promise<{ queued: number; skipped: Record<string, number> }> {
  const audience = await audienceRows(db, input);
  const { rows } = await sql<{ reason: string | null; count: number }>`
    with audience as materialized (${audience.rows}),
    placed as materialized (${placedRows(input)}),
    arms as (${armRows(input)}),
    start as (
      select coalesce(min(turn), 0) as turn from message_batches where tenant_id = current_tenant() and finished_at is null),
    sizes as (
      select place, case when place <> -1 then label end as label, min(opens_at) as opens_at, count(*) as size
      from placed group by 1, 2),
    batches as (
      insert into message_batches
        (source_kind, source_id, campaign_id, priority, turn, size, finished_at, opens_at, experiment_id, experiment_variant_id)
      select 'broadcast', ${input.broadcastId}::uuid, ${input.campaignId}::uuid, ${input.priority}::int, start.turn + s.place, s.size,
        case when s.place = -1 then now() end, coalesce(s.opens_at, a.opens_at), ${input.experiment?.id ?? null}::uuid, a.variant_id
      from sizes s left join arms a on a.label = s.label cross join start
      returning id, turn, finished_at),
    addressed as (
      select p.person_id, p.obstacle, b.id as batch_id, a.edition_id
      from placed p join arms a on a.label = p.label cross join start
      join batches b on b.turn = start.turn + p.place and (b.finished_at is not null) = (p.place = -1)),
    -- Each message has an id of its own that nobody can guess from another: it is its Message-ID, and an answer names its message by it.
    inserted as (
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id, status, reason)
      select (select current_tenant()), batch_id, person_id, ${input.broadcastId}::uuid, ${input.broadcastId}::uuid, edition_id,
        case when obstacle is null then 'queued' else 'skipped' end, obstacle
      from addressed
      returning person_id, reason),
    -- Both asked once: looked up beside each of many people they would be most of what joining costs.
    first_status as materialized (
      select s.id, s.responded
      from campaigns c
      join campaign_type_statuses s on s.tenant_id = c.tenant_id and s.campaign_type_id = c.campaign_type_id and s.is_default
      where c.tenant_id = current_tenant() and c.id = ${input.campaignId}::uuid),
    former as materialized (select ${hasFormerResponses(input.campaignId)} as are_some),
    -- Members' ids leave the house to nobody: all begin alike and end with the place of the row, as an id made by itself costs as much as an index.
    first_id as materialized (select left(uuidv7()::text, 24) as begins),
    joined as (
      insert into campaign_members (tenant_id, id, campaign_id, person_id, status_id, has_responded, first_responded_at, source)
      select (select current_tenant()), (f.begins || lpad(to_hex(row_number() over ()), 12, '0'))::uuid,
        ${input.campaignId}::uuid, i.person_id, s.id, s.responded,
        coalesce(case when (select are_some from former) then ${formerResponse(input.campaignId, sql`i.person_id`)} end,
          case when s.responded then now() end), 'broadcast'
      from inserted i cross join first_status s cross join first_id f
      where i.reason is null
      on conflict (tenant_id, campaign_id, person_id) do nothing)
    select reason, count(*)::int as count from inserted group by reason`.execute(db);
  const queued = rows.find((row) => row.reason === null)?.count ?? 0;
  const skipped = rows.filter((row) => row.reason !== null).map((row) => [row.reason, row.count] as const);
  return { queued, skipped: Object.fromEntries(skipped) };
}

/** Lets the frozen batches of a source go whose moment has come at `nowIso`. */
export async function releaseBatches(db: TenantDb, sourceId: string, nowIso: string): Promise<void> {
  await sql`
    update message_batches set not_before = ${nowIso}::timestamptz
    where tenant_id = current_tenant() and source_id = ${sourceId} and finished_at is null and not_before is null
      and (opens_at is null or opens_at <= ${nowIso}::timestamptz)`.execute(db);
  await sql`
    update broadcast_departures set released_at = ${nowIso}::timestamptz
    where tenant_id = current_tenant() and broadcast_id = ${sourceId} and released_at is null and at <= ${nowIso}::timestamptz`.execute(
    db,
  );
}
