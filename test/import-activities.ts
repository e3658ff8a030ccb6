import pino from 'pino';
import { createImportActivities } from '../activities/imports/imports.ts';
import type { Database } from '../db/connection.ts';
import type { TestDatabase } from './database.ts';
import { unheard } from './unheard.ts';

/** The activities of imports on a test's database, as the application's role; no workflow hears of anything, but `temporal` may. */
export const openImportActivities = (database: TestDatabase, app: Database, temporal = unheard) =>
  createImportActivities({
    database: app,
    importer: database.open('salescompass_importer'),
    directory: database.open('salescompass_directory'),
    temporal,
    log: pino({ enabled: false }),
  });
