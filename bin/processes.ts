import { readFile } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import type { NativeConnectionOptions } from '@temporalio/worker';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/connection.ts';
import { compareSchema } from '../db/migrate.ts';
import type { Tracing } from './observability/tracing.ts';

/** What a process needs to reach Temporal. */
export interface TemporalEnvironment {
  TEMPORAL_ADDRESS: string;
  TEMPORAL_NAMESPACE: string;
  TEMPORAL_API_KEY?: string;
  TEMPORAL_TLS_CERT_FILE?: string;
  TEMPORAL_TLS_KEY_FILE?: string;
}

/** How to connect, for clients and workers alike: plain on one machine, an API key or a client certificate elsewhere. */
export async function temporalConnection(
  env: TemporalEnvironment,
): Promise<Pick<NativeConnectionOptions, 'address' | 'apiKey' | 'tls'>> {
  const { TEMPORAL_TLS_CERT_FILE: crt, TEMPORAL_TLS_KEY_FILE: key, TEMPORAL_API_KEY: apiKey } = env;
  const pair = crt && key ? { clientCertPair: { crt: await readFile(crt), key: await readFile(key) } } : undefined;
  return { address: env.TEMPORAL_ADDRESS, apiKey, tls: pair ?? (apiKey ? true : undefined) };
}

/** A client that connects with its first call: a process starts, and says so in /readyz, also while Temporal is away. */
export async function openTemporal(
  env: TemporalEnvironment,
  tracing?: Tracing,
): Promise<{ client: Client; connection: Connection }> {
  const connection = Connection.lazy(await temporalConnection(env));
  const plugins = tracing ? [tracing.plugin] : [];
  return { connection, client: new Client({ connection, namespace: env.TEMPORAL_NAMESPACE, plugins }) };
}

/** Throws where this pool would get past row-level security: then no process may serve a tenant. */
export async function refusePowerfulRole(database: Database): Promise<void> {
  const { rows } = await sql<{ name: string; powerful: boolean }>`
    select rolname as name, rolsuper or rolbypassrls as powerful from pg_roles where rolname = current_user`.execute(
    database.db,
  );
  const [role] = rows;
  if (role && !role.powerful) return;
  throw new Error(
    `The database role ${role?.name ?? '?'} gets past row-level security (superuser or BYPASSRLS): no tenant would be kept from another.`,
  );
}

/**
 * Throws where the database lacks what this version needs: it would start, say that it is ready, and answer with errors. A newer one is
 * served until this process is replaced, and the log says so.
 */
export async function refuseOlderDatabase(directory: Database, log: Pick<Logger, 'warn'>): Promise<void> {
  const { missing, unknown } = await compareSchema(directory.db);
  if (missing !== undefined)
    throw new Error(
      `The database is older than this version of the product: it lacks the migration ${missing}. Run \`npm run migrate\` of this version ` +
        'first, then start this again (docs/DEPLOYMENT.md, "A release").',
    );
  if (unknown !== undefined)
    log.warn({ migration: unknown }, 'the database is of a newer version; this process goes on until it is replaced');
}

/** Waits for the database, which may be starting beside us, and says so; throws the last error after `seconds`. */
export async function untilReachable(database: Database, seconds: number, log: Pick<Logger, 'warn'>): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let isTold = false;
  for (;;) {
    try {
      await sql`select 1`.execute(database.db);
      return;
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      // A wrong password or a database that is not there does not get better by waiting.
      if (Date.now() > deadline || code.startsWith('28') || code === '3D000' || code === '42501') throw error;
      if (!isTold) log.warn({ code }, `the database of DATABASE_URL does not answer yet; trying for ${seconds} s`);
      isTold = true;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
