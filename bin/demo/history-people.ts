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

/** Writes accounts, people with their consent, and lists. All addresses end in .example, where no mail can go. */
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
    select kind, made.external_id, address, address, 'ok', first_name, last_name, job_title, company, account.id,
      place[1], place[2], place[3], lead_source, consent, case when consent = 'granted' then since end, since, since,
      -- Of the contacts some came in as leads: nearly all whom somebody recommended, few of the others. Who decides was often quick.
      case when kind <> 'contact' then null
        when luck < case when lead_source = 'Referral' then 95 when job_title = 'Founder' then 40 else 10 end
          then now() - make_interval(days => 5 + late::int)
        when quick < case when job_title in ('Managing Director', 'Head of Operations') then 95 else 8 end
          then since + make_interval(days => 8 + late::int) end
    from (
      -- Of those who decide most are contacts by now.
      select case when ${pick('kind', 10)} < case when ${pick('title', titles.length)} in (0, 2) then 4 else 8 end
          then 'lead' else 'contact' end as kind, 'P-' || n as external_id,
        'person' || n || '@people.example' as address, ${oneOf('first', firstNames)} as first_name, ${oneOf('last', lastNames)} as last_name,
        ${oneOf('title', titles)} as job_title, ${oneOf('company', companies)} as company, ${oneOf('source', sources)} as lead_source,
        string_to_array(${oneOf(
          'place',
          places.map((place) => place.join('|')),
        )}, '|') as place,
        case when ${pick('consent', 100)} < 86 then 'granted' when ${pick('consent', 100)} < 90 then 'denied' else 'unknown' end as consent,
        ${pick('converted', 100)} as luck, ${pick('quick', 100)} as quick, ${pick('convertedat', 80)} as late,
        now() - make_interval(days => 90 + (${pick('age', 300)})::int) as since
      from generate_series(1, ${sql.lit(demoPeopleCount)}) n
    ) made
    left join accounts account on account.tenant_id = current_tenant() and account.name = made.company`.execute(db);
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
