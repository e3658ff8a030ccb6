import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { inject, onTestFinished } from 'vitest';
import { openDatabase, type Database, type DatabaseRole } from '../db/connection.ts';

/** A migrated database of this test's own: `open` gives pools under a role (closed with the test), `url` the owner's login. */
export interface TestDatabase {
  url: string;
  open: (role: DatabaseRole) => Database;
  /** Raw superuser access, past row-level security: to prepare and to inspect, never as the product. */
  owner: Database;
  /** Resolves once so many (one, where nothing is said) wait in it for what somebody else holds; throws where they do not in ten seconds. */
  untilWaiting: (count?: number) => Promise<void>;
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
  const owner = keep(openDatabase({ url, connections: 2 }));
  return {
    url,
    open: (role) => keep(openDatabase({ url, role, connections: 4 })),
    owner,
    untilWaiting: (count = 1) => untilWaiting(owner, count),
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

/** Of this database alone: others of the same server wait for their own. */
async function untilWaiting({ sql }: Database, count: number): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(20)) {
    const waiting = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (waiting.length >= count) return;
  }
  throw new Error(`Nobody waits for a lock, or fewer than ${count}`);
}
