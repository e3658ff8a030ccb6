import { sql, type Selectable } from 'kysely';
import {
  mostItems,
  type ContentItem,
  type ContentItemChange,
  type ContentItemInput,
} from '../../../domain/content-items/content-item.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { TenantDb } from '../../connection.ts';
import type { ContentItems } from '../../schema.ts';

/** Which items are wanted; all that is left out matches. `state`: `open` ones may be recommended today, others wait, are over or archived. */
export interface ContentItemFilter {
  limit: number;
  after: readonly [string, string] | null;
  q?: string | undefined;
  format?: string | undefined;
  language?: string | undefined;
  topic?: string | undefined;
  state?: 'open' | 'closed' | 'archived' | undefined;
}

const isOpen = sql<boolean>`(archived_at is null and coalesce(valid_from <= current_date, true)
  and coalesce(valid_until >= current_date, true))`;

/** Items by title. Without a state, those that are not archived. */
export async function listContentItems(db: TenantDb, filter: ContentItemFilter): Promise<ContentItem[]> {
  const { limit, after, q, format, language, topic, state } = filter;
  const rows = await db
    .selectFrom('contentItems')
    .selectAll()
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(title, id) > (${after?.[0] ?? ''}, ${after?.[1] ?? ''}::uuid)`),
    )
    .$if(!!q, (query) => query.where(sql<boolean>`position(lower(${q ?? ''}) in lower(title)) > 0`))
    .$if(!!format, (query) => query.where('format', '=', format ?? ''))
    .$if(!!language, (query) => query.where('language', '=', language ?? ''))
    .$if(!!topic, (query) => query.where(sql<boolean>`${topic ?? ''} = any(topics)`))
    .$if(state === 'archived', (query) => query.where('archivedAt', 'is not', null))
    .$if(state !== 'archived', (query) => query.where('archivedAt', 'is', null))
    .$if(state === 'open', (query) => query.where(isOpen))
    .$if(state === 'closed', (query) => query.where(sql<boolean>`not ${isOpen}`))
    .orderBy('title')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toContentItem);
}

/** One item, or undefined. */
export async function findContentItem(db: TenantDb, id: string): Promise<ContentItem | undefined> {
  const row = await db.selectFrom('contentItems').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toContentItem(row);
}

/** The topics of all items that are not archived, by name. */
export async function listContentTopics(db: TenantDb): Promise<string[]> {
  const { rows } = await sql<{ topic: string }>`
    select distinct topic from content_items, unnest(topics) topic
    where tenant_id = current_tenant() and archived_at is null order by topic limit 500`.execute(db);
  return rows.map(({ topic }) => topic);
}

/** How many items there are that are not archived. */
export async function countContentItems(db: TenantDb): Promise<number> {
  const { count } = await db
    .selectFrom('contentItems')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('archivedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Makes an item; one with this id (a repeated request) stays, another with this address, or one too many, is a conflict. */
export async function insertContentItem(db: TenantDb, input: ContentItemInput & { id: string }): Promise<void> {
  if (await findContentItem(db, input.id)) return;
  if ((await countContentItems(db)) >= mostItems)
    throw new DomainError(
      'conflict',
      `There are ${mostItems.toLocaleString('en')} items already. Archive what nobody needs any more first.`,
    );
  await refuseTaken(() => db.insertInto('contentItems').values(input).execute());
}

/** Changes an item at a known version (null: whichever it has); false where somebody was faster. */
export async function updateContentItem(
  db: TenantDb,
  { id, version, change }: { id: string; version: number | null; change: ContentItemChange },
): Promise<boolean> {
  const { isArchived, ...fields } = change;
  const result = await refuseTaken(() =>
    db
      .updateTable('contentItems')
      .set({
        ...fields,
        ...(isArchived === undefined
          ? {}
          : { archivedAt: isArchived ? sql<Date>`coalesce(archived_at, now())` : null }),
        version: sql<number>`version + 1`,
        updatedAt: sql<Date>`now()`,
      })
      .where('id', '=', id)
      .$if(version !== null, (query) => query.where('version', '=', version ?? 0))
      .executeTakeFirst(),
  );
  return result.numUpdatedRows > 0n;
}

async function refuseTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'constraint_name' in error && error.constraint_name === 'content_items_url') {
      throw new DomainError('conflict', 'There is an item with this address already. Nothing was saved.', [
        { path: 'url', code: 'taken', message: 'is the address of another item' },
      ]);
    }
    throw error;
  }
}

/** An item as the API shows it. */
export function toContentItem(row: Selectable<ContentItems>): ContentItem {
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    url: row.url,
    imageUrl: row.imageUrl,
    format: row.format as ContentItem['format'],
    language: row.language,
    topics: row.topics,
    validFrom: dayOf(row.validFrom),
    validUntil: dayOf(row.validUntil),
    archivedAt: row.archivedAt?.toISOString() ?? null,
    readers: row.readers,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The fields of an item that people edit, without its counts and other bookkeeping. */
export function writtenOf({
  title,
  description,
  url,
  imageUrl,
  format,
  language,
  topics,
  validFrom,
  validUntil,
}: ContentItem): ContentItemInput {
  return { title, description, url, imageUrl, format, language, topics, validFrom, validUntil };
}

/** A day as the driver gives it, which may be a date at midnight or its text. */
function dayOf(value: Date | string | null): string | null {
  if (value === null) return null;
  return typeof value === 'string' ? value.slice(0, 10) : value.toISOString().slice(0, 10);
}
