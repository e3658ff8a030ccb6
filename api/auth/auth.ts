import { setTimeout as sleep } from 'node:timers/promises';
import { betterAuth } from 'better-auth';
import { CamelCasePlugin, sql, type Kysely } from 'kysely';
import { openDatabase, type TenantDb } from '../../db/connection.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Identity } from './identity.ts';
import { findKeyIdentity } from './key-identity.ts';
import { authKysely, betterAuthOptions, type AuthOptions } from './options.ts';
import { createCookieResigner } from './resign-cookies.ts';
import { findFirstMembership, findSessionIdentity } from './session-identity.ts';
import type { AuthTables } from './tables.ts';

/** A transaction of the role salescompass_auth within one tenant: its people and keys, and the tenant's audit log to write to. */
export interface AuthTransaction {
  db: Kysely<AuthTables>;
  audit: TenantDb;
  /** The library, on this transaction. */
  library: () => Library;
}

/** How long closing waits for what was begun and not waited for, in milliseconds. */
const patienceMs = 5000;

type Library = ReturnType<typeof createLibrary>;

/** Everything about signing in. Made once a process by `createAuth`. */
export interface Auth {
  /** Answers the library's endpoints. */
  handle: (request: Request) => Promise<Response>;
  /** Who the session cookie stands for; `setCookies` when the session was prolonged. */
  bySession: (headers: Headers) => Promise<{ identity: Identity; setCookies: string[] } | null>;
  /** Who an API key stands for; null where it is unknown, revoked or expired, or its maker has left. */
  byApiKey: (key: string) => Promise<Identity | null>;
  /** The library's server-side calls. */
  library: Library;
  db: Kysely<AuthTables>;
  inTenant: <T>(tenantId: string, work: (tx: AuthTransaction) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

/** Opens a pool of its own under the role salescompass_auth at `url` (the login of the application). */
export function createAuth(options: AuthOptions & { url: string; connections?: number }): Auth {
  const { url, connections = 5 } = options;
  const pool = openDatabase({ url, role: 'salescompass_auth', connections, name: 'salescompass-auth' });
  const db = authKysely(pool.sql);
  const background = new Set<Promise<unknown>>();
  // How long a mail takes to hand over would tell whether there is somebody to write to.
  const inBackground = (work: Promise<unknown>) => {
    const done = work.finally(() => background.delete(done));
    background.add(done);
  };
  const library = createLibrary(db, options, inBackground);
  const resign = createCookieResigner(options.keyRing);
  const withResigned = (given: Headers): Headers => {
    const headers = new Headers(given);
    const cookie = headers.get('cookie');
    if (cookie !== null) headers.set('cookie', resign(cookie));
    return headers;
  };
  return {
    library,
    db,
    handle: async (request) => library.handler(new Request(request, { headers: withResigned(request.headers) })),
    bySession: async (headers) => {
      const found = await library.api
        .getSession({ headers: withResigned(headers), returnHeaders: true })
        .catch((error: unknown) => {
          // The library has only this one failure, and swallows its cause: its database does not answer.
          options.log?.error({ err: error }, 'sessions cannot be looked up');
          throw new DomainError('unavailable', 'Who you are cannot be looked up right now. Try again in a moment.');
        });
      if (!found.response) return null;
      return { identity: await findSessionIdentity(db, found.response), setCookies: found.headers.getSetCookie() };
    },
    byApiKey: (key) => findKeyIdentity(db, key),
    inTenant: (tenantId, work) =>
      db.transaction().execute(async (tx) => {
        await sql`select set_config('app.tenant_id', ${tenantId}, true)`.execute(tx);
        const audit = tx
          .withoutPlugins()
          .withPlugin(new CamelCasePlugin({ maintainNestedObjectKeys: true }))
          .withSchema('public');
        return work({ db: tx, audit: audit as unknown as TenantDb, library: () => createLibrary(tx, options) });
      }),
    close: async () => {
      await Promise.race([Promise.allSettled(background), sleep(patienceMs, undefined, { ref: false })]);
      await pool.close();
    },
  };
}

/** `inBackground` takes what an answer does not wait for; within a transaction there is no such thing. */
function createLibrary(db: Kysely<AuthTables>, options: AuthOptions, inBackground?: (work: Promise<unknown>) => void) {
  const own = betterAuthOptions(db, options);
  return betterAuth({
    ...own,
    // The schema is ours to migrate at start; the library's own look at it cannot run within a transaction.
    advanced: {
      ...own.advanced,
      database: { ...own.advanced.database, validateSchema: false },
      ...(inBackground ? { backgroundTasks: { handler: inBackground } } : {}),
    },
    databaseHooks: {
      session: {
        create: {
          // Whoever signs in works in the organisation joined first, until another one is chosen.
          before: async (session) => ({
            data: { ...session, activeOrganizationId: await findFirstMembership(db, session.userId) },
          }),
        },
      },
    },
  });
}
