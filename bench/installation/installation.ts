import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrateAuth } from '../../api/auth/migrate.ts';
import { freePort } from '../../bin/embedded/port.ts';
import { startPostgres } from '../../bin/embedded/postgres.ts';
import { startTemporal } from '../../bin/embedded/temporal.ts';
import { startChild, type Child } from '../../bin/local/child.ts';
import { program, type ProgramName } from '../../bin/programs.ts';
import { openDatabase, type Database } from '../../db/connection.ts';
import { migrate } from '../../db/migrate.ts';
import { formatKeyRing, type KeyRing } from '../../domain/key-ring.ts';

/** The product's own processes on a Postgres and a Temporal of their own, on this machine, for benchmarks of the API. */
export interface BenchInstallation {
  apiPort: number;
  /** The owner of the tables, past row-level security. */
  owner: Database;
  /** Starts the API and the worker; once there is something for them to serve. */
  startProcesses: () => Promise<Child[]>;
  stop: () => Promise<void>;
}

/** Starts the servers and makes the database, empty. */
export async function startInstallation(name: string, ring: KeyRing): Promise<BenchInstallation> {
  const directory = await mkdtemp(join(tmpdir(), `salescompass-bench-${name}-`));
  const [apiPort, temporalPort] = [await freePort(), await freePort()];
  const server = await startPostgres({ directory, port: await freePort(), persistent: false });
  const temporal = await startTemporal({ port: temporalPort });
  const children: Child[] = [];
  await server.createDatabase('bench');
  await migrate(server.url('bench'));
  await migrateAuth(server.url('bench'));
  const owner = openDatabase({ url: server.url('bench'), connections: 2 });
  const env = async () => ({
    DATABASE_URL: server.url('bench'),
    TEMPORAL_ADDRESS: temporal.address,
    SMTP_URL: `smtp://127.0.0.1:${await freePort()}`,
    PUBLIC_URL: `http://127.0.0.1:${apiPort}`,
    SECRET_KEY: formatKeyRing(ring),
    PORT: String(apiPort),
    METRICS_PORT: String(await freePort()),
    INBOUND_SMTP_PORT: String(await freePort()),
    LOG_LEVEL: 'warn',
  });
  const start = async (process: ProgramName): Promise<Child> => {
    const logFile = join(directory, `${process}.log`);
    const log = createWriteStream(logFile);
    const onRestart = (text: string): void => console.error(text);
    const args = [await program(process)];
    return startChild({ name: process, args, log, logFile, onRestart, env: await env() });
  };
  return {
    apiPort,
    owner,
    startProcesses: async () => {
      for (const process of ['api', 'worker'] as const) children.push(await start(process));
      return children;
    },
    stop: async () => {
      await owner.close();
      await Promise.all(children.map((child) => child.stop(20)));
      await temporal.stop();
      await server.stop();
    },
  };
}

/** How many seconds it took until every consequence of what came in was applied; five minutes at most. */
export async function untilApplied(owner: Database): Promise<number> {
  const began = Date.now();
  while (Date.now() - began < 300_000) {
    const [row] = await owner.sql<{ open: number }[]>`select count(*)::int as open from engagement_work`;
    if (row!.open === 0) break;
    await sleep(200);
  }
  return Math.round((Date.now() - began) / 10) / 100;
}
