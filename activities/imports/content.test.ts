import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import postgres from 'postgres';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { insertContentItem, listContentItems } from '../../db/queries/content-items/content-items.ts';
import { findImport, listImportRemarks } from '../../db/queries/imports/imports.ts';
import { ContentItemInput, mostItems } from '../../domain/content-items/content-item.ts';
import type { ContentMappingInput } from '../../domain/imports/content-mapping.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestCampaign } from '../../test/factories/campaigns.ts';
import { newImport, newTenant } from '../../test/factories/people.ts';
import { unheard } from '../../test/unheard.ts';
import { openImportActivities } from '../../test/import-activities.ts';
import type { ImportActivities } from './imports.ts';

const mapping: ContentMappingInput = {
  fields: [
    { column: 'Link', to: 'url' },
    { column: 'Title', to: 'title' },
    { column: 'Topics', to: 'topics' },
    { column: 'Until', to: 'validUntil' },
  ],
};

let database: TestDatabase;
let app: Database;
let activities: ImportActivities;
/** The workflows that were told of something. */
const told: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  const getHandle = (id: string) => ({ signal: async () => void told.push(id) });
  activities = openImportActivities(database, app, {
    workflow: { ...unheard.workflow, getHandle },
  } as unknown as Client);
});
afterAll(() => database.drop());

async function run(tenantId: string, rows: string[], dryRun = false) {
  const content = ['Link,Title,Topics,Until', ...rows].join('\n');
  const ref = await newImport(app, tenantId, { entity: 'content', content, dryRun, mapping });
  await new MockActivityEnvironment().run(activities.importRows, ref);
  await activities.endImport(ref);
  return withTenant(app.db, tenantId, async (db) => {
    const { created, updated, unchanged, duplicate, rejected, rowsRead } = (await findImport(db, ref.importId))!
      .progress;
    const remarks = await listImportRemarks(db, { importId: ref.importId, limit: 100, after: null });
    return {
      counts: { created, updated, unchanged, duplicate, rejected, rowsRead },
      remarks: remarks.map(({ row, field, reason }) => [row, field, reason]),
    };
  });
}
const items = (tenantId: string) =>
  withTenant(app.db, tenantId, async (db) =>
    (await listContentItems(db, { limit: 100, after: null })).map(({ title, url, topics, validUntil, version }) => ({
      ...{ title, url, topics, validUntil, version },
    })),
  );

it('brings new content, changes what is known by its address, and says by row and field what it could not use', async () => {
  const tenantId = await newTenant(database.owner);
  const first = ['https://shop.example/a,A guide,Halls,', 'https://shop.example/b,A tour,Halls;Docks,2026-12-31'];
  const tried = await run(tenantId, first, true);
  expect(tried.counts).toMatchObject({ created: 2, rejected: 0, rowsRead: 2 });
  expect(await items(tenantId)).toEqual([]);
  expect((await run(tenantId, first)).counts).toMatchObject({ created: 2, updated: 0 });

  const second = await run(tenantId, [
    'http://www.shop.example/a/?utm_source=x,A better guide,,',
    first[1]!,
    'shop.example/c,No address,,',
    'https://shop.example/d,,,',
    'https://shop.example/e,New,,',
    'https://shop.example/e/,Newer,,',
  ]);
  expect(second.counts).toEqual({ created: 1, updated: 1, unchanged: 1, duplicate: 1, rejected: 2, rowsRead: 6 });
  expect(second.remarks).toEqual([
    [4, 'Link', 'is no address on the web'],
    [5, 'Title', 'is empty'],
    [7, 'Link', 'is the same as in row 6; the later row counts'],
  ]);
  expect(await items(tenantId)).toEqual([
    { title: 'A better guide', url: 'https://shop.example/a', topics: ['Halls'], validUntil: null, version: 2 },
    {
      ...{ title: 'A tour', url: 'https://shop.example/b', topics: ['Halls', 'Docks'], validUntil: '2026-12-31' },
      version: 1,
    },
    { title: 'Newer', url: 'https://shop.example/e', topics: [], validUntil: null, version: 1 },
  ]);
});

