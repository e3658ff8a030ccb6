import { sql } from 'kysely';
import type { TenantDb } from '../../db/connection.ts';

/** How many people the example tenant knows. */
export const demoPeopleCount = 1_200;

const firstNames = [
  'Amara',
  'Ben',
  'Chiara',
  'Dmitri',
  'Élodie',
  'Farid',
  'Greta',
  'Hiro',
  'Inés',
  'Jonas',
  'Kaja',
  'Liam',
  'Mei',
  'Nadia',
  'Oskar',
  'Priya',
  'Quinn',
  'Rosa',
  'Samir',
  'Tilda',
  'Umar',
  'Vera',
  'Wim',
  'Yara',
  'Zoë',
];
const lastNames = [
  'Adler',
  'Bianchi',
  'Costa',
  'Dubois',
  'Eriksen',
  'Fischer',
  'García',
  'Haas',
  'Ivanova',
  'Jansen',
  'Kowalski',
  'Lehmann',
  'Meyer',
  'Nguyen',
  'Okoye',
  'Petrov',
  'Rossi',
  'Sato',
  'Tan',
  'Ünal',
  'Vogel',
  'Weber',
  'Yılmaz',
];
const companies = [
  'Alder & Sons',
  'Blue Harbour',
  'Cobalt Works',
  'Dunes Logistics',
  'Evergreen Foods',
  'Falcon Tools',
  'Granite Homes',
  'Helix Labs',
  'Indigo Travel',
  'Juniper Bank',
  'Kite Energy',
  'Lumen Optics',
  'Meridian Health',
  'Nimbus Cloud',
  'Orchard Media',
  'Pine Street Law',
];
const places = [
  ['Hamburg', 'DE', 'Europe/Berlin'],
  ['Lyon', 'FR', 'Europe/Paris'],
  ['Leeds', 'GB', 'Europe/London'],
  ['Porto', 'PT', 'Europe/Lisbon'],
  ['Austin', 'US', 'America/Chicago'],
  ['Osaka', 'JP', 'Asia/Tokyo'],
];
const sources = ['Website', 'Webinar', 'Trade fair', 'Referral', 'Paid search'];
const titles = ['Head of Operations', 'Buyer', 'Managing Director', 'IT Manager', 'Office Manager', 'Founder'];

/** A number from 0 to `below` that belongs to row n and to `what`: spread like chance, and the same on every machine. */
const pick = (what: string, below: number) =>
  sql<number>`(hashtext(${what} || n)::bigint + 2147483648) % ${sql.lit(below)}`;
const oneOf = (what: string, values: string[]) =>
  sql<string>`(${sql.val(values)}::text[])[1 + ${pick(what, values.length)}]`;
/** How often somebody looked at prices in their first days: half of them never, the others up to five times. */
const priceVisits = sql<number>`case when ${pick('looks', 2)} = 0 then 0 else 1 + ${pick('visits', 5)} end`;

/** The titles of those who decide. */
const deciders = ['Managing Director', 'Head of Operations'];

/**
 * Writes accounts, people with their consent, and lists. All addresses end in .example, where no mail can go. Nearly everybody came in as a
 * lead and is a contact once they were converted, at a pace that is their own and the same in each month: who was recommended, who
 * decides and who looked at prices in their first days goes faster. So there is something to be learned, and it holds.
 */
