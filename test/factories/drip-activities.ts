import { createDripActivities, type DripActivities } from '../../activities/drips/drips.ts';
import type { Database } from '../../db/connection.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { unheard } from '../unheard.ts';

/** A database of the test's own with the activities of drips on it; no workflow is there. */
export interface TestDripActivities {
  database: TestDatabase;
  app: Database;
  drips: DripActivities;
}

/** Call in `beforeAll`, and `database.drop` in `afterAll`. */
export async function createTestDripActivities(): Promise<TestDripActivities> {
  const database = await createTestDatabase();
  const app = database.open('salescompass_app');
  const directory = database.open('salescompass_directory');
  return { database, app, drips: createDripActivities({ database: app, directory, temporal: unheard }) };
}
