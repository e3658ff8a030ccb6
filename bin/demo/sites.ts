import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { newFormToken } from '../../api/routes/forms/form-token.ts';
import type { TenantDb } from '../../db/connection.ts';
import { insertForm } from '../../db/queries/forms/forms.ts';
import { FormInput } from '../../domain/forms/form.ts';
import { exampleTenantId } from './people.ts';

/** What came in from the example's site: a key that nobody has, a form, pages that people saw and where they came from. */
export async function seedSites(db: TenantDb): Promise<void> {
  const { rows: keys } = await sql<{ id: string }>`
    insert into write_keys (name, kind, start, key_hash, origins, created_by_name, created_at)
    values ('Course catalogue', 'site', 'scw_…exampl', ${randomBytes(32)}, array['https://courses.northwind.demo'], 'Example',
      now() - interval '60 days')
    returning id`.execute(db);
  const { rows: campaigns } = await sql<{ id: string; name: string }>`
    select id, name from campaigns where status in ('running', 'completed') order by created_at limit 3`.execute(db);
  const topic = await db.selectFrom('topics').select('id').orderBy('position').executeTakeFirst();
  const { rows: ids } = await sql<{ id: string }>`select uuidv7() as id`.execute(db);
  await insertForm(db, {
    ...FormInput.parse({
      name: 'Course brochure',
      title: 'Get the course brochure',
      intro: 'We send it to you at once. Tell us what you would like to learn, and somebody calls you.',
      fields: [
        { field: 'firstName', label: 'First name', required: true },
        { field: 'company', label: 'Company' },
        { field: 'answer', label: 'What would you like to learn?' },
      ],
      consentText: 'Yes, I also want to hear of new courses.',
      topicId: topic?.id ?? null,
      campaignId: campaigns[0]?.id ?? null,
      origins: ['https://courses.northwind.demo'],
    }),
    id: ids[0]!.id,
    token: newFormToken(exampleTenantId),
  });
  const formId = ids[0]!.id;
  await sql`
    with visitors as (
      select p.id, row_number() over (order by p.external_id) as n from people p where p.erased_at is null order by p.external_id limit 60
    ), seen as (
      select v.id, v.n, step, now() - make_interval(days => (v.n % 12)::int, mins => (v.n * 7 - step * 3)::int) as at,
        (select c.id from campaigns c where c.tenant_id = current_tenant() and c.id = ${campaigns[0]?.id ?? null}::uuid and v.n % 3 = 0 and step = 1) as campaign
      from visitors v, generate_series(1, 3) step where step <= 1 + v.n % 3)
    insert into engagement_events (received_at, occurred_at, kind, name, verdict, person_id, campaign_id, source_id, write_key_id, data)
    select at, at,
      case when step = 3 and n % 4 = 0 then 'form' when step = 3 then 'custom' else 'page_view' end,
      case when step = 3 and n % 4 = 0 then 'Course brochure' when step = 3 then 'Course added to basket' else 'Course page' end,
      case when step = 3 and n % 4 = 0 then 'human' else 'unknown' end, id, campaign,
      case when step = 3 and n % 4 = 0 then ${formId}::uuid end,
      case when step = 3 and n % 4 = 0 then null else ${keys[0]!.id}::uuid end,
      jsonb_build_object('source', jsonb_build_object(
        'url', 'https://courses.northwind.demo/courses/' || (n % 9) || case when n % 3 = 0 and step = 1 then '?utm_source=news&utm_medium=email' else '' end,
        'referrer', case when n % 2 = 0 then 'https://www.google.com/' end,
        'utm', case when n % 3 = 0 and step = 1 then '{"source": "news", "medium": "email"}'::jsonb else '{}'::jsonb end,
        'clickIds', '{}'::jsonb))
    from seen`.execute(db);
  await sql`
    update people p set first_touch = t.touch, latest_touch = coalesce(p.latest_touch, t.touch)
    from (
      select distinct on (e.person_id) e.person_id,
        jsonb_build_object('at', to_jsonb(e.occurred_at), 'kind', e.kind, 'campaignId', e.campaign_id) || (e.data -> 'source') as touch
      from engagement_events e where e.tenant_id = current_tenant() and e.write_key_id is not null and e.data #> '{source,utm}' <> '{}'::jsonb
      order by e.person_id, e.occurred_at) t
    where p.tenant_id = current_tenant() and p.id = t.person_id and p.first_touch is null`.execute(db);
}
