import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withTenant, type Database } from '../db/connection.ts';
import { listContentItems } from '../db/queries/content-items.ts';
import { findImport, listImportRemarks } from '../db/queries/imports.ts';
import type { ContentMappingInput } from '../domain/imports/content-mapping.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { newImport, newTenant } from '../test/factories/people.ts';
import { openImportActivities } from '../test/import-activities.ts';
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
beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  activities = openImportActivities(database, app);
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
