import { setTimeout } from 'node:timers/promises';
import { CamelCasePlugin, CompiledQuery, Kysely, type Transaction } from 'kysely';
import { PostgresJSDialect } from 'kysely-postgres-js';
import postgres from 'postgres';
import { isConnectionLoss } from './connection-loss.ts';
import type { DB } from './schema.ts';

/** Any connection: a pool or a transaction. */
export type Db = Kysely<DB>;

declare const tenantBrand: unique symbol;

/**
 * A transaction in which exactly one tenant is visible. Queries on tenant tables take this type, so that forgetting to name
 * the tenant is a compile error; at run time row-level security gives zero rows.
 */
export type TenantDb = Transaction<DB> & { readonly [tenantBrand]: true };

/** The database roles that processes take on; each has only the rights its work needs. */
export type DatabaseRole =
  | 'salescompass_app'
  | 'salescompass_auth'
  | 'salescompass_directory'
  | 'salescompass_importer';

/** The raw client. */
export type Sql = postgres.Sql<{ bigint: number }>;

/** A pool under one role: `db` for typed queries, `sql` for the raw client (COPY, cursors), `close` to end all of it. */
export interface Database {
  db: Db;
  sql: Sql;
  /**
   * A client with one connection of its own, opened when it is first used: what is given to it in one go is written in one go, in
   * order, which a pool does not promise. There are two, which take turns.
   */
  line: () => Sql;
  close: () => Promise<void>;
}

/**
 * How to open a pool: `url` of the login, the `role` to take on (none: stay the login), how many connections at most. `prepares`: each
 * connection keeps its typed queries prepared and their plans, which saves planning and a round trip a query: for work that asks the same
 * few all the time, by ids, so that one plan is right for all.
 */
export interface DatabaseOptions {
  url: string;
  role?: DatabaseRole;
  connections?: number;
  name?: string;
  prepares?: boolean;
}

const int8AsNumber = {
  to: 20,
  from: [20],
  serialize: (value: number) => String(value),
  parse: (text: string) => Number(text),
};

/** Opens a pool. Nothing is connected until the first query. Counts (int8) arrive as numbers, timestamps as Date. */
export function openDatabase(options: DatabaseOptions): Database {
  const connect = (max: number): Sql =>
    postgres(options.url, {
      max,
      types: { bigint: int8AsNumber },
      onnotice: () => {},
      connection: {
        application_name: options.name ?? 'salescompass',
        // Days and months that statements count by are those that everything else goes by, whatever clock the server is set to.
        TimeZone: 'UTC',
        ...(options.role ? { role: options.role } : {}),
        ...(options.prepares ? { plan_cache_mode: 'force_generic_plan' } : {}),
      },
    });
  const client = connect(options.connections ?? 10);
  const lines: Sql[] = [];
  let turn = 0;
  const db = new Kysely<DB>({
    dialect: new PostgresJSDialect({ postgres: pipelining(client, options.prepares ?? false) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return {
    db,
    sql: client,
    line: () => (lines[turn++ % 2] ??= connect(1)),
    close: async () => void (await Promise.all([client, ...lines].map((one) => one.end({ timeout: 5 })))),
  };
}

/** What opens a tenant's transaction: text without values, so that it needs no answer before it can be sent. */
function tenantOpening(tenantId: string): CompiledQuery {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(tenantId)) throw new RangeError('A tenant is named by a UUID.');
  return CompiledQuery.raw(`${tenantSetting}'${tenantId}', true)`);
}

const tenantSetting = "select set_config('app.tenant_id', ";

/** `simple` is what the client would do with a query without values, and is not among its types. */
const prepared = { prepare: true, simple: false };

/** As much of the client's own connection as says whether it is there: it has nobody who reserved it once it is closed. */
interface Line {
  reserved: unknown;
}

/**
 * The client whose reserved connections do not wait for what opens a transaction: it is written together with the first query, two round
 * trips less for each of them. Where it fails, so does what comes behind it, or it sees no tenant and with that no row. With `prepares`
 * they prepare what they are given, as Kysely gives it: as text. One that is lost refuses what is given to it after that, and is not given
 * back: the client would write to what is closed, which ends the process.
 */
function pipelining(client: Sql, prepares: boolean): Sql {
  const reserve = async () => {
    const reserved = await client.reserve().catch((error: unknown) => {
      // Whoever gets a connection that was lost is told of that by the client, once.
      if (error instanceof postgres.PostgresError && isLoss(error)) return client.reserve();
      throw error;
    });
    let line: Line | undefined;
    let loss: unknown;
    const hear = (error: unknown): void => void (isLoss(error) && (loss ??= error));
    const opening = { prepare: false, onexecute: (ours: Line) => (line = ours) };
    const isLost = (): boolean => {
      if (line?.reserved === null)
        hear(Object.assign(new Error('The connection was closed.'), { code: 'CONNECTION_CLOSED' }));
      return loss !== undefined;
    };
    const unsafe = async (text: string, values: never[]) => {
      if (isLost()) throw loss;
      const isOpening = text === 'begin' || text.startsWith(tenantSetting);
      const query = reserved.unsafe(text, values, isOpening ? opening : prepares ? prepared : {});
      query.catch(hear);
      return isOpening ? [] : query;
    };
    const own: Record<string | symbol, unknown> = { unsafe, release: () => isLost() || reserved.release() };
    return new Proxy(reserved, { get: (of, name) => own[name] ?? Reflect.get(of, name) });
  };
  return new Proxy(client, { get: (of, name) => (name === 'reserve' ? reserve : Reflect.get(of, name)) });
}

/** Whether an error says that the connection itself is gone, and not only what was asked by it. */
function isLoss(error: unknown): boolean {
  return error instanceof postgres.PostgresError
    ? error.severity === 'FATAL' || error.severity === 'PANIC'
    : isConnectionLoss(error);
}

/** How long the client has to tell that a connection is lost which `work` says is (ms): it knows at once. */
const tellingMs = 1_000;

/**
 * Runs `work` in a transaction of the raw client, which says by itself where the connection is lost: what `work` says then is not heard,
 * for the client would undo the transaction on what is closed, which ends the process. Where another connection is meant, that of a mail
 * server or of another pool, the client says nothing: the transaction is undone, and `work` is heard a moment later.
 */
export async function inTransaction<T>(
  sql: Sql,
  work: (sql: postgres.TransactionSql<{ bigint: number }>) => Promise<T>,
): Promise<T> {
  let isOver = false;
  const begun = sql.begin(async (sql) => {
    try {
      return await work(sql);
    } catch (error) {
      if (isLoss(error)) await setTimeout(tellingMs);
      if (isOver) await new Promise(() => {});
      throw error;
    }
  });
  try {
    return (await begun) as T;
  } finally {
    isOver = true;
  }
}

const attempts = 4;

/**
 * Runs `work` in a transaction that sees the rows of `tenantId` and no others. One that lost a deadlock is undone by Postgres and
 * run again, four times at most: `work` leaves nothing behind but rows.
 */
export async function withTenant<T>(db: Db, tenantId: string, work: (db: TenantDb) => Promise<T>): Promise<T> {
  const opening = tenantOpening(tenantId);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(async (db) => {
        await db.executeQuery(opening);
        return work(db as TenantDb);
      });
    } catch (error) {
      if (attempt === attempts || (error as { code?: unknown } | null)?.code !== '40P01') throw error;
      // Two that met would meet again if they waited equally long.
      await setTimeout(Math.random() * 50 * attempt);
    }
  }
}
