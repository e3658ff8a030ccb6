import type { TransactionSql } from 'postgres';
import type { Database } from '../../db/connection.ts';

/** How much a year of the bench holds. */
export interface YearSize {
  people: number;
  events: number;
  opportunities: number;
  campaigns: number;
}

/** What the questions of the bench name. */
export interface FilledYear {
  tenantId: string;
  /** One campaign among the others. */
  campaignId: string;
}

const models =
  "'first', 'last', 'last_non_direct', 'linear', 'time_decay', 'position', 'w_shaped', 'custom', 'markov', 'shapley'";

/**
 * Makes a tenant with a year of campaigns, members, events, opportunities with five touches each and the ledger of every model, past
 * row-level security. The hours of reports are left to be counted.
 */
export async function fillYear(owner: Database, size: YearSize): Promise<FilledYear> {
  const filled = (await owner.sql.begin(async (sql) => {
    const one = async (query: PromiseLike<readonly unknown[]>): Promise<string> =>
      ((await query)[0] as { id: string }).id;
    const tenantId = await one(
      sql`insert into tenants (name, time_zone, currency) values ('Bench', 'Europe/Berlin', 'EUR') returning tenant_id as id`,
    );
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
    const typeId = await one(sql`insert into campaign_types (name) values ('E-mail') returning id`);
    const statusId = await one(sql`
      insert into campaign_type_statuses (campaign_type_id, name, position, is_default) values (${typeId}, 'Sent', 1, true) returning id`);
    await sql`
      insert into campaigns (name, campaign_type_id, currency, utm_id, status)
      select 'Campaign ' || g.n, ${typeId}, 'EUR', 'bench-' || g.n, 'completed' from generate_series(1, ${size.campaigns}::int) g (n)`;
    await sql`create temporary table campaign on commit drop as
      select row_number() over (order by id) as n, id from campaigns where tenant_id = ${tenantId}`;
    await sql`
      insert into costs (campaign_id, kind, spent_on, amount_minor, currency, rate, value_minor, position)
      select c.id, 'actual', current_date - (m * 30 + c.n::int % 30), 50000 + c.n * 100, 'EUR', 1, 50000 + c.n * 100, m
      from campaign c, generate_series(1, 12) m`;
    await sql`
      insert into people (email, email_key, consent, created_at, lead_created_at, source_campaign_id, mql_at)
      select 'p' || g.n || '@bench.example', 'p' || g.n || '@bench.example', 'granted', at, at, c.id, case when g.n % 3 = 0 then at + interval '9 days' end
      from generate_series(1, ${size.people}::int) g (n)
      cross join lateral (select now() - make_interval(hours => g.n % 8760) as at) moment
      left join campaign c on c.n = 1 + g.n % (2 * ${size.campaigns}::int)`;
    await sql`create temporary table person on commit drop as
      select row_number() over (order by id) as n, id from people where tenant_id = ${tenantId}`;
    await sql`create index on person (n)`;
    // Statistics of what this transaction has made: without them the planner would go through it row by row.
    await sql`analyze campaign, person`;
    await sql`
      insert into campaign_members (campaign_id, person_id, status_id, has_responded, first_responded_at, created_at)
      select c.id, p.id, ${statusId}, p.n % 9 = 0, case when p.n % 9 = 0 then at + interval '2 days' end, at
      from person p
      cross join generate_series(0, 4) round
      join campaign c on c.n = 1 + (p.n * 7 + round * 31) % ${size.campaigns}::int
      cross join lateral (select now() - make_interval(days => 364 - (c.n * 364 / ${size.campaigns}::int)::int) as at) moment
      on conflict do nothing`;
    // Most of what people do follows within days of a campaign's start.
    await sql`
      insert into engagement_events (received_at, occurred_at, kind, verdict, verdict_rule, person_id, campaign_id)
      select at, at, (array['open', 'open', 'open', 'open', 'open', 'click', 'click', 'page_view', 'page_view', 'form'])[1 + g.n % 10],
        (array['human', 'human', 'machine'])[1 + g.n % 3], 'person', p.id, c.id
      from generate_series(1, ${size.events}::int) g (n)
      join campaign c on c.n = 1 + g.n % ${size.campaigns}::int
      join person p on p.n = 1 + (g.n::bigint * 13) % ${size.people}::int
      cross join lateral (select now() - make_interval(days => 364 - (c.n * 364 / ${size.campaigns}::int)::int,
        secs => -86400 * 5 * (random() * random()) + 0 * g.n)::interval as started) s
      cross join lateral (select least(s.started, now()) as at) moment`;
    await fillOpportunities(sql, size);
    const campaignId = await one(sql`select id from campaign where n = 7`);
    return { tenantId, campaignId };
  })) as FilledYear;
  await owner.sql`vacuum analyze`;
  return filled;
}

async function fillOpportunities(sql: TransactionSql<{ bigint: number }>, size: YearSize): Promise<void> {
  await sql`
    insert into opportunity_stages (name, position, outcome) values ('Open', 1, 'open'), ('Won', 2, 'won'), ('Lost', 3, 'lost')`;
  await sql`
    insert into opportunities (name, stage_id, state, amount_minor, currency, rate, value_minor, opened_at, closed_at)
    select 'Deal ' || g.n, s.id, s.outcome, 100000 + g.n * 10, 'EUR', 1, 100000 + g.n * 10, at,
      case when s.outcome <> 'open' then least(now(), at + interval '40 days') end
    from generate_series(1, ${size.opportunities}::int) g (n)
    join opportunity_stages s on s.tenant_id = current_tenant() and s.position = 1 + g.n % 3
    cross join lateral (select now() - make_interval(hours => (g.n * 11) % 8760) as at) moment`;
  await sql`create temporary table deal on commit drop as
    select row_number() over (order by id) as n, id, state, value_minor, opened_at from opportunities where tenant_id = current_tenant()`;
  await sql`analyze deal, opportunities, people, campaigns`;
  await sql`
    insert into opportunity_people (opportunity_id, person_id)
    select d.id, p.id from deal d join person p on p.n = 1 + (d.n * 3) % ${size.people}::int`;
  await sql`
    insert into opportunity_touches (opportunity_id, touch_id, kind, person_id, campaign_id, channel, source, at, position)
    select d.id, uuidv7(), 'click', p.id, c.id, (array['email', 'email', 'cpc', 'organic', 'social'])[1 + (d.n + k) % 5], 'bench',
      d.opened_at - make_interval(days => 50 - k * 10), k
    from deal d
    cross join generate_series(1, 5) k
    join person p on p.n = 1 + (d.n * 3) % ${size.people}::int
    join campaign c on c.n = 1 + (d.n * k) % ${size.campaigns}::int`;
  await sql`analyze opportunity_touches`;
  await sql.unsafe(`
    insert into attribution_entries (opportunity_id, model, measure, kind, reason, touch_id, person_id, campaign_id, channel, source, amount_minor, currency, occurred_at)
    select d.id, m.model, case d.state when 'won' then 'revenue' else 'pipeline' end, 'credit', case d.state when 'won' then 'won' else 'opened' end,
      t.touch_id, t.person_id, t.campaign_id, t.channel, t.source, d.value_minor / 5, 'EUR', d.opened_at
    from deal d join opportunity_touches t on t.tenant_id = current_tenant() and t.opportunity_id = d.id
    cross join unnest(array[${models}]) as m (model)
    where d.state <> 'lost' and (m.model not in ('first', 'last', 'last_non_direct') or t.position = 1)`);
}
