import { sql } from 'kysely';
import type { ContentItem, RecommendationReason } from '../../../domain/content-items/content-item.ts';
import { profileOf } from '../../../domain/content-items/interest.ts';
import { recommend, type Candidate, type Reason } from '../../../domain/content-items/recommend.ts';
import type { TenantDb } from '../../connection.ts';
import { listEngagements, type PersonEngagement } from './engagements.ts';

/** The part of an item that is shown. */
export type ShownItem = Pick<ContentItem, 'id' | 'title' | 'description' | 'url' | 'imageUrl' | 'format'>;

/** Everything that can be recommended on a day, read once for many people. */
export interface ContentCatalogue {
  today: string;
  items: readonly (Candidate & ShownItem)[];
  /** Titles and topics of all items there ever were, since somebody may have read what is over. */
  known: ReadonlyMap<string, { title: string; topics: readonly string[] }>;
  neighbours: Map<string, { itemId: string; similarity: number }[]>;
}

/** Somebody to recommend something to. */
export interface Reader {
  personId: string;
  language: string | null;
}

/** An item for somebody, and why. */
export interface Recommended {
  item: ShownItem;
  score: number;
  reason: RecommendationReason;
}

interface CatalogueRow extends ShownItem, Omit<Candidate, 'id'> {
  isOpen: boolean;
}

/** Reads what can be recommended at a moment, by the day of the tenant. */
export async function loadCatalogue(db: TenantDb, nowIso: string): Promise<ContentCatalogue> {
  const { rows } = await sql<CatalogueRow & { today: string }>`
    select i.id, i.title, i.description, i.url, i.image_url, i.format, i.language, i.topics, i.popularity,
      i.valid_from::text as valid_from, i.valid_until::text as valid_until, i.archived_at is null as is_open,
      (${nowIso}::timestamptz at time zone case when t.time_zone in (select name from time_zones) then t.time_zone else 'UTC' end)::date::text as today
    from content_items i join tenants t on t.tenant_id = i.tenant_id
    where i.tenant_id = current_tenant()`.execute(db);
  return {
    today: rows[0]?.today ?? nowIso.slice(0, 10),
    items: rows.filter(({ isOpen }) => isOpen),
    known: new Map(rows.map(({ id, title, topics }) => [id, { title, topics }])),
    neighbours: new Map(),
  };
}

/** What some people could read next, the best first: one question about what they read, one about what is like it, however many they are. */
export async function recommendTo(
  db: TenantDb,
  {
    readers,
    catalogue,
    now,
    most,
    among,
  }: {
    readers: readonly Reader[];
    catalogue: ContentCatalogue;
    now: Date;
    most: number;
    /** The items that the caller can do something with; left out: all. They are told in the order that they have among all. */
    among?: ReadonlySet<string>;
  },
): Promise<Map<string, Recommended[]>> {
  if (catalogue.items.length === 0) return new Map();
  const did = await listEngagements(
    db,
    readers.map(({ personId }) => personId),
  );
  const engagements = new Map<string, PersonEngagement[]>();
  for (const one of did) engagements.set(one.personId, [...(engagements.get(one.personId) ?? []), one]);
  await loadNeighbours(db, catalogue, [...new Set(did.map(({ itemId }) => itemId))]);
  const shown = new Map(catalogue.items.map((item) => [item.id, item]));
  const source = { items: catalogue.items, neighboursOf: (id: string) => catalogue.neighbours.get(id) ?? [] };
  return new Map(
    readers.map(({ personId, language }) => {
      const topicsOf = (id: string) => catalogue.known.get(id)?.topics ?? [];
      const profile = profileOf(engagements.get(personId) ?? [], { now, topicsOf });
      const found = recommend(source, { profile, language, today: catalogue.today, most });
      return [
        personId,
        found.flatMap(({ itemId, score, reason }) =>
          among && !among.has(itemId)
            ? []
            : [{ item: itemShown(shown.get(itemId)!), score, reason: named(reason, catalogue) }],
        ),
      ];
    }),
  );
}

async function loadNeighbours(
  db: TenantDb,
  { neighbours }: ContentCatalogue,
  itemIds: readonly string[],
): Promise<void> {
  const missing = itemIds.filter((id) => !neighbours.has(id));
  if (missing.length === 0) return;
  for (const id of missing) neighbours.set(id, []);
  const rows = await db
    .selectFrom('contentNeighbours')
    .select(['contentItemId', 'neighbourId', 'similarity'])
    .where('contentItemId', 'in', missing)
    .execute();
  for (const { contentItemId, neighbourId, similarity } of rows)
    neighbours.get(contentItemId)!.push({ itemId: neighbourId, similarity });
}

function named(reason: Reason, { known }: ContentCatalogue): RecommendationReason {
  return reason.kind === 'read' ? { ...reason, title: known.get(reason.itemId)?.title ?? '' } : reason;
}

function itemShown({ id, title, description, url, imageUrl, format }: ShownItem): ShownItem {
  return { id, title, description, url, imageUrl, format };
}
