import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { placeSql } from './engagements.ts';
import type { Reader, Recommended, ShownItem } from './recommendations.ts';

/** The people whom some messages are for. */
export async function listReadersOf(
  db: TenantDb,
  messageIds: readonly string[],
): Promise<(Reader & { messageId: string })[]> {
  const { rows } = await sql<Reader & { messageId: string }>`
    select m.id as message_id, p.id as person_id, p.language from messages m
    join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    where m.tenant_id = current_tenant() and m.id = any(${sql.val([...messageIds])}::uuid[]) and p.erased_at is null`.execute(
    db,
  );
  return rows;
}

/** Something that was chosen for a place of a message. */
export interface Showing {
  messageId: string;
  personId: string;
  place: number;
  chosen: Recommended;
}

/** Keeps what was chosen for some messages; what is chosen anew for a message that is tried again takes its place. */
export async function putShowings(db: TenantDb, showings: readonly Showing[], nowIso: string): Promise<void> {
  if (showings.length === 0) return;
  const given = showings.map(({ messageId, personId, place, chosen }) => ({
    ...{ messageId, personId, place, itemId: chosen.item.id, reason: chosen.reason.kind },
  }));
  await sql`
    insert into content_showings (message_id, place, person_id, content_item_id, reason, chosen_at)
    select g."messageId", g.place, g."personId", g."itemId", g.reason, ${nowIso}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb) as g(
      "messageId" uuid, place smallint, "personId" uuid, "itemId" uuid, reason text)
    order by 1, 2
    on conflict (tenant_id, message_id, place) do update
      set content_item_id = excluded.content_item_id, reason = excluded.reason, chosen_at = excluded.chosen_at`.execute(
    db,
  );
}

/** What stands in the places of a message, first to third. */
export async function listShownIn(db: TenantDb, messageId: string): Promise<(ShownItem & { place: number })[]> {
  const { rows } = await sql<ShownItem & { place: number }>`
    select s.place, i.id, i.title, i.description, i.url, i.image_url, i.format from content_showings s
    join content_items i on i.tenant_id = s.tenant_id and i.id = s.content_item_id
    where s.tenant_id = current_tenant() and s.message_id = ${messageId}::uuid order by s.place`.execute(db);
  return rows;
}

/** How recommendations in mail did: shown in messages that were sent in the last 90 days, and clicked by people. */
export interface ShowingFigures {
  shown: number;
  people: number;
  clicked: number;
  items: number;
}

/** Counts what was shown and clicked in the last 90 days. */
export async function countShowings(db: TenantDb, nowIso: string): Promise<ShowingFigures> {
  const { rows } = await sql<ShowingFigures>`
    with shown as materialized (
      select s.message_id, s.place, s.person_id, s.content_item_id from content_showings s
      join messages m on m.tenant_id = s.tenant_id and m.id = s.message_id and m.sent_at is not null
      where s.tenant_id = current_tenant() and s.chosen_at > ${nowIso}::timestamptz - interval '90 days'),
    clicks as materialized (
      select distinct e.message_id, ${placeSql} as place
      from engagement_events e join editions d on d.tenant_id = e.tenant_id and d.id = e.edition_id
      where e.tenant_id = current_tenant() and e.kind = 'click' and e.verdict = 'human'
        and e.message_id in (select message_id from shown))
    select count(*)::int as shown, count(distinct s.person_id)::int as people, count(c.message_id)::int as clicked,
      count(distinct s.content_item_id)::int as items
    from shown s left join clicks c on c.message_id = s.message_id and c.place = s.place`.execute(db);
  return rows[0]!;
}