export async function seedPeople(db: TenantDb): Promise<void> {
  await sql`
    insert into accounts (external_id, name, domain, industry, employees, country)
    select 'A-' || n, name, lower(regexp_replace(name, '[^A-Za-z]+', '-', 'g')) || '.example', ${oneOf('industry', ['Retail', 'Logistics', 'Finance', 'Health', 'Software'])},
      20 + ${pick('employees', 2000)}, ${oneOf(
        'country',
        places.map(([, country]) => country!),
      )}
    from unnest(${sql.val(companies)}::text[]) with ordinality as company(name, n)`.execute(db);
  await sql`
    insert into people (kind, external_id, email, email_key, email_status, first_name, last_name, job_title, company, account_id,
      city, country, time_zone, lead_source, consent, consent_at, created_at, updated_at, converted_at)
    select case when came_as_customer or converted < now() then 'contact' else 'lead' end, made.external_id, address, address, 'ok',
      first_name, last_name, job_title, company, account.id, place[1], place[2], place[3], lead_source, consent,
      case when consent = 'granted' then since end, since, since, case when not came_as_customer and converted < now() then converted end
    from (
      select 'P-' || n as external_id, 'person' || n || '@people.example' as address, ${pick('customer', 100)} < 8 as came_as_customer,
        ${oneOf('first', firstNames)} as first_name, ${oneOf('last', lastNames)} as last_name,
        ${oneOf('title', titles)} as job_title, ${oneOf('company', companies)} as company, ${oneOf('source', sources)} as lead_source,
        string_to_array(${oneOf(
          'place',
          places.map((place) => place.join('|')),
        )}, '|') as place,
        case when ${pick('consent', 100)} < 86 then 'granted' when ${pick('consent', 100)} < 90 then 'denied' else 'unknown' end as consent,
        ${priceVisits} as visits, (1 + ${pick('converted', 1000)}) / 1001.0 as luck,
        now() - make_interval(days => 90 + (${pick('age', 300)})::int) as since
      from generate_series(1, ${sql.lit(demoPeopleCount)}) n
    ) made
    left join accounts account on account.tenant_id = current_tenant() and account.name = made.company
    -- The chance in any 90 days, and the day on which it came true.
    cross join lateral (select 1 / (1 + exp(3.6 - case when lead_source = 'Referral' then 2.1 else 0 end
      - case when job_title = any(${sql.val(deciders)}::text[]) then 1.7 else 0 end - 0.55 * visits)) as chance) pace
    cross join lateral (select since + make_interval(secs => 86400 * (1 + 90 * ln(luck) / ln(1 - chance))) as converted) fate`.execute(
    db,
  );
  await seedPriceVisits(db);
  await sql`
    insert into consents (person_id, state, source, basis, at)
    select id, consent, case when lead_source = 'Webinar' then 'webinar form' else 'website form' end, 'consent', created_at
    from people where consent <> 'unknown'`.execute(db);
  await sql`
    insert into lists (name, description) values
      ('Newsletter', 'Everyone who asked for news'),
      ('Customers', 'People at companies that buy from us'),
      ('Spring webinar guests', 'Invited to the webinar in spring')`.execute(db);
  await sql`
    insert into list_people (list_id, person_id, added_at)
    select list.id, person.id,
      case list.name when 'Customers' then coalesce(person.converted_at, person.created_at) else person.created_at end
    from lists list join people person on case list.name
      when 'Newsletter' then hashtext('newsletter' || person.external_id) % 10 between -7 and 7
      when 'Customers' then person.kind = 'contact'
      else hashtext('webinar' || person.external_id) % 3 = 0 end`.execute(db);
}

/** Who looked at prices did so in the first ten days of being known, before anything else came of it. */
async function seedPriceVisits(db: TenantDb): Promise<void> {
  await sql`
    insert into engagement_events (received_at, occurred_at, kind, name, verdict, person_id, data)
    select at, at, 'page_view', 'Prices', 'unknown', id,
      jsonb_build_object('source', jsonb_build_object('url', 'https://www.northwind.demo/prices', 'utm', '{}'::jsonb, 'clickIds', '{}'::jsonb))
    from (
      select p.id, p.converted_at, p.created_at + make_interval(secs => 600 + (hashtext('look' || step || p.external_id) & 1023) * 800) as at
      from people p cross join lateral (select substr(p.external_id, 3) as n) number
      cross join lateral generate_series(1, (${priceVisits})::int) step
      where p.tenant_id = current_tenant()) looked
    where converted_at is null or at < converted_at`.execute(db);
}
