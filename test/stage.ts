import { randomBytes } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { startSink, type RunningSink } from '../bench/sender/sink.ts';
import { workflowBundle } from '../bin/workflow-bundle.ts';
import type { Database } from '../db/connection.ts';
import type { DnsReader } from '../domain/dns/reader.ts';
import { rotateKeyRing, type KeyRing } from '../domain/key-ring.ts';
import { taskQueues } from '../domain/task-queues.ts';
import { createMailboxReader } from '../mail/inbound/mailbox.ts';
import { createSmtpSender } from '../mail/smtp/sender.ts';
import { createTestActivities } from './activities.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { quickTraining } from './factories/scoring.ts';
import { startTimeSkipping } from './time-skipping.ts';
import { unsteadyWorkers } from './unsteady.ts';

/** The real workflows and activities on the real database and a mail server that counts, with a clock that skips. */
export interface TestStage {
  env: TestWorkflowEnvironment;
  database: TestDatabase;
  app: Database;
  sink: RunningSink;
  keyRing: KeyRing;
  /** What the workers run, to be called without a workflow. */
  activities: ReturnType<typeof createTestActivities>;
  /** The workflows' clock (ISO 8601). */
  nowIso: () => Promise<string>;
  /** Lets the clock go on by `step` at a time until something has come about. One caller at a time. */
  passUntil: (isSo: () => Promise<boolean>, step?: '1 minute' | '1 hour' | '1 day') => Promise<void>;
  close: () => Promise<void>;
}

const none = async () => ({ kind: 'none' }) as const;
const emptyDns: DnsReader = { txt: none, cname: none, mx: none, addresses: none, names: none };
const someSetup = {
  bounceDomain: 'bounce.example',
  publicHost: 'app.example',
  spfInclude: null,
  sendingIps: [],
  isRequired: false,
};

/** What a test may want otherwise. */
export interface TestStageOptions {
  /** What DNS says where sending domains are looked at; nothing that it does not name is there. */
  dns?: Partial<DnsReader>;
  /** A server with a migrated template, where it is not that of the test run. */
  postgresUrl?: string;
}

/** Call in `beforeAll`, and `close` in `afterAll`. */
export async function createTestStage({ dns, postgresUrl }: TestStageOptions = {}): Promise<TestStage> {
  const [env, database, sink] = await Promise.all([startTimeSkipping(), createTestDatabase(postgresUrl), startSink()]);
  const app = database.open('salescompass_app');
  const smtp = createSmtpSender({ url: sink.url });
  const keyRing = rotateKeyRing(null, randomBytes(32));
  const activities = createTestActivities(database, {
    database: app,
    temporal: env.client,
    mailer: { ring: keyRing, smtp },
    mailboxes: createMailboxReader({ allowsLoopback: true, timeoutMs: 5_000 }),
    training: quickTraining,
    domainChecks: { dns: { ...emptyDns, ...dns }, setup: someSetup },
  });
  const codePath = await workflowBundle();
  const sweep = async () => activities.sweepTenants(new Date((await env.currentTimeMs()) + 180_000).toISOString());
  const workers = await Promise.all(
    [taskQueues.main, taskQueues.sending, taskQueues.bulk].map((taskQueue) =>
      Worker.create({
        connection: env.nativeConnection,
        taskQueue,
        activities,
        plugins: unsteadyWorkers(sweep),
        ...(taskQueue === taskQueues.main ? { workflowBundle: { codePath } } : {}),
      }),
    ),
  );
  const runs = Promise.all(workers.map((worker) => worker.run()));
  return {
    env,
    database,
    app,
    sink,
    keyRing,
    activities,
    nowIso: async () => new Date(await env.currentTimeMs()).toISOString(),
    passUntil: async (isSo, step = '1 minute') => {
      for (let turns = 0; !(await isSo()); turns += 1) {
        if (turns === 500) throw new Error('It did not come about');
        // Work that goes on in real time comes to rest before the clock is let go on.
        await new Promise((resolve) => setTimeout(resolve, 300));
        await env.sleep(step);
      }
    },
    close: async () => {
      for (const worker of workers) worker.shutdown();
      await runs;
      await env.teardown();
      await smtp.close();
      await sink.stop();
      await database.drop();
    },
  };
}
