import { sql, type RawBuilder } from 'kysely';
import type { Audience } from '../../../domain/broadcasts/audience.ts';
import type { ZoneCount } from '../../../domain/broadcasts/quiet-reach.ts';
import type { TenantDb } from '../../connection.ts';
import { loadAudienceContext, segmentPeople } from './audience-segments.ts';

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
  const { members, leftOut } = await namedBy(db, audience, message.nowIso);
  return { rows: sql`${withObstacles(members, message)} where true ${leftOut}` };
}

/** Whom an audience names, as (person_id, lists), and conditions on them (`m`): whom it leaves out. */
async function namedBy(db: TenantDb, audience: Audience, nowIso: string) {
  const context = await loadAudienceContext(db, { audience, nowIso });
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
  const { excludeListIds } = audience;
  const leftOut = [
    // The first one found answers it, person by person: of a list that was just filled statistics know nothing, and a join of what
    // the planner thinks tiny would compare all on it with all.
    ...(excludeListIds.length > 0
      ? [
          sql`and (select x.person_id from list_people x
            where x.tenant_id = current_tenant() and x.list_id = any(${sql.val(excludeListIds)}::uuid[]) and x.person_id = m.person_id
            limit 1) is null`,
        ]
      : []),
    ...segmentPeople(audience.excludeSegmentIds, context).map(
      (people) => sql`and not exists (select from (${people}) x where x.person_id = m.person_id)`,
    ),
  ];
  return { members, leftOut: sql.join(leftOut, sql` `) };
}

/**
 * Asks about several audiences in one statement for each kind of message: what stands in the way of somebody is found once, however many
 * of them name them. `ask` makes it from rows of (audience, person_id, lists, obstacle). Returns the rows of each audience.
 */
export async function askOfAudiences<Row extends { audience: number }>(
  db: TenantDb,
  inputs: readonly AudienceInput[],
  ask: (rows: RawBuilder<unknown>) => RawBuilder<Row>,
): Promise<Row[][]> {
  const answers = inputs.map((): Row[] => []);
  const kindOf = ({ isMarketing, topicId = null, nowIso }: AudienceInput) =>
    JSON.stringify([isMarketing, topicId, nowIso]);
  for (const kind of new Set(inputs.map(kindOf))) {
    const some = [...inputs.entries()].filter(([, input]) => kindOf(input) === kind);
    const { rows } = await ask(await rowsOfSome(db, some)).execute(db);
    for (const row of rows) answers[row.audience]!.push(row);
  }
  return answers;
}

async function rowsOfSome(db: TenantDb, some: readonly [number, AudienceInput][]): Promise<RawBuilder<unknown>> {
  const [at, input] = some[0]!;
  // To find somebody once there would be no gain in, and telling them apart would cost as much again.
  if (some.length === 1)
    return sql`select ${at}::int as audience, a.* from (${(await audienceRows(db, input)).rows}) a`;
  const named: RawBuilder<unknown>[] = [];
  for (const [at, { audience, nowIso }] of some) {
    const { members, leftOut } = await namedBy(db, audience, nowIso);
    named.push(sql`select ${at}::int as audience, m.person_id, m.lists from (${members}) m where true ${leftOut}`);
  }
  return sql`
    with named as materialized (${sql.join(named, sql` union all `)}),
    judged as materialized (${withObstacles(sql`select distinct person_id, 1 as lists from named`, input)})
    select n.audience, n.person_id, n.lists, j.obstacle from named n join judged j on j.person_id = n.person_id`;
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

interface ObstacleRow {
  audience: number;
  obstacle: string | null;
  count: number;
  duplicates: number;
  samples: SamplePerson[];
}

/** Summarises an audience as it would be frozen now, with up to five people as examples of each group. */
export async function summariseAudience(db: TenantDb, input: AudienceInput): Promise<AudienceSummary> {
  return (await summariseAudiences(db, [input]))[0]!;
}

/** Summarises audiences as they would be frozen now, with up to five people as examples of each group. */
export async function summariseAudiences(db: TenantDb, inputs: readonly AudienceInput[]): Promise<AudienceSummary[]> {
  const found = await askOfAudiences(db, inputs, summaryOf);
  return found.map(summarised);
}

/** Summarises rows of (person_id, obstacle, lists), with up to five people as examples of each group. */
export async function summarisePeople(db: TenantDb, people: RawBuilder<unknown>): Promise<AudienceSummary> {
  return summarised((await summaryOf(sql`select 0 as audience, people.* from (${people}) people`).execute(db)).rows);
}

function summaryOf(people: RawBuilder<unknown>): RawBuilder<ObstacleRow> {
  return sql<ObstacleRow>`
    with audience as materialized (${people}),
    ranked as (select *, row_number() over (partition by audience, obstacle order by person_id) as place from audience)
    select r.audience, r.obstacle, count(*)::int as count, count(*) filter (where r.lists > 1)::int as duplicates,
      coalesce(jsonb_agg(jsonb_build_object('personId', p.id, 'email', p.email,
        'name', trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, ''))) order by r.place)
        filter (where p.id is not null), '[]') as samples
    from ranked r
    -- Person by person, and of few: a join would read all people of the tenant for five.
    left join lateral (
      select id, email, first_name, last_name from people
      where tenant_id = current_tenant() and id = r.person_id and r.place <= ${samplesEach} limit 1) p on true
    group by r.audience, r.obstacle`;
}

function summarised(rows: readonly ObstacleRow[]): AudienceSummary {
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

/** How many of those who would get a message have their clock in each zone; null: nobody knows which. */
export async function countZones(db: TenantDb, input: AudienceInput): Promise<ZoneCount[]> {
  return (await countZonesOfEach(db, [input]))[0] ?? [];
}

/** The same of several messages. */
export function countZonesOfEach(db: TenantDb, inputs: readonly AudienceInput[]): Promise<ZoneCount[][]> {
  return askOfAudiences(
    db,
    inputs,
    (people) => sql<ZoneCount & { audience: number }>`
      select a.audience, p.time_zone as "timeZone", count(*) as people
      from (${people}) a join people p on p.tenant_id = current_tenant() and p.id = a.person_id
      where a.obstacle is null group by a.audience, p.time_zone`,
  );
}