it('takes the approval of campaigns back that show what it changes, and of no others', async () => {
  const { tenantId, campaignId } = await createTestCampaign(database, { people: 1 });
  await run(tenantId, ['https://shop.example/a,A guide,,', 'https://shop.example/b,A tour,,']);
  const { sql } = database.owner;
  const [item] = await sql<
    { id: string }[]
  >`select id from content_items where tenant_id = ${tenantId} and title = 'A guide'`;
  const blocks = [{ kind: 'card', id: 'c', item: { kind: 'chosen', contentItemId: item!.id } }];
  await sql`update variants set format = 'blocks', body = '', blocks = ${sql.json(blocks)} where tenant_id = ${tenantId}`;
  const hash = await withTenant(app.db, tenantId, (db) => findContentHash(db, campaignId));
  await sql`update campaigns set status = 'scheduled', start_at = now() + interval '1 day', approved_hash = ${hash} where id = ${campaignId}`;
  const status = async () => (await sql`select status from campaigns where id = ${campaignId}`)[0]!.status as string;
  await run(tenantId, ['https://shop.example/a,A better guide,,'], true);
  await run(tenantId, ['https://shop.example/b,A longer tour,,']);
  expect([await status(), told]).toEqual(['scheduled', []]);
  await run(tenantId, ['https://shop.example/a,A better guide,,']);
  expect([await status(), told]).toEqual(['draft', [`campaign/${tenantId}/${campaignId}`]]);
});

it('writes nothing over that somebody edits at the same moment', async () => {
  const tenantId = await newTenant(database.owner);
  await run(tenantId, ['https://shop.example/a,A guide,Halls,']);
  const writer = postgres(database.url, { max: 1 });
  let imported: ReturnType<typeof run> | undefined;
  await writer.begin(async (sql) => {
    await sql`update content_items set title = 'Edited', version = version + 1 where tenant_id = ${tenantId}`;
    imported = run(tenantId, ['https://shop.example/a,,Halls;Docks,']);
    await database.untilWaiting();
  });
  await writer.end();
  expect((await imported)!.counts).toMatchObject({ updated: 1 });
  expect(await items(tenantId)).toMatchObject([{ title: 'Edited', topics: ['Halls', 'Docks'], version: 3 }]);
});

it('counts in a dry run as it does afterwards, also where a row adds to one of many rows before', async () => {
  const tenantId = await newTenant(database.owner);
  const many = Array.from({ length: 500 }, (_, at) => `https://shop.example/${at},Title ${at},,`);
  const rows = [...many, 'https://shop.example/7,,Docks,'];
  const { counts } = await run(tenantId, rows, true);
  expect(counts).toMatchObject({ created: 500, duplicate: 1, rejected: 0 });
  expect((await run(tenantId, rows)).counts).toEqual(counts);
});

it('makes no more items than can be weighed for each reader, and says so of the rows behind, in a dry run too', async () => {
  const tenantId = await newTenant(database.owner);
  await database.owner.sql`
    insert into content_items (tenant_id, title, format, url)
    select ${tenantId}, 'One of many', 'article', 'https://shop.example/many/' || at
    from generate_series(1, ${mostItems - 502}) at`;
  const many = Array.from({ length: 504 }, (_, at) => `https://shop.example/${at},Title ${at},,`);
  const rows = [...many, 'https://shop.example/many/1,Another title,,'];
  for (const dryRun of [true, false]) {
    const { counts, remarks } = await run(tenantId, rows, dryRun);
    expect(counts).toMatchObject({ created: 502, updated: 1, rejected: 2 });
    expect(remarks[0]).toEqual([504, 'Link', 'would be one more than the 10,000 that there may be']);
  }
  const one = { ...ContentItemInput.parse({ title: 'One more', url: 'https://shop.example/more' }), id: uuidv7() };
  await expect(withTenant(app.db, tenantId, (db) => insertContentItem(db, one))).rejects.toThrow(
    '10,000 items already',
  );
});

it('takes no address that the index of addresses cannot hold', async () => {
  const tenantId = await newTenant(database.owner);
  const odd = Array.from({ length: 1900 }, () => String.fromCharCode(0x4e00 + Math.floor(Math.random() * 20_000)));
  const { remarks } = await run(tenantId, [`https://shop.example/${odd.join('')},A guide,,`]);
  expect(remarks).toEqual([[2, 'Link', 'is longer than 2000 bytes']]);
});
