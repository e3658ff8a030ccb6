import { sql } from 'kysely';
import type { Comparison } from '../../../domain/content-items/measure.ts';
import type { Db, TenantDb } from '../../connection.ts';

/** What a round found out about items: how popular each is, how many read it, and what is most like it. */
export interface ContentRound {
  comparedAt: string;
  people: number;
  engagements: number;
  comparison: Comparison | null;
}

/** An item by the last round. */
export interface ComparedItem {
  itemId: string;
  popularity: number;
  readers: number;
  neighbours: readonly { itemId: string; similarity: number }[];
}

/** Puts what a round found in the place of what the one before did. Doing it again changes nothing. */
export async function putContentRound(
  db: TenantDb,
  { items, round }: { items: readonly ComparedItem[]; round: ContentRound },
): Promise<void> {
  // One round of a tenant at a time: two would write the same rows.
  await sql`select pg_advisory_xact_lock(hashtextextended('content ' || current_tenant(), 0))`.execute(db);
  await db.deleteFrom('contentNeighbours').execute();
  await sql`
    update content_items i set readers = coalesce(g.readers, 0), popularity = coalesce(g.popularity, 0)
    from content_items o left join jsonb_to_recordset(${JSON.stringify(
      items.map(({ itemId, readers, popularity }) => ({ itemId, readers, popularity })),
    )}::text::jsonb) as g("itemId" uuid, readers integer, popularity float8) on g."itemId" = o.id
    where i.tenant_id = current_tenant() and o.tenant_id = i.tenant_id and o.id = i.id
      and (i.readers, i.popularity) is distinct from (coalesce(g.readers, 0), coalesce(g.popularity, 0))`.execute(db);
  const pairs = items.flatMap(({ itemId, neighbours }) =>
    neighbours.map((neighbour) => ({ itemId, neighbourId: neighbour.itemId, similarity: neighbour.similarity })),
  );
  await sql`
    insert into content_neighbours (content_item_id, neighbour_id, similarity)
    select g."itemId", g."neighbourId", g.similarity
    from jsonb_to_recordset(${JSON.stringify(pairs)}::text::jsonb) as g("itemId" uuid, "neighbourId" uuid, similarity float8)
    where g."itemId" in (select id from content_items where tenant_id = current_tenant())
      and g."neighbourId" in (select id from content_items where tenant_id = current_tenant())`.execute(db);
  const values = {
    ...round,
    comparison: round.comparison === null ? null : sql<string>`${JSON.stringify(round.comparison)}::text::jsonb`,
  };
  await db
    .insertInto('contentRounds')
    .values(values)
    .onConflict((conflict) => conflict.column('tenantId').doUpdateSet(values))
    .execute();
}

/** The last round, or undefined where there was none. */
export async function findContentRound(db: TenantDb): Promise<ContentRound | undefined> {
  const row = await db.selectFrom('contentRounds').selectAll().executeTakeFirst();
  return (
    row && {
      comparedAt: row.comparedAt.toISOString(),
      people: row.people,
      engagements: row.engagements,
      comparison: row.comparison as unknown as Comparison | null,
    }
  );
}

/** Whether the tenant has anything to recommend. */
export async function hasContentItems(db: TenantDb): Promise<boolean> {
  const row = await db.selectFrom('contentItems').select('id').where('archivedAt', 'is', null).executeTakeFirst();
  return row !== undefined;
}

/** Tenants with items that were not compared since `before`. As salescompass_directory. */
export async function listTenantsToCompare(directory: Db, before: string): Promise<string[]> {
  const { rows } = await sql<{ tenantId: string }>`
    select distinct i.tenant_id from content_items i left join content_rounds r on r.tenant_id = i.tenant_id
    where i.archived_at is null and (r.compared_at is null or r.compared_at < ${before}::timestamptz)`.execute(
    directory,
  );
  return rows.map(({ tenantId }) => tenantId);
}
