import { sql } from 'kysely';
import type { RecommendedContent } from '../../../domain/next-actions/choose-item.ts';
import type { TenantDb } from '../../connection.ts';
import { loadCatalogue, recommendTo, type Reader } from '../content-items/recommendations.ts';

/** What the content recommender says of the mails that could be sent. */
export interface MailContent {
  /** The things to read that the links of each mail lead to, by the item of the programme. */
  contentIds: Map<string, string[]>;
  /** What of that is recommended to each person, the best first. */
  recommended: Map<string, RecommendedContent[]>;
}

/** Reads what mails lead to and what is recommended to people; nothing more where no mail leads to anything that can be recommended. */
export async function findMailContent(
  db: TenantDb,
  { itemIds, readers, nowIso }: { itemIds: readonly string[]; readers: readonly Reader[]; nowIso: string },
): Promise<MailContent> {
  const contentIds = await listLinkedContent(db, itemIds);
  if (contentIds.size === 0) return { contentIds, recommended: new Map() };
  const catalogue = await loadCatalogue(db, nowIso);
  const now = new Date(nowIso);
  // Of a large catalogue most leads nowhere here, and is not kept for each of many people.
  const among = new Set([...contentIds.values()].flat());
  const recommended = await recommendTo(db, { readers, catalogue, now, most: catalogue.items.length, among });
  return { contentIds, recommended };
}

async function listLinkedContent(db: TenantDb, itemIds: readonly string[]): Promise<Map<string, string[]>> {
  if (itemIds.length === 0) return new Map();
  const { rows } = await sql<{ itemId: string; contentIds: string[] }>`
    select i.id as item_id, array_agg(distinct c.id) as content_ids
    from nurture_items i
    join editions d on d.tenant_id = i.tenant_id and d.id = i.edition_id
    cross join lateral jsonb_array_elements(d.links) link
    join content_items c on c.tenant_id = i.tenant_id and c.archived_at is null
      and c.url_key = content_url_key(link ->> 'url')
    where i.tenant_id = current_tenant() and i.id = any(${sql.val([...itemIds])}::uuid[])
    group by i.id`.execute(db);
  return new Map(rows.map(({ itemId, contentIds }) => [itemId, contentIds]));
}
