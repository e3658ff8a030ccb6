import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { migrate, refuseOtherOrder } from './migrate.ts';

describe('bringing a database up to date', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('goes on from what is there, in order', () => {
    expect(() => refuseOtherOrder([], ['1', '2'])).not.toThrow();
    expect(() => refuseOtherOrder(['1'], ['1', '2'])).not.toThrow();
    expect(() => refuseOtherOrder(['2', '1'], ['1', '2'])).not.toThrow();
  });

  it('says which migration was left out or is not known, and what to do', () => {
    expect(() => refuseOtherOrder(['1', '3'], ['1', '2', '3'])).toThrow('it has the migration 3 but not 2, which');
    expect(() => refuseOtherOrder(['1', '9'], ['1', '2'])).toThrow('the migration 9, which this version does not know');
  });

  it('does nothing twice, and changes nothing in a database of another version', async () => {
    expect(await migrate(database.url)).toEqual([]);
    await database.owner.sql`delete from schema_migrations where name = '0012_segment_refresh'`;
    await expect(migrate(database.url)).rejects.toThrow('not 0012_segment_refresh, which comes before it');
    const [row] = await database.owner.sql`select count(*) from schema_migrations where name = '0012_segment_refresh'`;
    expect(row).toEqual({ count: 0 });
  });

  it('reaches the rows of every tenant with a login that owns the database and is no superuser', async () => {
    const name = `owned_${randomUUID().replaceAll('-', '')}`;
    const server = postgres(database.url, { max: 1, onnotice: () => {} });
    await server.unsafe(`create role ${name} login createrole password 'its own'`);
    await server.unsafe(`create database ${name} owner ${name}`);
    const url = new URL(database.url);
    [url.pathname, url.username, url.password] = [`/${name}`, name, 'its own'];
    const owner = postgres(url.href, { max: 1, onnotice: () => {} });
    try {
      expect((await migrate(url.href)).length).toBeGreaterThan(80);
      const hidden = await owner`
        select c.relname from pg_class c where c.relforcerowsecurity and not exists (
          select from pg_policy p where p.polrelid = c.oid and p.polroles = array[${name}::regrole::oid])`;
      expect(hidden).toEqual([]);
      await owner`insert into tenants (name) values ('Acme'), ('Other')`;
      expect(await owner`update tenants set time_zone = 'Europe/Berlin' returning name`).toHaveLength(2);
    } finally {
      await owner.end();
      await server.unsafe(`drop database ${name} with (force)`);
      await server.unsafe(`drop role ${name}`);
      await server.end();
    }
  }, 60_000);
});
