import { randomBytes } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivities } from '../activities/index.ts';
import { startSink, type RunningSink } from '../bench/sender/sink.ts';
import { findTestServer } from '../bin/embedded/temporal-program.ts';
import { workflowBundle } from '../bin/workflow-bundle.ts';
import type { Database } from '../db/connection.ts';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { searchAttributeTypes } from '../domain/search-attributes.ts';
import { taskQueues } from '../domain/task-queues.ts';
import { createSmtpSender, type SmtpSender } from '../mail/smtp/sender.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { createTestDrip, enrolInto, sendStep, waitStep, type TestDrip } from '../test/factories/drips.ts';
import { campaignLifecycle, campaignStart } from './campaign-lifecycle.ts';
import { cancelBroadcast } from './broadcast.ts';
import { drip } from './drip.ts';
import { closeDrip, dripWorkflowId, wakeDrip } from './drip-messages.ts';

// The real workflows and activities on the real database, with a clock that skips what nobody does anything in.
let env: TestWorkflowEnvironment;
let database: TestDatabase;
let app: Database;
let sink: RunningSink;
let smtp: SmtpSender;
let workers: Worker[];
let runs: Promise<unknown>;

beforeAll(async () => {
  env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: await findTestServer() } },
  });
  [database, sink] = await Promise.all([createTestDatabase(), startSink()]);
  const keyword = 2;
  const searchAttributes = Object.fromEntries(Object.keys(searchAttributeTypes).map((name) => [name, keyword]));
  await env.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
  app = database.open('salescompass_app');
  smtp = createSmtpSender({ url: sink.url });
  const activities = createActivities({
    database: app,
    directory: database.open('salescompass_directory'),
    importer: database.open('salescompass_importer'),
    temporal: env.client,
    log: pino({ level: 'silent' }),
    mailer: {
      ring: rotateKeyRing(null, randomBytes(32)),
      publicUrl: 'http://127.0.0.1:8080',
      bounceDomain: 'bounce.example',
      smtp,
    },
  });
  const codePath = await workflowBundle();
  workers = await Promise.all(
    [taskQueues.main, taskQueues.sending].map((taskQueue) =>
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
  await sink.stop();
  await database.drop();
});

const refOf = ({ tenantId, campaignId, dripId }: TestDrip) => ({ tenantId, campaignId, dripId });
const start = (made: TestDrip) =>
  env.client.workflow.start(drip, {
    taskQueue: taskQueues.main,
    workflowId: dripWorkflowId(made),
    args: [refOf(made)],
  });
const nowIso = async () => new Date(await env.currentTimeMs()).toISOString();
const sentTimes = ({ tenantId }: TestDrip) => database.owner.sql<{ subject: string; at: Date }[]>`
  select e.subject, m.sent_at as at from messages m join editions e on e.id = m.edition_id
  where m.tenant_id = ${tenantId} and m.status = 'sent' order by m.sent_at`;

describe('the workflow of a drip', () => {
  it('leads people through a year of steps, at their pace and with few events, and ends when nobody is in it', async () => {
    await sink.reset();
    const made = await createTestDrip(database, app, {
      people: 40,
      definition: () => ({
        steps: [
          sendStep('first'),
          waitStep('spring', 120),
          sendStep('second'),
          waitStep('summer', 240),
          sendStep('third'),
        ],
      }),
    });
    const handle = await start(made);
    await env.sleep('1 minute');
    await enrolInto(app, made, made.personIds, await nowIso());
    await handle.signal(wakeDrip);
    await handle.signal(closeDrip);
    expect(await handle.result()).toBe('completed');
    const report = await sink.report();
    expect({ messages: report.messages, duplicates: report.duplicates }).toEqual({ messages: 120, duplicates: [] });
    const times = await sentTimes(made);
    const days = (a: Date, b: Date) => (b.getTime() - a.getTime()) / 86_400_000;
    const [first, second, third] = ['first', 'second', 'third'].map(
      (subject) => times.find((row) => row.subject === subject)!.at,
    );
    expect(days(first!, second!)).toBeCloseTo(120, 1);
    expect(days(second!, third!)).toBeCloseTo(240, 1);
    const history = await handle.fetchHistory();
    expect(history.events!.length).toBeLessThan(150);
  }, 120_000);

  it('is a part of its campaign: it starts with it, and the end date lets those in flight finish', async () => {
    await sink.reset();
    const made = await createTestDrip(database, app, {
      people: 5,
      definition: () => ({ steps: [sendStep('first'), waitStep('pause', 30), sendStep('second')] }),
    });
    const endAt = new Date((await env.currentTimeMs()) + 10 * 86_400_000);
    await database.owner.sql`update campaigns set end_at = ${endAt} where id = ${made.campaignId}`;
    const campaign = await env.client.workflow.start(campaignLifecycle, campaignStart(made));
    await env.sleep('2 minutes');
    await enrolInto(app, made, made.personIds, await nowIso());
    await env.client.workflow.getHandle(dripWorkflowId(made)).signal(wakeDrip);
    expect(await campaign.result()).toBe('completed');
    expect((await sink.report()).messages).toBe(10);
    // After the end date nobody new came in.
    expect(await enrolInto(app, made, made.personIds, await nowIso())).toBe(0);
  }, 120_000);

  it('lets everybody leave when it is cancelled, and sends nothing more', async () => {
    await sink.reset();
    const made = await createTestDrip(database, app, {
      people: 5,
      definition: () => ({ steps: [waitStep('pause', 1), sendStep('first')] }),
    });
    const handle = await start(made);
    await env.sleep('1 minute');
    await enrolInto(app, made, made.personIds, await nowIso());
    await handle.signal(wakeDrip);
    await env.sleep('2 hours');
    await handle.signal(cancelBroadcast);
    expect(await handle.result()).toBe('cancelled');
    expect((await sink.report()).messages).toBe(0);
    const reasons = await database.owner.sql`select distinct reason from drip_positions where drip_id = ${made.dripId}`;
    expect(reasons).toEqual([{ reason: 'stopped' }]);
  }, 120_000);
});
