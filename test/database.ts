import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { inject, onTestFinished } from 'vitest';
import { openDatabase, type Database, type DatabaseRole } from '../db/connection.ts';

/** A migrated database of this test's own: `open` gives pools under a role (closed with the test), `url` the owner's login. */
export interface TestDatabase {
  url: string;
  open: (role: DatabaseRole) => Database;
  /** Raw superuser access, past row-level security: to prepare and to inspect, never as the product. */
  owner: Database;
  drop: () => Promise<void>;
}

/**
 * Copies the migrated template of the test run's server, or of another one. Call in `beforeAll` and `drop` in `afterAll`, or use
 * `freshDatabase` in a single test.
 */
export async function createTestDatabase(serverUrl = inject('postgresUrl')): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const server = postgres(serverUrl, { max: 1, onnotice: () => {} });
  // Copied as files: written to the log page by page it takes three times as long.
  await server.unsafe(`create database ${name} template template_migrated strategy file_copy`);
  const url = serverUrl.replace(/\/postgres$/, `/${name}`);
  const pools: Database[] = [];
  const keep = (database: Database): Database => (pools.push(database), database);
  return {
    url,
    open: (role) => keep(openDatabase({ url, role, connections: 4 })),
    owner: keep(openDatabase({ url, connections: 2 })),
    drop: async () => {
      await Promise.all(pools.map((pool) => pool.close()));
      await server.unsafe(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}

/** A database for one test alone, dropped when the test ends. */
export async function freshDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  return database;
}
