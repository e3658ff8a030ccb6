import { migrateAuth } from '../api/auth/migrate.ts';
import { migrate } from '../db/migrate.ts';
import { ensureLogin } from './database-login.ts';
import { MigrateEnvironment, readEnv } from './env.ts';
import { run } from './run.ts';

// Brings the database up to date and gives the login of API and worker the roles that they take on. Safe to run by several at once.
await run(async () => {
  const env = readEnv(MigrateEnvironment);
  const applied = await migrate(env.DATABASE_URL);
  await migrateAuth(env.DATABASE_URL);
  if (env.APP_DATABASE_URL) await ensureLogin(env.DATABASE_URL, env.APP_DATABASE_URL);
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
});
