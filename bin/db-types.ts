import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../db/migrate.ts';
import { freePort } from './embedded/port.ts';
import { startPostgres } from './embedded/postgres.ts';

// Writes db/schema.ts, the row types, from a database to which all migrations were applied.
const directory = await mkdtemp(join(tmpdir(), 'salescompass-types-'));
const server = await startPostgres({ directory, port: await freePort(), persistent: false });
try {
  await server.createDatabase('types');
  await migrate(server.url('types'));
  execFileSync(
    'npx',
    [
      'kysely-codegen',
      '--dialect',
      'postgres',
      '--url',
      server.url('types'),
      '--camel-case',
      '--out-file',
      'db/schema.ts',
      '--type-mapping',
      JSON.stringify({ int8: 'number', timestamptz: 'Timestamp' }),
      '--default-schema',
      'public',
      '--include-pattern',
      'public.*',
      '--exclude-pattern',
      'public.engagement_events_*',
    ],
    { stdio: 'inherit' },
  );
} finally {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}
