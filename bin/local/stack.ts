import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StartProblem } from '../embedded/start-problem.ts';
import { program, type ProgramName } from '../programs.ts';
import { startChild } from './child.ts';
import { localDatabaseUrl, prepareDatabase, startLocalPostgres } from './database.ts';
import { requireGivenParts } from './given-parts.ts';
import { keepAlive } from './kept-alive.ts';
import type { Progress } from './progress.ts';
import { claimDataFolder, type RunLock } from './run-lock.ts';
import { localKeyRing } from './secrets.ts';
import { requireFreePorts, type LocalSettings } from './settings.ts';
import { Stoppers } from './stoppers.ts';

/** A running installation on this machine. */
export interface LocalStack {
  url: string;
  /** Null where SMTP_URL names a mail server of somebody else's. */
  mailboxUrl: string | null;
  consoleUrl: string | null;
  temporalAddress: string;
  /** The login that API and worker use. */
  databaseUrl: string;
  /** The login that owns the database. */
  ownerUrl: string;
  smtpUrl: string;
  /** Stops everything in order: what is in flight lands before what it lands on goes away. */
  stop: () => Promise<void>;
}

interface Building {
  settings: LocalSettings;
  progress: Progress;
  stoppers: Stoppers;
  lock: RunLock;
  logOf: (name: string) => WriteStream;
}

/** The order of stopping. */
const stages = { processes: 1, mailbox: 2, temporal: 3, postgres: 4, lock: 5 };

/** Starts everything and resolves when it is ready. When a part does not start, what had been started is stopped and the error thrown. */
export async function startStack(settings: LocalSettings, progress: Progress): Promise<LocalStack> {
  const lock = await claimDataFolder(settings.dataFolder);
  const stoppers = new Stoppers();
  stoppers.add(stages.lock, '(run lock)', lock.release);
  const logs = join(settings.dataFolder, 'logs');
  try {
    await requireFreePorts(settings);
    await requireGivenParts(settings);
    await mkdir(logs, { recursive: true });
    const logOf = (name: string): WriteStream => createWriteStream(join(logs, `${name}.log`), { flags: 'a' });
    return await build({ settings, progress, stoppers, lock, logOf });
  } catch (error) {
    await stoppers.stopAll(() => {});
    throw error;
  }
}

async function build(building: Building): Promise<LocalStack> {
  const { settings, progress, stoppers } = building;
  const assets = buildAssets(building);
  // All at once: they do not need each other. One that fails is thrown when the others have come to rest, so that all can be stopped.
  const [database, temporal, mail, , secret] = await allSettled([
    startDatabase(building),
    startTemporal(building),
    startMail(building, assets),
    assets,
    localKeyRing(settings.dataFolder),
  ] as const);
  const url = `http://localhost:${settings.ports.PORT}`;
  await progress.step(
    'Demo data',
    // Loaded here and not above: what keeps an installation from starting is said before the bulk of the code is read.
    async () => (await import('../demo/seed.ts')).seedDemo({ ...database, publicUrl: url, secret }),
    (told) => told,
  );
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: settings.temporalNamespace,
    SMTP_URL: mail.url,
    PUBLIC_URL: url,
    SECRET_KEY: secret,
    PORT: String(settings.ports.PORT),
    CONSOLE_URL: temporal.consoleUrl ?? '',
    INBOUND_SMTP_PORT: String(settings.ports.INBOUND_SMTP_PORT),
    LOG_LEVEL: settings.logLevel,
  };
  await progress.step('Worker and API', () =>
    allSettled([
      startProcess(building, 'worker', { ...env, METRICS_PORT: String(settings.ports.WORKER_METRICS_PORT) }),
      startProcess(building, 'api', { ...env, METRICS_PORT: String(settings.ports.API_METRICS_PORT) }),
    ] as const),
  );
  await untilReady(url);
  return {
    url,
    mailboxUrl: mail.mailboxUrl,
    consoleUrl: temporal.consoleUrl,
    temporalAddress: temporal.address,
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    smtpUrl: mail.url,
    stop: () => stoppers.stopAll(progress.note),
  };
}

