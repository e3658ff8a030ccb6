import postgres from 'postgres';
import { join } from 'node:path';
import { ensureLogin } from '../database-login.ts';
import { startPostgres, type EmbeddedServer } from '../embedded/postgres.ts';
import { StartProblem } from '../embedded/start-problem.ts';
import { localLoginPassword } from './secrets.ts';
import type { LocalSettings } from './settings.ts';

const databaseName = 'salescompass';

/** Starts the Postgres of this installation and makes its database where it is missing; returns the server. */
export async function startLocalPostgres(
  settings: LocalSettings,
  log: (text: string) => void,
): Promise<EmbeddedServer> {
  const server = await startPostgres({
    directory: join(settings.dataFolder, 'postgres'),
    port: settings.ports.POSTGRES_PORT,
    persistent: true,
    settings: { max_connections: '150', shared_buffers: '256MB', max_wal_size: '2GB' },
    log,
  });
  await server.createDatabase(databaseName).catch((error: { code?: string }) => {
    if (error.code !== '42P04') throw error;
  });
  return server;
}

/** The owner's address of the database on that server. */
export function localDatabaseUrl(server: EmbeddedServer): string {
  return server.url(databaseName);
}

/** Throws a problem where the database at DATABASE_URL cannot be used. */
export async function requireDatabase(url: string): Promise<void> {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new StartProblem(
      'DATABASE_URL is not an address of a Postgres database.',
      'Write it as postgres://user:password@host:5432/database.',
    );
  }
  const sql = postgres(url, { max: 1, connect_timeout: 8, onnotice: () => {} });
  try {
    const [{ version }] = await sql<[{ version: string }]>`select current_setting('server_version_num') as version`;
    if (Number(version) >= 180_000) return;
  } catch (error) {
    throw databaseProblem(error as Error & { code?: string }, new URL(url));
  } finally {
    await sql.end({ timeout: 1 });
  }
  throw new StartProblem(
    'The server at DATABASE_URL is older than Postgres 18.',
    'Use Postgres 18 or later (it makes time-ordered ids).',
  );
}

function databaseProblem(error: Error & { code?: string }, { host, username, pathname }: URL): StartProblem {
  if (error.code === '28P01' || error.code === '28000') {
    return new StartProblem(
      `The database at ${host} refused the login ${username} (${error.message}).`,
      'Put the right user and password into DATABASE_URL.',
    );
  }
  if (error.code === '3D000') {
    return new StartProblem(
      `There is no database ${pathname.slice(1)} at ${host}.`,
      `Make it (createdb ${pathname.slice(1)}), or name another in DATABASE_URL.`,
    );
  }
  return new StartProblem(
    `No database answers at ${host} (${error.message || error.code}).`,
    'Start it, mend DATABASE_URL, or leave DATABASE_URL out to use the Postgres that comes with this.',
  );
}

/** Migrates, and makes the login that the processes use; returns its address and what was applied. */
export async function prepareDatabase(
  ownerUrl: string,
  dataFolder: string,
): Promise<{ url: string; applied: string[] }> {
  // The libraries of queries and of sign-in are large: they are read when they are needed, not before a wrong password is told.
  const { migrate } = await import('../../db/migrate.ts');
  const { migrateAuth } = await import('../../api/auth/migrate.ts');
  const applied = await migrate(ownerUrl);
  await migrateAuth(ownerUrl);
  const url = new URL(ownerUrl);
  // Logins belong to the whole server, so the name says of which database this one is.
  url.username = `salescompass_process_${url.pathname.slice(1)}`.slice(0, 63);
  url.password = await localLoginPassword(dataFolder);
  try {
    await ensureLogin(ownerUrl, url.href);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new StartProblem(
      `The login in DATABASE_URL may not make the login for API and worker (${(error as Error).message}).`,
      'Give it CREATEROLE, or run `npm run migrate` with APP_DATABASE_URL as an owner and then `npm run api` and `npm run worker`.',
    );
  }
  return { url: url.href, applied };
}
