import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSmtp } from '../bin/mailbox/smtp.ts';
import { MailStore } from '../bin/mailbox/store.ts';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { createSmtpSender } from '../mail/smtp/sender.ts';
import { createTestActivities } from './activities.ts';
import { createTestApi, testOrigin, type TestApi } from './api.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { createTestTemporal, type TestTemporal } from './temporal.ts';

/** API, workers with all activities, database, Temporal and a mail server in this process: everything but the processes. */
export interface TestInstallation {
  database: TestDatabase;
  temporal: TestTemporal;
  api: TestApi;
  /** What the workers run, to be called without a workflow. */
  activities: ReturnType<typeof createTestActivities>;
  /** The raw mails that came to an address, oldest first. */
  mailsTo: (address: string) => Promise<string[]>;
  close: () => Promise<void>;
}

/** Call in `beforeAll`, and `close` in `afterAll`. */
export async function createTestInstallation(): Promise<TestInstallation> {
  const [database, temporal] = await Promise.all([createTestDatabase(), createTestTemporal()]);
  const folder = await mkdtemp(join(tmpdir(), 'salescompass-mails-'));
  const store = new MailStore(folder);
  await store.open();
  const server = await startSmtp(store, { host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const smtp = createSmtpSender({ url: `smtp://127.0.0.1:${port}` });
  const keyRing = rotateKeyRing(null, randomBytes(32));
  const api = await createTestApi(database, { keyRing, temporal: temporal.client });
  const activities = createTestActivities(database, {
    temporal: temporal.client,
    mailer: { ring: keyRing, publicUrl: testOrigin, smtp },
  });
  await temporal.startWorkers(activities);
  return {
    database,
    temporal,
    api,
    activities,
    mailsTo: async (address) => {
      const found = store.list({ to: address }, 100).reverse();
      return Promise.all(found.map(async ({ id }) => (await store.raw(id))?.toString('utf8') ?? ''));
    },
    close: async () => {
      await temporal.close();
      await smtp.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await store.close();
      await api.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks again until `done` says so; throws with what it last saw after `seconds`. */
export async function eventually<T>(ask: () => Promise<T>, done: (value: T) => boolean, seconds = 30): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    if (Date.now() > deadline) throw new Error(`It did not come about; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
