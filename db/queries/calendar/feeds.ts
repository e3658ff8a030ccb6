import { sql, type Selectable } from 'kysely';
import { FeedFilter, type CalendarFeed } from '../../../domain/calendar/feed.ts';
import type { TenantDb } from '../../connection.ts';
import type { CalendarFeeds } from '../../schema.ts';

/** The feeds of the tenant, the newest first, those that were taken back included. */
export async function listFeeds(db: TenantDb): Promise<CalendarFeed[]> {
  const rows = await db.selectFrom('calendarFeeds').selectAll().orderBy('id', 'desc').limit(500).execute();
  return rows.map(shown);
}

/** One feed, or undefined. */
export async function findFeed(db: TenantDb, id: string): Promise<CalendarFeed | undefined> {
  const row = await db.selectFrom('calendarFeeds').selectAll().where('id', '=', id).executeTakeFirst();
  return row && shown(row);
}

/** What is written for a new feed. */
export interface FeedValues {
  id: string;
  name: string;
  filter: FeedFilter;
  tokenHash: Buffer;
  createdBy: string;
  createdByName: string;
}

/** Writes a feed; one of this id that is there already (a repeated request) gets the new token. */
export async function insertFeed(db: TenantDb, values: FeedValues): Promise<CalendarFeed> {
  const row = await db
    .insertInto('calendarFeeds')
    .values({ ...values, filter: JSON.parse(JSON.stringify(values.filter)) })
    .onConflict((conflict) => conflict.columns(['tenantId', 'id']).doUpdateSet({ tokenHash: values.tokenHash }))
    .returningAll()
    .executeTakeFirstOrThrow();
  return shown(row);
}

/** Revokes a feed; false if there is none with that id that still works. */
export async function revokeFeed(db: TenantDb, id: string): Promise<boolean> {
  const row = await db
    .updateTable('calendarFeeds')
    .set({ revokedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The feed that a token opens, noted as read now; undefined where it opens none, or no more. */
export async function markFeedRead(db: TenantDb, tokenHash: Buffer): Promise<CalendarFeed | undefined> {
  const row = await db
    .updateTable('calendarFeeds')
    .set({ lastReadAt: sql<Date>`now()` })
    .where('tokenHash', '=', tokenHash)
    .where('revokedAt', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row && shown(row);
}

function shown(row: Selectable<CalendarFeeds>): CalendarFeed {
  return {
    id: row.id,
    name: row.name,
    filter: FeedFilter.parse(row.filter),
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    lastReadAt: row.lastReadAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
