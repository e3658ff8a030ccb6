import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { ActivityDeps } from '../activities/deps.ts';
import { createActivities } from '../activities/index.ts';
import type { Mailer } from '../activities/mailer.ts';
import { rotateKeyRing } from '../domain/key-ring.ts';
import type { TestDatabase } from './database.ts';

/** Who sends and who is told, with what else differs from the usual. */
export type TestActivityDeps = Partial<Omit<ActivityDeps, 'mailer'>> &
  Pick<ActivityDeps, 'temporal'> & { mailer: Partial<Mailer> & Pick<Mailer, 'smtp'> };

/** All activities on a test's database, as a worker has them. */
export function createTestActivities(database: TestDatabase, given: TestActivityDeps) {
  const mail = {
    ring: rotateKeyRing(null, randomBytes(32)),
    publicUrl: 'http://127.0.0.1:8080',
    bounceDomain: 'bounce.example',
  };
  return createActivities({
    directory: database.open('salescompass_directory'),
    importer: database.open('salescompass_importer'),
    log: pino({ level: 'silent' }),
    ...given,
    database: given.database ?? database.open('salescompass_app'),
    mailer: { ...mail, ...given.mailer },
  });
}
