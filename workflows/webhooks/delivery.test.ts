import { randomBytes } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workflowBundle } from '../../bin/workflow-bundle.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertWebhookSecret } from '../../db/queries/webhooks/secrets.ts';
import { sealSecret } from '../../db/sealing.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { webhookPurpose } from '../../domain/webhooks/secret.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestActivities } from '../../test/activities.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestDrip, enrolInto } from '../../test/factories/drips.ts';
import { startTimeSkipping } from '../../test/time-skipping.ts';
import { drip } from '../drips/drip.ts';
import { closeDrip, dripWorkflowId, wakeDrip } from '../drips/messages.ts';
import { webhookDeliveryId } from './delivery.ts';

// The real workflows and activities on the real database; only the places that are called are played.
let env: TestWorkflowEnvironment;
let database: TestDatabase;
let app: Database;
let smtp: SmtpSender;
let workers: Worker[];
let runs: Promise<unknown>;
const ring = rotateKeyRing(null, randomBytes(32));
const calls: string[] = [];

beforeAll(async () => {
  env = await startTimeSkipping();
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  smtp = createSmtpSender({ url: 'smtp://127.0.0.1:1' });
  const activities = createTestActivities(database, {
    database: app,
    temporal: env.client,
    mailer: { ring, smtp },
    webhooks: {
      // Away for the first three attempts of everybody.
      call: async ({ headers }) => {
        const id = headers['webhook-id']!;
        calls.push(id);
        const isBack = calls.filter((called) => called === id).length > 3;
        return { kind: 'answered', status: isBack ? 204 : 503, retryAfterSeconds: null };
      },
      close: () => {},
    },
  });
  const codePath = await workflowBundle();
  workers = await Promise.all(
    [taskQueues.main, taskQueues.bulk].map((taskQueue) =>
      Worker.create({
        connection: env.nativeConnection,
        taskQueue,
        activities,
        ...(taskQueue === taskQueues.main ? { workflowBundle: { codePath } } : {}),
      }),
    ),
  );
  runs = Promise.all(workers.map((worker) => worker.run()));
}, 120_000);
afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await runs;
  await env.teardown();
  await smtp.close();
  await database.drop();
});

describe('the workflow that calls webhooks', () => {
  it('tries again on its timer until the target is back, lets the people go on, and ends', async () => {
    const made = await createTestDrip(database, app, {
      people: 5,
      definition: () => ({ steps: [{ key: 'tell', kind: 'webhook', url: 'https://crm.example/hook' }] }),
    });
    await withTenant(app.db, made.tenantId, (db) =>
      insertWebhookSecret(db, { sealed: sealSecret(ring, webhookPurpose, 'whsec_c2VjcmV0'), byName: 'Admin' }),
    );
    const { tenantId, campaignId, dripId } = made;
    const handle = await env.client.workflow.start(drip, {
      taskQueue: taskQueues.main,
      workflowId: dripWorkflowId(made),
      args: [{ tenantId, campaignId, dripId }],
    });
    await env.sleep('1 minute');
    await enrolInto(app, made, made.personIds, new Date(await env.currentTimeMs()).toISOString());
    await handle.signal(wakeDrip);
    await handle.signal(closeDrip);
    expect(await handle.result()).toBe('completed');
    expect(calls).toHaveLength(20);
    const delivery = env.client.workflow.getHandle(webhookDeliveryId(made));
    await delivery.result();
    const history = await delivery.fetchHistory();
    expect(history.events!.length).toBeLessThan(200);
    const rows = await database.owner.sql<{ attempts: number; status: string; minutes: number }[]>`
      select attempts, status, extract(epoch from finished_at - created_at)::float / 60 as minutes from drip_calls where drip_id = ${dripId}`;
    expect(rows).toHaveLength(5);
    for (const { attempts, status, minutes } of rows) {
      expect({ attempts, status }).toEqual({ attempts: 4, status: 'done' });
      // 30 s, 2 min and 8 min, each with its spread.
      expect(minutes).toBeGreaterThan(8);
      expect(minutes).toBeLessThan(14);
    }
  }, 120_000);
});
