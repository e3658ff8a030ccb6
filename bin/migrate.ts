import { Connection } from '@temporalio/client';
import { migrateAuth } from '../api/auth/migrate.ts';
import { migrate } from '../db/migrate.ts';
import { ensureLogin } from './database-login.ts';
import { prepareNamespace } from './embedded/temporal-namespace.ts';
import { MigrateEnvironment, readEnv } from './env.ts';
import { temporalConnection } from './processes.ts';
import { run } from './run.ts';

// Brings the database up to date, gives the login of API and worker the roles that they take on, and registers the search attributes
// with Temporal. Safe to run twice and by several at once.
await run(async () => {
  const env = readEnv(MigrateEnvironment);
  const applied = await migrate(env.DATABASE_URL);
  await migrateAuth(env.DATABASE_URL);
  if (env.APP_DATABASE_URL) await ensureLogin(env.DATABASE_URL, env.APP_DATABASE_URL);
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
  if (!env.TEMPORAL_ADDRESS) return;
  const address = env.TEMPORAL_ADDRESS;
  const connection = await Connection.connect(await temporalConnection({ ...env, TEMPORAL_ADDRESS: address }));
  for (const told of await prepareNamespace(connection, env.TEMPORAL_NAMESPACE, false)) console.warn(told);
  await connection.close();
});
