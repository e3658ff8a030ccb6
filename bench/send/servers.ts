import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { migrateAuth } from '../../api/auth/migrate.ts';
import { ensureLogin } from '../../bin/database-login.ts';
import { freePort } from '../../bin/embedded/port.ts';
import { startPostgres, type EmbeddedServer } from '../../bin/embedded/postgres.ts';
import { prepareNamespace } from '../../bin/embedded/temporal-namespace.ts';
import { startTemporal, type LocalTemporal } from '../../bin/embedded/temporal.ts';
import { program } from '../../bin/programs.ts';
import { openDatabase, type Database } from '../../db/connection.ts';
import { migrate } from '../../db/migrate.ts';
import { formatKeyRing, type KeyRing } from '../../domain/key-ring.ts';

/** Postgres, Temporal and workers as they run in production: processes of their own, with durable writes. */
export interface BenchServers {
  directory: string;
  postgres: () => EmbeddedServer;
  temporal: () => LocalTemporal;
  client: Client;
  owner: () => Database;
  app: () => Database;
  startWorker: () => Promise<ChildProcess>;
  /** Stops Postgres and starts it again; `between` runs while it is down, on the folder of its files. */
  restartPostgres: (between?: (data: string) => Promise<void>) => Promise<void>;
  restartTemporal: () => Promise<void>;
  stop: () => Promise<void>;
}

const database = 'salescompass';

/** Starts them in a folder of their own, which goes when they stop. Logs of the workers are in `worker.log` there. */
export async function startServers(options: { smtpUrl: string; ring: KeyRing }): Promise<BenchServers> {
  const directory = await mkdtemp(join(tmpdir(), 'salescompass-bench-'));
  const ports = { postgres: await freePort(), temporal: await freePort() };
  const bootPostgres = () =>
    startPostgres({ directory: join(directory, 'postgres'), port: ports.postgres, persistent: true });
  const bootTemporal = () => startTemporal({ port: ports.temporal, stateFile: join(directory, 'temporal.db') });
  let [postgres, temporal] = await Promise.all([bootPostgres(), bootTemporal()]);
  await postgres.createDatabase(database);
  await migrate(postgres.url(database));
  await migrateAuth(postgres.url(database));
  const appUrl = `postgres://salescompass_bench:bench@127.0.0.1:${ports.postgres}/${database}`;
  await ensureLogin(postgres.url(database), appUrl);
  const open = () => ({
    owner: openDatabase({ url: postgres.url(database) }),
    app: openDatabase({ url: appUrl, role: 'salescompass_app' }),
  });
  let pools = open();
  const connection = await Connection.connect({ address: temporal.address });
  await prepareNamespace(connection, 'default', true);
  const workers = new Set<ChildProcess>();
  const log = createWriteStream(join(directory, 'worker.log'));

  const worker = await program('worker');
  async function startWorker(): Promise<ChildProcess> {
    const [metrics, inbound] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, ['--max-semi-space-size=64', worker], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        DATABASE_URL: appUrl,
        TEMPORAL_ADDRESS: temporal.address,
        SMTP_URL: options.smtpUrl,
        PUBLIC_URL: 'https://mail.example.test',
        SECRET_KEY: formatKeyRing(options.ring),
        METRICS_PORT: String(metrics),
        INBOUND_SMTP_PORT: String(inbound),
        LOG_LEVEL: 'info',
      },
    });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    workers.add(child);
    child.once('exit', () => workers.delete(child));
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() =>
        Promise.reject(new Error(`the worker did not start, see ${directory}/worker.log`)),
      ),
    ]);
    return child;
  }

  return {
    directory,
    postgres: () => postgres,
    temporal: () => temporal,
    client: new Client({ connection }),
    owner: () => pools.owner,
    app: () => pools.app,
    startWorker,
    restartPostgres: async (between) => {
      await Promise.all([pools.owner.close(), pools.app.close()]);
      await postgres.stop();
      await between?.(join(directory, 'postgres', 'data'));
      postgres = await bootPostgres();
      pools = open();
    },
    restartTemporal: async () => {
      await temporal.stop();
      temporal = await bootTemporal();
    },
    stop: async () => {
      for (const worker of workers) worker.kill('SIGTERM');
      await Promise.all([...workers].map((worker) => once(worker, 'exit')));
      await Promise.all([pools.owner.close(), pools.app.close()]);
      await connection.close();
      await Promise.all([postgres.stop(), temporal.stop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
