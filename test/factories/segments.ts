import fc from 'fast-check';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertAttribute } from '../../db/queries/attributes.ts';
import { standardFields, type RuleField } from '../../domain/segments/field.ts';
import type { TestDatabase } from '../database.ts';
import { createSentBroadcast } from './engagement.ts';
import { person } from './segment-people.ts';

/** The moment of the generated world: 1 March by the calendar of some, 28 February by that of others. */
export const worldNow = '2027-03-01T03:30:00.000Z';

/** A tenant whose people differ in everything that a rule can look at. */
export interface SegmentWorld {
  tenantId: string;
  personIds: string[];
  listIds: string[];
  stageIds: string[];
  campaigns: { campaignId: string; sourceId: string; statusIds: string[] }[];
  fields: RuleField[];
}

/** Makes the world: `count` people with accounts, attributes, lists, memberships and events, the same ones each time. */
export async function createSegmentWorld(database: TestDatabase, app: Database, count: number): Promise<SegmentWorld> {
  const first = await createSentBroadcast(database.owner, { people: 40, sentSecondsAgo: 0 });
  const { tenantId } = first;
  const second = await createSentBroadcast(database.owner, { people: 1, sentSecondsAgo: 0, tenantId });
  await withTenant(app.db, tenantId, async (db) => {
    for (const type of ['text', 'number', 'boolean', 'date'] as const)
      await insertAttribute(db, { key: `my${type}`, label: type, type });
  });
  const people = fc.sample(person, { numRuns: count, seed: 42 }).map((data, index) => ({ index, ...data }));
  const { personIds, listIds, stageIds } = await insertWorld(database.owner, {
    tenantId,
    people,
    campaigns: [first, second],
  });
  // As after some time of life: without statistics the planner joins what a rule names row by row.
  await database.owner.sql`analyze`;
  const own = (['text', 'number', 'boolean', 'date'] as const).map((type) => ({
    field: `attributes.my${type}`,
    label: type,
    type,
  }));
  return {
    tenantId,
    personIds: [...personIds, ...first.personIds, ...second.personIds],
    listIds,
    stageIds,
    campaigns: [first, second].map((sent) => ({
      campaignId: sent.campaignId,
      sourceId: sent.broadcastId,
      statusIds: Object.values(sent.statuses),
    })),
    fields: [...standardFields, ...own],
  };
}

type SentCampaign = Awaited<ReturnType<typeof createSentBroadcast>>;

