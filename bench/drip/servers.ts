import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { migrateAuth } from '../../api/auth/migrate.ts';
import { ensureLogin } from '../../bin/database-login.ts';
import { freePort } from '../../bin/embedded/port.ts';
import { startPostgres } from '../../bin/embedded/postgres.ts';
import { openDatabase, type Database } from '../../db/connection.ts';
import { migrate } from '../../db/migrate.ts';
import { formatKeyRing, type KeyRing } from '../../domain/key-ring.ts';
import { startTimeSkipping } from '../../test/time-skipping.ts';
import { cpuOfTree } from '../send/cpu.ts';
import { playTime } from './played-clock.ts';

/** Postgres, a Temporal server whose clock skips, and a worker, each a process of its own. */
export interface DripServers {
  env: TestWorkflowEnvironment;
  /** Lets time go by where it is played for the worker too. */
  time: ReturnType<typeof playTime>;
  owner: Database;
  app: Database;
  startWorker: () => Promise<void>;
  /** Notes the runs of the drip's, its campaign's and the outbox's workflows from now on; call what it gives for their events. */
  watchEvents: (drip: { tenantId: string; campaignId: string; dripId: string }) => () => Promise<number>;
  /** CPU-seconds of Postgres and the worker so far. */
  cpuSeconds: () => number;
  stop: () => Promise<void>;
}

/** Starts them in a folder of their own, which goes when they stop; `playsTime`: the worker's activities live by the server's clock. */
export async function startDripServers(options: {
  smtpUrl: string;
  ring: KeyRing;
  playsTime: boolean;
}): Promise<DripServers> {
  const directory = await mkdtemp(join(tmpdir(), 'salescompass-drip-'));
  const postgres = await startPostgres({
    directory: join(directory, 'postgres'),
    port: await freePort(),
    persistent: true,
  });
  await postgres.createDatabase('salescompass');
  const url = postgres.url('salescompass');
  await migrate(url);
  await migrateAuth(url);
  const appUrl = `${url.replace(/\/\/[^@]*@/, '//salescompass_bench:bench@')}`;
  await ensureLogin(url, appUrl);
  const env = await startTimeSkipping();
  const [owner, app] = [openDatabase({ url }), openDatabase({ url: appUrl, role: 'salescompass_app' })];
  const lengths = new Map<string, number>();
  const ids = new Set<string>();
  // The server lists nothing: runs are noted as they are seen.
  const look = async () => {
    for (const id of ids) {
      const run = await env.client.workflow
        .getHandle(id)
        .describe()
        .catch(() => null);
      if (run) lengths.set(run.runId, Math.max(run.historyLength, lengths.get(run.runId) ?? 0));
    }
  };
  let looking: Promise<void> | null = null;
  const watch = setInterval(() => {
    looking ??= look().finally(() => (looking = null));
  }, 250);
  const time = playTime(env);
  let worker: ChildProcess;

  async function startWorker(): Promise<void> {
    worker = spawn(process.execPath, ['--import', 'tsx', 'bench/drip/worker-process.ts'], {
      // Standard output is for the report alone.
      stdio: ['ignore', process.stderr, 'inherit', 'ipc'],
      env: {
        ...process.env,
        DATABASE_URL: appUrl,
        TEMPORAL_ADDRESS: env.address,
        SMTP_URL: options.smtpUrl,
        SECRET_KEY: formatKeyRing(options.ring),
        ...(options.playsTime ? { PLAYS_TIME: 'true' } : {}),
      },
    });
    const gone = once(worker, 'exit').then(() => Promise.reject(new Error('the worker did not start')));
    gone.catch(() => {});
    await Promise.race([once(worker, 'message'), gone]);
    time.serve(worker);
  }

  return {
    env,
    time,
    owner,
    app,
    startWorker,
    watchEvents: ({ tenantId, campaignId, dripId }) => {
      for (const id of [`drip/${tenantId}/${dripId}`, `campaign/${tenantId}/${campaignId}`, `outbox/${tenantId}`]) {
        ids.add(id);
      }
      return async () => {
        await look();
        return [...lengths.values()].reduce((sum, length) => sum + length, 0);
      };
    },
    cpuSeconds: () => cpuOfTree(postgres.pid) + cpuOfTree(worker.pid!),
    stop: async () => {
      clearInterval(watch);
      // A question that is still asked when its connection goes would end the process.
      await looking;
      worker.kill('SIGKILL');
      await Promise.all([owner.close(), app.close()]);
      await env.teardown();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
