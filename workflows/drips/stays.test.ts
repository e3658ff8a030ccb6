import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSink, type RunningSink } from '../../bench/sender/sink.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { requestWake } from '../../db/queries/drips/enrolments.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestActivities } from '../../test/activities.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestDrip, enrolInto, sendStep, type TestDrip } from '../../test/factories/drips.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestTemporal, type Activities, type TestTemporal } from '../../test/temporal.ts';
import { drip } from './drip.ts';
import { closeDrip, dripWorkflowId } from './messages.ts';

// A real server: who stays with a drip lives in real time.
let database: TestDatabase;
let app: Database;
let temporal: TestTemporal;
let sink: RunningSink;
let smtp: SmtpSender;
let activities: Activities;
beforeAll(async () => {
  [database, temporal, sink] = await Promise.all([createTestDatabase(), createTestTemporal(), startSink()]);
  app = database.open('salescompass_app');
  smtp = createSmtpSender({ url: sink.url });
  activities = createTestActivities(database, {
    database: app,
    temporal: temporal.client,
    mailer: { smtp },
  });
}, 120_000);
afterAll(async () => {
  await temporal.close();
  await smtp.close();
  await sink.stop();
  await database.drop();
});

/** Lets one person in as the API does, and says whether the workflow has to be told. */
async function comesIn(made: TestDrip, personId: string): Promise<boolean> {
  const nowIso = new Date().toISOString();
  expect(await enrolInto(app, made, [personId], nowIso)).toBe(1);
  return withTenant(app.db, made.tenantId, (db) => requestWake(db, made.dripId, nowIso));
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const from = Date.now(); !(await isSo()); await new Promise((resolve) => setTimeout(resolve, 100)))
    if (Date.now() - from > 60_000) throw new Error('It did not come about');
}

const isStayedWith = async ({ dripId }: TestDrip) => {
  const [row] = await database.owner.sql<{ is: boolean }[]>`
    select rests_until > now() + interval '10 minutes' as is from drips where id = ${dripId}`;
  return row?.is ?? false;
};
const sentTo = async (personId: string) =>
  (await database.owner.sql`select from messages where person_id = ${personId} and status = 'sent'`).length === 1;

describe('a drip that people come into all the time', () => {
  it('is stayed with: who comes gets the mail with no word to the workflow, whichever worker is there, and a command ends it', async () => {
    const made = await createTestDrip(database, app, { people: 4, definition: () => ({ steps: [sendStep('hello')] }) });
    const { tenantId, campaignId, dripId, personIds } = made;
    const first = await temporal.startWorkers(activities);
    const handle = await temporal.client.workflow.start(drip, {
      taskQueue: taskQueues.main,
      workflowId: dripWorkflowId(made),
      args: [{ tenantId, campaignId, dripId, busyUntil: new Date(Date.now() + 86_400_000).toISOString() }],
    });
    await until(() => isStayedWith(made));
    for (const personId of personIds.slice(0, 2)) {
      expect(await comesIn(made, personId)).toBe(false);
      await until(() => sentTo(personId));
    }
    // The worker goes; another one stays on.
    await first.stop();
    await temporal.startWorkers(activities);
    expect(await comesIn(made, personIds[2]!)).toBe(false);
    await until(() => sentTo(personIds[2]!));
    await handle.signal(closeDrip);
    await until(async () => (await handle.describe()).status.name === 'COMPLETED');
    const history = await handle.fetchHistory();
    expect(history.events!.length).toBeLessThan(60);
    expect(history.events!.filter(({ activityTaskCancelRequestedEventAttributes: cancel }) => cancel)).toHaveLength(1);
    await recordHistory(handle, 'drip-stays');
  }, 120_000);
});
