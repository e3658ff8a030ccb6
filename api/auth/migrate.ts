import { getMigrations } from 'better-auth/db/migration';
import { openDatabase } from '../../db/connection.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { authKysely, betterAuthOptions } from './options.ts';

/**
 * Brings the schema `auth` of the database at `url` (a login that owns it) up to date, after `migrate(url)`. Safe to run twice
 * and by two processes at once. Only salescompass_auth may read it: password hashes are out of the application's reach.
 */
export async function migrateAuth(url: string): Promise<void> {
  const { sql, close } = openDatabase({ url, connections: 1, name: 'salescompass-migrate' });
  try {
    // A session's lock on the only connection: a second process waits here and then finds nothing to do.
    await sql`select pg_advisory_lock(hashtext('salescompass auth schema'))`;
    await sql`create schema if not exists auth`;
    const options = betterAuthOptions(authKysely(sql), {
      publicUrl: 'http://localhost',
      keyRing: rotateKeyRing(null, new Uint8Array(32)),
      sendSystemMail: async () => {},
    });
    const { runMigrations } = await getMigrations(options);
    await runMigrations();
    await sql.unsafe(`
      create unique index if not exists member_once on auth.member ("organizationId", "userId");
      create unique index if not exists apikey_hash on auth.apikey (key);
      create index if not exists user_operators on auth."user" (id) where "installationOperator";
      grant usage on schema auth to salescompass_auth;
      grant select, insert, update, delete on all tables in schema auth to salescompass_auth;
      -- Names for the audit log and for pages, where people are told what waits for them, and by their role who may approve; nothing
      -- else of a person who signs in.
      grant usage on schema auth to salescompass_directory;
      grant select (id, name, email) on auth."user" to salescompass_directory;
      grant select ("userId", "organizationId", role) on auth.member to salescompass_directory;
    `);
  } finally {
    await close();
  }
}
