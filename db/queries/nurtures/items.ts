import { sql, type Selectable } from 'kysely';
import { MessageContent } from '../../../domain/content/content.ts';
import type { NurtureItemChange, NurtureItemState, NewNurtureItem } from '../../../domain/nurtures/item.ts';
import type { PooledItem } from '../../../domain/nurtures/pool.ts';
import type { TenantDb } from '../../connection.ts';
import type { NurtureItems } from '../../schema.ts';
import { contentOf } from '../content/edition-source.ts';
import { upsertVariant } from '../content/variants.ts';

/** An item's row with its message, its places and what became of its messages. */
export interface NurtureItemRow extends Omit<Selectable<NurtureItems>, 'state'> {
  state: NurtureItemState;
  content: MessageContent;
  places: { stream: string; position: number }[];
  counters: Record<string, number>;
}

/**
 * The items of a nurture programme, the oldest first, with their places in the streams that it has; `streams`: in others. What stood in a
 * stream that is gone keeps its place there, should the stream come back.
 */
export async function listNurtureItems(
  db: TenantDb,
  nurtureId: string,
  streams?: readonly string[],
): Promise<NurtureItemRow[]> {
  const shown = streams
    ? sql`select unnest(${sql.val([...streams])}::text[])`
    : sql`
        select known.value ->> 'key' from nurtures n
        join nurture_versions v on v.tenant_id = n.tenant_id and v.nurture_id = n.id and v.number = n.current_version,
        jsonb_array_elements(v.definition -> 'streams') known where n.tenant_id = current_tenant() and n.id = ${nurtureId}`;
  const rows = await db
    .selectFrom('nurtureItems as i')
    .selectAll('i')
    .select(
      sql<
        NurtureItemRow['places']
      >`coalesce((select jsonb_agg(jsonb_build_object('stream', p.stream, 'position', p.place)) from (
        select stream, item_id, row_number() over (partition by stream order by position, item_id)::int as place
        from nurture_places where tenant_id = i.tenant_id and nurture_id = i.nurture_id and stream in (${shown})) p where p.item_id = i.id), '[]')`.as(
        'places',
      ),
    )
    .select(
      sql<Record<string, number>>`coalesce((select jsonb_object_agg(c.name, c.value) from source_counters c
        where c.tenant_id = i.tenant_id and c.source_id = i.id), '{}')`.as('counters'),
    )
    .where('i.nurtureId', '=', nurtureId)
    .orderBy('i.id')
    .execute();
  const contents = await contentsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ...row,
    state: row.state as NurtureItemState,
    content: contents.get(row.id) ?? blank(),
  }));
}

async function contentsOf(db: TenantDb, ids: string[]): Promise<Map<string, MessageContent>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('variants').selectAll().where('sourceId', 'in', ids).execute();
  return new Map(rows.map((row) => [row.sourceId, contentOf(row)]));
}

/** An item as the rule about casts reads it. */
export function pooled(row: NurtureItemRow): PooledItem {
  const { id, state, isOnHold, failure, places } = row;
  const iso = (moment: Date | null) => moment?.toISOString() ?? null;
  return { id, state, isOnHold, failure, places, validFrom: iso(row.validFrom), validUntil: iso(row.validUntil) };
}

/** Writes an item with its message at the top or the end of streams. */
export async function insertNurtureItem(
  db: TenantDb,
  item: { id: string; nurtureId: string; state: NurtureItemState; createdBy: string } & NewNurtureItem,
): Promise<void> {
  const { content, streams, place, ...values } = item;
  await db
    .insertInto('nurtureItems')
    .values({ ...values, authors: [values.createdBy] })
    .execute();
  await writeContent(db, item.id, { ...blank(), ...content });
  await sql`
    insert into nurture_places (nurture_id, stream, item_id, position)
    select ${item.nurtureId}::uuid, s.key, ${item.id}::uuid,
      case when ${place === 'top'} then coalesce(min(p.position), 1) - 1 else coalesce(max(p.position), 0) + 1 end
    from unnest(${sql.val(streams)}::text[]) as s (key)
    left join nurture_places p on p.tenant_id = current_tenant() and p.nurture_id = ${item.nurtureId} and p.stream = s.key
    group by s.key`.execute(db);
}

/** Changes an item at a known version; whoever writes its name or message becomes an author. False where somebody else was faster. */
export async function updateNurtureItem(
  db: TenantDb,
  item: { id: string; version: number; before: MessageContent; change: NurtureItemChange; by: string },
): Promise<boolean> {
  const { content, ...values } = item.change;
  const author = content || values.name !== undefined ? item.by : null;
  const row = await db
    .updateTable('nurtureItems')
    .set((eb) => ({
      ...values,
      ...(author === null
        ? {}
        : {
            authors: sql<string[]>`case when ${author} = any(authors) then authors else authors || ${author}::text end`,
          }),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', item.id)
    .where('version', '=', item.version)
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  if (content) await writeContent(db, item.id, { ...item.before, ...content });
  return true;
}

/** Removes an item that nobody could have got; false where it was approved. */
export async function deleteNurtureItem(db: TenantDb, id: string): Promise<boolean> {
  const row = await db
    .deleteFrom('nurtureItems')
    .where('id', '=', id)
    .where('state', 'in', ['draft', 'in_review'])
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await db.deleteFrom('variants').where('sourceId', '=', id).execute();
  return true;
}

/** Lets an item that came later go as it was at a version, with who decided it; false where it does not wait for that any more. */
export async function approveNurtureItem(
  db: TenantDb,
  item: { id: string; version: number; byName: string; nowIso: string },
): Promise<boolean> {
  const row = await db
    .updateTable('nurtureItems')
    .set((eb) => ({
      state: 'active',
      decidedByName: item.byName,
      decidedAt: item.nowIso,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', item.id)
    .where('version', '=', item.version)
    .where('state', '=', 'in_review')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The items of a campaign's approval may go: their programme begins. */
export async function activateItems(db: TenantDb, nurtureId: string): Promise<void> {
  await db
    .updateTable('nurtureItems')
    .set({ state: 'active' })
    .where('nurtureId', '=', nurtureId)
    .where('state', '=', 'draft')
    .execute();
}

/** Keeps what an item is sent as, or why it could not be compiled. */
export async function markItemEdition(
  db: TenantDb,
  id: string,
  compiled: { editionId: string } | { failure: string },
): Promise<void> {
  await db
    .updateTable('nurtureItems')
    .set({ failure: null, ...compiled })
    .where('id', '=', id)
    .execute();
}

/** Puts the items of a stream into an order; those that are left out are taken off it. */
export async function orderStream(
  db: TenantDb,
  order: { nurtureId: string; stream: string; itemIds: readonly string[] },
): Promise<void> {
  const { nurtureId, stream } = order;
  await db.deleteFrom('nurturePlaces').where('nurtureId', '=', nurtureId).where('stream', '=', stream).execute();
  if (order.itemIds.length === 0) return;
  await db
    .insertInto('nurturePlaces')
    .values(order.itemIds.map((itemId, index) => ({ nurtureId, stream, itemId, position: index + 1 })))
    .execute();
}

async function writeContent(db: TenantDb, sourceId: string, content: MessageContent): Promise<void> {
  await upsertVariant(db, { sourceKind: 'nurture_item', sourceId, content });
}

const blank = (): MessageContent => MessageContent.parse({ subject: '', body: '' });
