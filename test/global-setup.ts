import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { freePort } from '../bin/embedded/port.ts';
import { startPostgres } from '../bin/embedded/postgres.ts';
import { startTemporal } from '../bin/embedded/temporal.ts';
import { migrateAuth } from '../api/auth/migrate.ts';
import { migrate } from '../db/migrate.ts';
import { removeAbandoned, scratchFolder } from './scratch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser login of the test server; the database name is replaced by each test. */
    postgresUrl: string;
    /** host:port of the development server. */
    temporalAddress: string;
  }
}

/** Nothing has to outlive the run, and nothing is there long enough to be worth tidying up or compiling. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  autovacuum: 'off',
  jit: 'off',
  max_connections: '200',
};

/** One Postgres (with a migrated template to copy from) and one Temporal server for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The server is written in Go: with memory to spare it need not collect what it lets go as often.
  process.env.GOGC ??= '400';
  await removeAbandoned();
  const directory = await scratchFolder('test');
  const [postgresPort, temporalPort] = [await freePort(), await freePort()];
  const [server, temporal] = await Promise.all([
    startPostgres({ directory, port: postgresPort, settings, persistent: false }),
    startTemporal({ port: temporalPort }),
  ]);
  const stop = async () => {
    await Promise.all([server.stop(), temporal.stop()]);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await server.createDatabase('template_migrated');
    await migrate(server.url('template_migrated'));
    await migrateAuth(server.url('template_migrated'));
  } catch (error) {
    // A migration that fails leaves nothing running.
    await stop();
    throw error;
  }
  project.provide('postgresUrl', server.url('postgres'));
  project.provide('temporalAddress', temporal.address);
  return stop;
}
