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
import { addItem, createTestNurture, type TestNurture } from '../test/factories/nurtures.ts';
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from './broadcast.ts';
import { campaignLifecycle, campaignStart } from './campaign-lifecycle.ts';
import { nurture } from './nurture.ts';
import { closeNurture, nurtureWorkflowId } from './nurture-messages.ts';

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

const nowIso = async () => new Date(await env.currentTimeMs()).toISOString();
const start = ({ tenantId, campaignId, nurtureId }: TestNurture) =>
  env.client.workflow.start(nurture, {
    taskQueue: taskQueues.main,
    workflowId: nurtureWorkflowId({ tenantId, nurtureId }),
    args: [{ tenantId, campaignId, nurtureId }],
  });
/** How many people got which item, by name. */
const sent = async ({ tenantId }: TestNurture) =>
  Object.fromEntries(
    (
      await database.owner.sql<{ subject: string; people: number }[]>`
        select e.subject, count(*)::int as people from messages m join editions e on e.id = m.edition_id
        where m.tenant_id = ${tenantId} and m.status = 'sent' group by 1 order by 1`
    ).map(({ subject, people }) => [subject, people]),
  );

describe('the workflow of a nurture programme', () => {
  it('casts week by week: in order, a new top item in between, a hold, until everybody is exhausted', async () => {
    await sink.reset();
    const made = await createTestNurture(database, app, {
      people: 20,
      items: [{ name: 'one' }, { name: 'two' }],
      sinceIso: await nowIso(),
    });
    const handle = await start(made);
    await env.sleep('7 days');
    expect(await sent(made)).toEqual({ one: 20 });
    await addItem(app, made, { name: 'news', place: 'top' });
    await env.sleep('7 days');
    expect(await sent(made)).toEqual({ one: 20, news: 20 });
    await database.owner.sql`update nurture_items set is_on_hold = true where id = ${made.items.two!}`;
    await env.sleep('7 days');
    expect(await sent(made)).toEqual({ one: 20, news: 20 });
    await database.owner.sql`update nurture_items set is_on_hold = false where id = ${made.items.two!}`;
    await env.sleep('14 days');
    expect(await sent(made)).toEqual({ one: 20, news: 20, two: 20 });
    expect((await sink.report()).duplicates).toEqual([]);
    const rows = await database.owner.sql<{ exhausted: number }[]>`
      select exhausted from nurture_casts where nurture_id = ${made.nurtureId} order by at`;
    expect(rows.map(({ exhausted }) => exhausted)).toEqual([0, 0, 20, 0, 20]);
    await handle.signal(closeNurture);
    expect(await handle.result()).toBe('completed');
    expect((await handle.fetchHistory()).events!.length).toBeLessThan(120);
  }, 120_000);

  it('is a part of its campaign, leaves out the casts of a pause, and ends with its end date', async () => {
    const made = await createTestNurture(database, app, {
      people: 3,
      items: [{ name: 'one' }, { name: 'two' }, { name: 'three' }],
      sinceIso: await nowIso(),
    });
    const endAt = new Date((await env.currentTimeMs()) + 22 * 86_400_000);
    await database.owner.sql`update campaigns set end_at = ${endAt} where id = ${made.campaignId}`;
    const campaign = await env.client.workflow.start(campaignLifecycle, campaignStart(made));
    await env.sleep('7 days');
    expect(await sent(made)).toEqual({ one: 3 });
    const handle = env.client.workflow.getHandle(nurtureWorkflowId(made));
    await database.owner.sql`update campaigns set status = 'paused' where id = ${made.campaignId}`;
    await handle.signal(pauseBroadcast);
    await env.sleep('7 days');
    expect(await sent(made)).toEqual({ one: 3 });
    await database.owner.sql`update campaigns set status = 'running' where id = ${made.campaignId}`;
    await handle.signal(resumeBroadcast);
    expect(await campaign.result()).toBe('completed');
    expect(await sent(made)).toEqual({ one: 3, two: 3 });
  }, 120_000);

  it('takes back what is queued when it is cancelled', async () => {
    const made = await createTestNurture(database, app, {
      people: 3,
      items: [{ name: 'one' }],
      sinceIso: await nowIso(),
    });
    await database.owner.sql`update tenants set sending_stopped_at = now() where tenant_id = ${made.tenantId}`;
    const handle = await start(made);
    await env.sleep('7 days');
    await handle.signal(cancelBroadcast);
    expect(await handle.result()).toBe('cancelled');
    const states = await database.owner.sql`select status, count(*)::int as count from messages
      where tenant_id = ${made.tenantId} group by 1`;
    expect(states).toEqual([{ status: 'cancelled', count: 3 }]);
  }, 120_000);
});
