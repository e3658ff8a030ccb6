import { sql } from 'kysely';
import type { TenantDb } from '../../db/connection.ts';

/** Topics of the example, some people who did not want one of them, and two sign-ups: one confirmed, one that waits. */
export async function seedTopics(db: TenantDb): Promise<void> {
  await sql`
    insert into topics (name, description, position) values
      ('Newsletter', 'What is new with us, once a month', 1),
      ('Product news', 'New products and what they do, when there are any', 2),
      ('Events', 'Webinars and fairs near you', 3)`.execute(db);
  await sql`
    with chosen as (
      insert into consents (person_id, state, source, topic_id, at)
      select p.id, 'denied', 'preference_centre', t.id, now() - interval '20 days'
      from topics t join people p on p.consent = 'granted' and hashtext(t.name || p.external_id) % 23 = 0
      returning person_id, topic_id, at)
    insert into topic_opt_outs (topic_id, person_id, at) select topic_id, person_id, at from chosen`.execute(db);
  await sql`
    insert into sign_ups (person_id, email_hash, source, topic_id, status, created_at, expires_at, confirmed_at)
    select p.id, p.email_hash, 'website form', (select id from topics where name = 'Newsletter'),
      case when p.consent = 'granted' then 'confirmed' else 'asked' end, now() - interval '2 days', now() + interval '5 days',
      case when p.consent = 'granted' then now() - interval '1 day' end
    from (
      (select * from people where consent = 'granted' order by external_id limit 1)
      union all (select * from people where consent = 'unknown' order by external_id limit 1)) p`.execute(db);
}
