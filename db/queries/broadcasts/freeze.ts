import { sql, type RawBuilder } from 'kysely';
import { batchSize } from '../../../domain/outbox/message.ts';
import type { TenantDb } from '../../connection.ts';
import { formerResponse, hasFormerResponses } from '../members/history.ts';
import { audienceRows, type AudienceInput } from './audience.ts';

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
