import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertAttribute } from '../../db/queries/attributes.ts';
import { erasePersonRows } from '../../db/queries/people/erasure.ts';
import { findPersonRecord } from '../../db/queries/people/export.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { newTenant } from '../factories/people.ts';
import { fillEveryTable, type MadeIds } from './every-table.ts';
import { freeColumns, listPersonTables, tablesWith } from './personal-data.ts';

// Written from the catalog, so that a table or a column that is added later is asked after without anybody thinking of it: what it
// holds of a person is in their export, and is gone after their erasure.
describe('every table with rows of a person', () => {
  let database: TestDatabase;
  let app: Database;
  let tenantId: string;
  let ids: MadeIds;
  /** `table.column` → the word that stands there and nowhere else. */
  const written = new Map<string, string>();
  const ring = rotateKeyRing(null, new Uint8Array(32));

  beforeAll(async () => {
    database = await createTestDatabase();
    app = database.open('salescompass_app');
    tenantId = await newTenant(database.owner);
    ids = await fillEveryTable(database.owner.sql, { tenantId, marker: 'plain' });
    const { sql } = database.owner;
    const address = 'personal-address@people.example';
    await sql`update people set email = ${address}, email_key = ${address}, erased_at = null where tenant_id = ${tenantId}`;
    for (const table of await listPersonTables(database.owner)) {
      const own = table.columns.map(({ name }) => name);
      for (const column of freeColumns(table)) {
        if (/^email(_key)?$/.test(column.name) && table.name === 'people') continue;
        const word = `personal-${table.name}-${column.name}`.replaceAll('_', '-');
        const value = column.type.startsWith('json') ? JSON.stringify({ word }) : word;
        const cast = column.type === 'text[]' ? 'array[$1::text]' : `$1::text::${column.type}`;
        await sql.unsafe(`update "${table.name}" set "${column.name}" = ${cast} where tenant_id = $2`, [
          value,
          tenantId,
        ]);
        written.set(`${table.name}.${column.name}`, word);
      }
      // The one is made of the address, and the other is of addresses before it.
      if (table.name === 'people' || table.name === 'former_addresses') continue;
      for (const hash of ['email_hash', 'address_hash'].filter((name) => own.includes(name)))
        await sql.unsafe(
          `update "${table.name}" set "${hash}" = address_hash('${address}') where tenant_id = '${tenantId}'`,
        );
    }
  });
  afterAll(() => database.drop());

  it('was filled: the tables that are known to hold something are among them', () => {
    const names = [...written.keys()];
    for (const known of ['people.phone', 'consents.note', 'person_attributes.text01', 'engagement_events.data'])
      expect(names).toContain(known);
  });

  it('is in the export of everything about the person', async () => {
    const record = await withTenant(app.db, tenantId, (db) => findPersonRecord(db, ids.people!, ring));
    const text = JSON.stringify(record);
    const missing = [...written].filter(([, word]) => !text.includes(word)).map(([column]) => column);
    expect(missing).toEqual([]);
    // What hangs on where they are in a drip is theirs too.
    const { records } = record as { records: object };
    expect(Object.keys(records)).toEqual(expect.arrayContaining(['dripCalls', 'dripMoves', 'notifications']));
  });

  it('calls everything in the export by the names of the interface, and moments as it does', async () => {
    await withTenant(app.db, tenantId, (db) => insertAttribute(db, { key: 'hobby', label: 'Hobby', type: 'text' }));
    const record = await withTenant(app.db, tenantId, (db) => findPersonRecord(db, ids.people!, ring));
    const { records } = record as { records: Record<string, Record<string, unknown>[]> };
    const rows = Object.values(records).flat();
    const names = [...Object.keys(records), ...rows.flatMap((row) => Object.keys(row))];
    expect(names.filter((name) => name.includes('_'))).toEqual([]);
    const moments = rows
      .flatMap((row) => Object.values(row).flat())
      .filter((value) => /\d\+00:00$/.test(String(value)));
    expect(moments).toEqual([]);
    expect(records.people?.[0]?.createdAt).toMatch(/T.*Z$/);
    expect(records.personAttributes).toMatchObject([
      { attributes: { hobby: expect.stringContaining('personal-person-attributes-text') } },
    ]);
  });

  it('holds nothing personal after the erasure', async () => {
    await withTenant(app.db, tenantId, (db) => erasePersonRows(db, ids.people!));
    expect(await tablesWith(database.owner, ['personal-'])).toEqual([]);
  });
});
