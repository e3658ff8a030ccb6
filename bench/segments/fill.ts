import type { Database } from '../../db/connection.ts';

/** What the rules of the bench name. */
export interface FilledTenant {
  tenantId: string;
  listId: string;
  campaignId: string;
}

/** Makes a tenant with people, accounts, attributes, a list, a campaign and a year of events, past row-level security. */
export async function fillTenant(owner: Database, size: { people: number; events: number }): Promise<FilledTenant> {
  const filled = (await owner.sql.begin(async (sql) => {
    const one = async (query: PromiseLike<readonly unknown[]>): Promise<string> =>
      ((await query)[0] as { id: string }).id;
    const tenantId = await one(
      sql`insert into tenants (name, time_zone, cap_messages) values ('Bench', 'Europe/Berlin', 5) returning tenant_id as id`,
    );
    await sql`select set_config('app.tenant_id', ${tenantId}, true)`;
    await sql`
      insert into accounts (name, industry, employees)
      select 'Account ' || n, (array['Retail', 'Software', 'Health', 'Energy'])[1 + n % 4], n from generate_series(1, 2000) n`;
    await sql`
      insert into attribute_definitions (key, label, type, slot)
      values ('plan', 'Plan', 'text', 'text01'), ('points', 'Points', 'number', 'number01'), ('birthday', 'Birthday', 'date', 'date01')`;
    await sql`
      insert into people (email, email_key, first_name, country, time_zone, consent, consent_at, created_at, account_id)
      select 'p' || n || '@bench.example', 'p' || n || '@bench.example', 'Person ' || n,
        (array['Germany', 'Austria', 'France', 'Spain', 'Italy', 'Poland', null])[1 + n % 7],
        (array['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', null])[1 + n % 4],
        case when n % 5 = 0 then 'unknown' else 'granted' end, now(), now() - make_interval(hours => n % 9000),
        (select id from accounts where tenant_id = ${tenantId} order by id offset n % 50 limit 1)
      from generate_series(1, ${size.people}::int) n`;
    await sql`create temporary table numbered on commit drop as
      select row_number() over (order by id) as n, id from people where tenant_id = ${tenantId}`;
    await sql`create index on numbered (n)`;
    await sql`
      insert into person_attributes (person_id, text01, number01, date01)
      select id, (array['free', 'basic', 'pro'])[1 + n % 3], n % 1000, '1960-01-01'::date + (n * 37 % 15000)::int
      from numbered`;
    const listId = await one(sql`insert into lists (name) values ('Bench') returning id`);
    await sql`insert into list_people (list_id, person_id) select ${listId}, id from numbered where n % 5 = 1`;
    const typeId = await one(sql`insert into campaign_types (name) values ('E-mail') returning id`);
    const statusId = await one(sql`
      insert into campaign_type_statuses (campaign_type_id, name, position, is_default) values (${typeId}, 'Sent', 1, true) returning id`);
    const campaignId = await one(sql`
      insert into campaigns (name, campaign_type_id, currency, utm_id) values ('Bench', ${typeId}, 'EUR', 'bench') returning id`);
    await sql`
      insert into campaign_members (campaign_id, person_id, status_id, has_responded)
      select ${campaignId}, id, ${statusId}, n % 20 = 0 from numbered where n % 2 = 0`;
    await sql`
      insert into engagement_events (received_at, occurred_at, kind, verdict, verdict_rule, person_id, campaign_id)
      select at, at, kind, (array['human', 'human', 'machine', 'unknown'])[1 + e.n % 4], 'person', id, ${campaignId}
      from (
        select n, now() - make_interval(secs => 31536000 * random()) as at, 1 + floor(random() * ${size.people}::int)::int as who,
          (array['open', 'open', 'open', 'open', 'open', 'open', 'click', 'delivered', 'delivered', 'delivered'])[1 + n % 10] as kind
        from generate_series(1, ${size.events}::int) n) e
      join numbered on numbered.n = e.who`;
    return { tenantId, listId, campaignId };
  })) as FilledTenant;
  await owner.sql`vacuum analyze`;
  return filled;
}
