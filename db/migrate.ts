import { readdir, readFile } from 'node:fs/promises';
import { sql, Migrator, type Kysely, type Migration, type MigrationProvider } from 'kysely';
import { openDatabase } from './connection.ts';

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
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    return results.map((result) => result.migrationName);
  } finally {
    await close();
  }
}
