import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { createTenantRow } from '../../../test/factories/campaigns.ts';
import { withTenant } from '../../connection.ts';
import { readHygiene } from './list-hygiene.ts';

it('looks through the addresses of many people beside many suppressed ones', async () => {
  const database = await freshDatabase();
  const app = database.open('salescompass_app');
  const tenantId = await createTenantRow(database.owner);
  await database.owner.sql`
    insert into people (tenant_id, email, email_key)
    select ${tenantId}, name, name from generate_series(1, 8000) n, format('p%s@acme.example', n) name`;
  await database.owner.sql`
    insert into suppressions (tenant_id, address_hash, reason, source)
    select ${tenantId}, address_hash(format('p%s@%s.example', n % 20000, case when n <= 1000 then 'acme' else 'other' end)), 'manual', 'test'
    from generate_series(1, 20000) n`;
  await database.owner
    .sql`insert into people (tenant_id, email, email_key) values (${tenantId}, 'info@acme.example', 'info@acme.example')`;
  await database.owner.sql`analyze people, suppressions`;
  const found = await withTenant(app.db, tenantId, async (db) => {
    // As if there were a hundred times as many: what does not fit here is not compared row by row.
    await sql`set local work_mem = '64kB'`.execute(db);
    await sql`set local statement_timeout = '2s'`.execute(db);
    return readHygiene(db);
  });
  expect(found).toEqual({
    role: { people: 1 },
    disposable: { people: 0, domains: [] },
    typo: { people: 0, domains: [] },
  });
});
