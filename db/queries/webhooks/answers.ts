import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';

/**
 * Holds whom some events are about, so that nobody erases one of them before the transaction ends: an erasure that is under way is waited
 * for, and one that comes finds what endpoints answered. Before the deliveries, as an erasure takes them.
 */
export async function holdWhomEventsAreAbout(db: TenantDb, eventIds: readonly string[]): Promise<void> {
  await sql`
    select from people where tenant_id = current_tenant() and id = any(array(
      select person_id from webhook_events
      where tenant_id = current_tenant() and id = any(${sql.val([...eventIds])}::uuid[]) and person_id is not null))
    order by id for key share`.execute(db);
}

/** Takes out what endpoints answered to being told of people: it may hold what they know of them. */
export async function clearAnswersAbout(db: TenantDb, personIds: readonly string[]): Promise<void> {
  await sql`
    update webhook_deliveries d set tries = (
      select jsonb_agg(jsonb_set(one, '{start}', '""') order by place) from jsonb_array_elements(d.tries) with ordinality as t (one, place))
    where d.tenant_id = current_tenant() and d.tries <> '[]' and d.event_id in (
      select id from webhook_events where tenant_id = current_tenant() and person_id = any(${sql.val([...personIds])}::uuid[]))`.execute(
    db,
  );
}
