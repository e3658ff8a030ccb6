import { sql } from 'kysely';
import type { TenantDb } from '../../db/connection.ts';
import { insertContentItem } from '../../db/queries/content-items/content-items.ts';
import { ContentItemInput, type ContentItemFormat } from '../../domain/content-items/content-item.ts';
import { v7 as uuidv7 } from 'uuid';

const subjects: [topic: string, ...titles: [string, ContentItemFormat][]][] = [
  [
    'Warehouses',
    ['Plan a warehouse in nine steps', 'guide'],
    ['Shelves that grow with you', 'article'],
    ['A tour of a hall that was built twice', 'video'],
    ['How many docks does a hall need?', 'tool'],
  ],
  [
    'Inventory',
    ['Count once, and never again', 'guide'],
    ['What empty shelves cost', 'article'],
    ['Stock without surprises', 'webinar'],
    ['From spreadsheets to scanners in a month', 'case_study'],
  ],
  [
    'Shipping',
    ['Parcels on time, also in December', 'article'],
    ['Choose a carrier by what it costs you', 'guide'],
    ['Returns that bring people back', 'webinar'],
    ['Two hundred parcels a day with four people', 'case_study'],
  ],
];

/** What the example recommends, and what its people read of it in the last months: most of one subject, some of another. */
export async function seedContent(db: TenantDb): Promise<void> {
  let at = 0;
  for (const [topic, ...titles] of subjects) {
    for (const [title, format] of titles) {
      await insertContentItem(db, {
        ...ContentItemInput.parse({
          ...{ title, format, topics: [topic], language: 'en', url: `https://www.northwind.demo/reading/${++at}` },
          description: `On ${topic.toLowerCase()}, from people who do it every day.`,
        }),
        id: uuidv7(),
      });
    }
  }
  const dice = (what: string, below: number) =>
    sql<number>`(hashtext(${what} || p.external_id || step)::bigint + 2147483648) % ${sql.lit(below)}`;
  // Four of five pages are of the subject that is somebody's own; the first of a subject is read most.
  await sql`
    insert into engagement_events (received_at, occurred_at, kind, name, verdict, person_id, data)
    select at, at, 'page_view', 'Reading', 'unknown', id,
      jsonb_build_object('source', jsonb_build_object('url', 'https://www.northwind.demo/reading/' || page, 'utm', '{}'::jsonb, 'clickIds', '{}'::jsonb))
    from (
      select p.id, 1 + 4 * case when ${dice('stray', 5)} = 0 then ${dice('other', 3)} else n % 3 end
          + least(${dice('page', 4)}, ${dice('again', 4)}) as page,
        now() - make_interval(hours => (${dice('hour', 24 * 80)})::int, mins => (${dice('minute', 60)})::int) as at
      from (
        select id, external_id, row_number() over (order by external_id) as n from people
        where tenant_id = current_tenant() and erased_at is null order by external_id limit 150) p, generate_series(1, 5) step) seen`.execute(
    db,
  );
}
