import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';
import { withTenant, type Database } from '../../connection.ts';
import { insertAttribute } from '../attributes.ts';
import { listMergeAttributes } from './merge-attributes.ts';
import { withTenantSql } from '../outbox/lease.ts';
import { markPersonAttributes } from './attributes.ts';

let test: TestDatabase;
let app: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  app = test.open('salescompass_app');
});
afterAll(async () => {
  await app.close();
  await test.drop();
});

it('are there for everybody, empty for who has none: Liquid would say 0 for the size of somebody without any', async () => {
  const { tenantId, messageIds, personIds } = await createSentBroadcast(test.owner, { people: 2 });
  await withTenant(app.db, tenantId, async (db) => {
    await insertAttribute(db, { key: 'size', label: 'Size', type: 'text' });
    await markPersonAttributes(db, personIds[0]!, { size: 'XL' });
  });
  const found = await withTenantSql(app.sql, tenantId, (sql) => listMergeAttributes(sql, messageIds));
  expect(messageIds.map((id) => found.get(id))).toEqual([{ size: 'XL' }, { size: null }]);
});
