import { readdir, readFile } from 'node:fs/promises';
import { sql, Migrator, type Kysely, type Migration, type MigrationProvider } from 'kysely';
import { openDatabase, type Db } from './connection.ts';

const folder = new URL('./migrations/', import.meta.url);

/** Reads `migrations/*.sql` in the order of their numbers; there is no way down. */
const provider: MigrationProvider = {
  async getMigrations() {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    const entries = await Promise.all(
      files.map(async (file): Promise<[string, Migration]> => {
        const text = await readFile(new URL(file, folder), 'utf8');
        return [
          file.replace(/\.sql$/, ''),
          {
            up: (db: Kysely<unknown>) =>
              sql
                .raw(text)
                .execute(db)
                .then(() => {}),
          },
        ];
      }),
    );
    return Object.fromEntries(entries);
  },
};

/**
 * Brings the database at `url` (a login that owns it) up to date and returns the names of what was applied now.
 * Safe to run twice and by two processes at once: a lock makes the second wait and find nothing to do.
 */
export async function migrate(url: string): Promise<string[]> {
  const { db, close } = openDatabase({ url, connections: 1, name: 'salescompass-migrate' });
  try {
    const migrator = new Migrator({ db, provider, migrationTableName: 'schema_migrations' });
    refuseOtherOrder(await listApplied(db), Object.keys(await provider.getMigrations()));
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    return results.map((result) => result.migrationName);
  } finally {
    await close();
  }
}

async function listApplied(db: Db): Promise<string[]> {
  const { rows: tables } = await sql<{
    is: boolean;
  }>`select to_regclass('public.schema_migrations') is not null as is`.execute(db);
  if (!tables[0]?.is) return [];
  const { rows } = await sql<{ name: string }>`select name from schema_migrations`.execute(db);
  return rows.map(({ name }) => name);
}

/** What of the migrations that a version brings a database lacks, and which it has that the version does not know; the last of each by name. */
export interface SchemaAge {
  missing: string | undefined;
  unknown: string | undefined;
}

/** How old a database is beside this version, asked by a role that may see which migrations it has; one in which it may not is older than that right. */
export async function compareSchema(db: Db): Promise<SchemaAge> {
  const brought = Object.keys(await provider.getMigrations());
  const { rows } = await sql<{ isSeen: boolean | null }>`
    select has_table_privilege(to_regclass('public.schema_migrations'), 'select') as "isSeen"`.execute(db);
  if (!rows[0]?.isSeen) return { missing: brought.at(-1), unknown: undefined };
  const applied = await listApplied(db);
  return {
    missing: brought.filter((name) => !applied.includes(name)).at(-1),
    unknown: applied
      .filter((name) => !brought.includes(name))
      .sort()
      .at(-1),
  };
}

/**
 * Says in words why a database cannot be brought up to date: it has a migration that is unknown here, or it lacks one that comes before one
 * that it has. docs/decisions/0196-order-of-migrations.md says why that one is not applied late.
 */
export function refuseOtherOrder(applied: readonly string[], brought: readonly string[]): void {
  const unknown = applied.find((name) => !brought.includes(name));
  const last = [...applied].sort().at(-1) ?? '';
  const missed = brought.find((name) => name < last && !applied.includes(name));
  if (unknown === undefined && missed === undefined) return;
  const why =
    unknown === undefined
      ? `it has the migration ${last} but not ${missed}, which comes before it`
      : `it has the migration ${unknown}, which this version does not know`;
  throw new Error(
    `The database was made by another version of the product: ${why}. Nothing was changed. Start the version that made it, restore a backup ` +
      'that fits this one, or begin with an empty database (for npm start: move its data folder away).',
  );
}