async function startDatabase({ settings, progress, stoppers, lock, logOf }: Building) {
  return progress.step(
    'Database',
    async () => {
      let ownerUrl = settings.databaseUrl;
      if (!ownerUrl) {
        const log = logOf('postgres');
        const start = () => startLocalPostgres(settings, (text) => void log.write(text));
        const server = await keepAlive({ name: 'postgres', start, onPid: lock.note, note: progress.note });
        stoppers.add(stages.postgres, 'Postgres', server.stop);
        ownerUrl = localDatabaseUrl(server.first);
      }
      return { ownerUrl, ...(await prepareDatabase(ownerUrl, settings.dataFolder)) };
    },
    ({ applied }) => {
      const where = settings.databaseUrl ? 'at DATABASE_URL' : `Postgres on port ${settings.ports.POSTGRES_PORT}`;
      return `${where}, ${applied.length === 0 ? 'up to date' : `${applied.length} migrations applied`}`;
    },
  );
}

async function startTemporal({ settings, progress, stoppers, lock, logOf }: Building) {
  const namespace = settings.temporalNamespace;
  // Loaded here and not above, as the demo data are.
  const { prepareTemporal, startLocalTemporal } = await import('./temporal.ts');
  return progress.step(
    'Temporal',
    async (note) => {
      if (settings.temporalAddress) {
        const address = settings.temporalAddress;
        await prepareTemporal({ address, namespace, ownsServer: false, note });
        return { address, consoleUrl: settings.consoleUrl ?? null };
      }
      const log = logOf('temporal');
      const start = () => startLocalTemporal(settings, { log: (text) => void log.write(text), note });
      const server = await keepAlive({ name: 'temporal', start, onPid: lock.note, note: progress.note });
      stoppers.add(stages.temporal, 'Temporal', server.stop);
      const { address, consoleUrl } = server.first;
      await prepareTemporal({ address, namespace, ownsServer: true, note });
      return { address, consoleUrl };
    },
    ({ address }) => `${settings.temporalAddress ? 'at' : 'server on'} ${address}`,
  );
}

async function startMail(
  building: Building,
  assets: Promise<void>,
): Promise<{ url: string; mailboxUrl: string | null }> {
  const { settings, progress } = building;
  const { MAILBOX_PORT, MAILBOX_SMTP_PORT } = settings.ports;
  if (settings.smtpUrl) {
    const url = settings.smtpUrl;
    return { url, mailboxUrl: null };
  }
  const env = {
    MAILBOX_PORT: String(MAILBOX_PORT),
    MAILBOX_SMTP_PORT: String(MAILBOX_SMTP_PORT),
    MAILBOX_FOLDER: join(settings.dataFolder, 'mailbox'),
  };
  // It is one of the programs that are built there; asked for at the same time, all of them would be built twice.
  await assets;
  await progress.step('Mailbox', () => startProcess(building, 'mailbox', env, stages.mailbox));
  return { url: `smtp://127.0.0.1:${MAILBOX_SMTP_PORT}`, mailboxUrl: `http://localhost:${MAILBOX_PORT}` };
}

/** Builds UI, processes and workflow bundle in a process of their own, so that the rest goes on meanwhile. It is not started again. */
async function buildAssets(building: Building): Promise<void> {
  await building.progress.step('User interface', async () => {
    const args = ['--import', 'tsx', 'bin/build.ts'];
    const child = await startChild({ ...childOptions(building, 'build', {}), args, isTask: true });
    await child.stop(1);
  });
}

async function startProcess(
  building: Building,
  name: ProgramName,
  env: Record<string, string>,
  stage = stages.processes,
): Promise<void> {
  const child = await startChild({ ...childOptions(building, name, env), args: [await program(name)] });
  building.stoppers.add(stage, name, () => child.stop(60));
}

function childOptions({ logOf, lock, progress, settings }: Building, name: string, env: Record<string, string>) {
  const log = logOf(name);
  const logFile = join(settings.dataFolder, 'logs', `${name}.log`);
  return { name, env, log, logFile, onRestart: progress.note, onPid: lock.note };
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  let told = '';
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    told = (await answer?.text()) ?? 'no answer';
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new StartProblem(
    `The platform did not become ready: ${told}`,
    'The logs in the folder logs of the data folder say more.',
  );
}

/** Like Promise.all, but waits for all of them before it throws the first error. */
async function allSettled<T extends readonly unknown[]>(work: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(work);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
}
