import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { askForAttribution } from '../attribution/work.ts';
import { countedOf } from './parts.ts';

/** How many campaigns stand directly below one. */
export async function countCampaignsBelow(db: TenantDb, id: string): Promise<number> {
  const { count } = await db
    .selectFrom('campaigns')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('parentId', '=', id)
    .executeTakeFirstOrThrow();
  return count;
}

/** Removes a campaign that never began (a draft, or one cancelled before its start) with everything of it; false where it is none. */
export async function deleteCampaign(db: TenantDb, id: string): Promise<boolean> {
  const { rows: sources } = await sql<{ id: string }>`
    select source.id from campaigns c cross join lateral (${countedOf}) source (id)
    where c.tenant_id = current_tenant() and c.id = ${id}`.execute(db);
  const touched = await db
    .selectFrom('opportunityTouches')
    .select('opportunityId')
    .distinct()
    .where('campaignId', '=', id)
    .execute();
  const gone = await db
    .deleteFrom('campaigns')
    .where('id', '=', id)
    .where('status', 'in', ['draft', 'cancelled'])
    .where('startedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!gone) return false;
  await askForAttribution(
    db,
    touched.map(({ opportunityId }) => opportunityId),
  );
  const ids = sources.map((source) => source.id);
  // Messages and counters go by the id of whatever sends, of which there are several kinds; no key takes them along.
  await db.deleteFrom('variants').where('sourceId', 'in', ids).execute();
  await db.deleteFrom('sourceCounters').where('sourceId', 'in', ids).execute();
  return true;
}