async function insertWorld(
  owner: Database,
  input: { tenantId: string; people: unknown[]; campaigns: SentCampaign[] },
): Promise<{ personIds: string[]; listIds: string[]; stageIds: string[] }> {
  const [one, two] = input.campaigns as [SentCampaign, SentCampaign];
  return owner.sql.begin(async (sql) => {
    await sql`select set_config('app.tenant_id', ${input.tenantId}, true)`;
    await sql`update tenants set time_zone = 'Europe/Berlin' where tenant_id = ${input.tenantId}`;
    await sql`create temporary table given on commit drop as
      select (data ->> 'index')::int as index, uuidv7() as id, data from jsonb_array_elements(${JSON.stringify(input.people)}::text::jsonb) data`;
    const accounts = await sql<{ id: string }[]>`
      insert into accounts (name, industry, employees, country)
      values ('Berlin', null, 10, 'Straße'), ('b', 'École', null, null), ('c', 'x', 2, 'berlin') returning id`;
    const lists = await sql<{ id: string }[]>`insert into lists (name) values ('a'), ('b'), ('c') returning id`;
    const listIds = lists.map(({ id }) => id);
    await sql`
      insert into people (id, kind, email, email_key, first_name, last_name, job_title, company, city, country, lead_source, consent,
        consent_at, created_at, converted_at, time_zone, account_id, erased_at)
      select id, data ->> 'kind', email, email, data #>> '{texts,0}', data #>> '{texts,1}', data #>> '{texts,2}', data #>> '{texts,3}',
        data #>> '{texts,4}', data #>> '{texts,5}', data #>> '{texts,6}', data ->> 'consent', (data ->> 'consentAt')::timestamptz,
        (data ->> 'createdAt')::timestamptz, (data ->> 'convertedAt')::timestamptz, data ->> 'zone',
        (${accounts.map(({ id }) => id)}::uuid[])[(data ->> 'account')::int + 1], case when (data ->> 'isErased')::boolean then now() end
      from given, lateral (select case when (data ->> 'hasEmail')::boolean then 'w' || index || '@world.example' end as email) e`;
    await sql`
      insert into suppressions (address_hash, reason)
      select address_hash('w' || index || '@world.example'), (array['unsubscribe', 'complaint'])[index % 2 + 1]
      from given where (data ->> 'isSuppressed')::boolean`;
    // A tenth is not scored yet.
    await sql`
      insert into person_scores (person_id, score, grade)
      select id, index * 7 % 101, (array['A', 'B', 'C', 'D'])[1 + index % 4] from given where index % 10 > 0`;
    await sql`
      insert into person_attributes (person_id, text01, number01, boolean01, date01)
      select id, data ->> 'text', (data ->> 'number')::float8, (data ->> 'boolean')::boolean, (data ->> 'date')::timestamptz
      from given where index % 10 > 0`;
    await sql`
      insert into list_people (list_id, person_id)
      select (${listIds}::uuid[])[place::int + 1], id from given, jsonb_array_elements_text(data -> 'lists') place`;
    await sql`
      insert into campaign_members (campaign_id, person_id, status_id, has_responded)
      select (${[one.campaignId, two.campaignId]}::uuid[])[(m ->> 'campaign')::int + 1], id,
        case when (m ->> 'campaign')::int = 0 then (${Object.values(one.statuses)}::uuid[])[(m ->> 'status')::int + 1]
          else (${Object.values(two.statuses)}::uuid[])[(m ->> 'status')::int + 1] end,
        (m ->> 'responded')::boolean
      from given, jsonb_array_elements(data -> 'members') m`;
    await sql`
      insert into engagement_events (received_at, occurred_at, kind, verdict, verdict_rule, person_id, campaign_id, source_id, name)
      select ${worldNow}::timestamptz - make_interval(hours => (e ->> 'hoursAgo')::int),
        ${worldNow}::timestamptz - make_interval(hours => (e ->> 'hoursAgo')::int), e ->> 'kind', e ->> 'verdict',
        case when (e ->> 'isJudged')::boolean then 'person' end, id,
        (${[one.campaignId, two.campaignId]}::uuid[])[(e ->> 'campaign')::int + 1],
        (${[one.broadcastId, two.broadcastId]}::uuid[])[(e ->> 'campaign')::int + 1],
        case when (e ->> 'hoursAgo')::int % 2 = 0 then 'even' else 'odd' end
      from given, jsonb_array_elements(data -> 'events') e`;
    await sql`
      update messages set sent_at = ${worldNow}::timestamptz - interval '5 days' where id = any(${[...one.messageIds.slice(0, 20)]})`;
    const stages = await sql<{ id: string }[]>`
      insert into opportunity_stages (name, position) values ('Talks', 1), ('Terms', 2) returning id`;
    const stageIds = stages.map(({ id }) => id);
    await sql`
      create temporary table dealt on commit drop as
      select uuidv7() as id, given.id as person_id, o from given, jsonb_array_elements(data -> 'opportunities') o`;
    await sql`
      insert into opportunities (id, name, account_id, stage_id, state, currency, rate, value_minor, closed_at, deleted_at)
      select id, 'Deal', (${accounts.map(({ id }) => id)}::uuid[])[(o ->> 'account')::int + 1],
        (${stageIds}::uuid[])[(o ->> 'stage')::int + 1], o ->> 'state', 'EUR', case when o ->> 'valueMinor' is not null then 1 end,
        (o ->> 'valueMinor')::int8,
        case when o ->> 'state' <> 'open' then ${worldNow}::timestamptz - make_interval(hours => (o ->> 'closedHoursAgo')::int) end,
        case when (o ->> 'isDeleted')::boolean then now() end
      from dealt`;
    await sql`
      insert into opportunity_people (opportunity_id, person_id) select id, person_id from dealt where (o ->> 'isTheirs')::boolean`;
    const ids = await sql<{ id: string }[]>`select id from given order by index`;
    return { personIds: ids.map(({ id }) => id), listIds, stageIds };
  }) as Promise<{ personIds: string[]; listIds: string[]; stageIds: string[] }>;
}
