import postgres from 'postgres';

const roles = ['salescompass_app', 'salescompass_auth', 'salescompass_directory', 'salescompass_importer'];

/**
 * Makes the login in `appUrl` (or gives it that password) as the owner in `ownerUrl`: it can sign in and take on the roles of the
 * product, has no right of its own, and is neither superuser nor past row-level security.
 */
export async function ensureLogin(ownerUrl: string, appUrl: string): Promise<void> {
  const { username, password } = new URL(appUrl);
  const [name, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.begin(async (sql) => {
      // Two that do this at once wait for each other; without it one of them fails on the catalog's row.
      await sql`select pg_advisory_xact_lock(hashtext('salescompass login'))`;
      const [known] = await sql`select 1 from pg_roles where rolname = ${name}`;
      const [{ command }] = await sql<[{ command: string }]>`
        select format(${known ? 'alter' : 'create'} || ' role %I login noinherit nosuperuser nobypassrls nocreaterole nocreatedb password %L',
          ${name}::text, ${secret}::text) as command`;
      await sql.unsafe(command);
      for (const role of roles) await sql`grant ${sql(role)} to ${sql(name)} with inherit false, set true`;
    });
  } finally {
    await sql.end();
  }
}
