import { once } from 'node:events';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { withTenantSql } from '../../db/queries/outbox/lease.ts';
import { isAnotherWaiting } from '../../db/queries/outbox/open-work.ts';
import { endWait, noteWait } from '../../db/queries/outbox/waits.ts';
import { createTestActivities } from '../../test/activities.ts';
import { freshDatabase } from '../../test/database.ts';
import { createTestCampaign } from '../../test/factories/campaigns.ts';
import { now, openTestOutbox } from '../../test/outbox.ts';
import { unheard } from '../../test/unheard.ts';
import { openTurn } from './turn.ts';

it('ends the turn of a lane where another organisation has something due and no lane yet', async () => {
  const database = await freshDatabase();
  const [app, directory] = [database.open('salescompass_app'), database.open('salescompass_directory')];
  const mailer = { smtp: { send: () => Promise.reject(new Error('nothing is sent')), close: async () => {} } };
  const activities = createTestActivities(database, { database: app, temporal: unheard, mailer: mailer as never });
  const run = <T>(work: (ref: { tenantId: string; now: string }) => Promise<T>, tenantId: string) =>
    new MockActivityEnvironment().run(work, { tenantId, now }) as Promise<T>;
  const [busy, idle] = [await openTestOutbox(database, app).frozen(), await createTestCampaign(database)];
  const waiting = () => database.owner.sql<{ id: string }[]>`select tenant_id as id from outbox_waits`;

  expect(await run(activities.planOutbox, idle.tenantId)).toMatchObject({ dueBatches: 0 });
  expect(await waiting()).toEqual([]);
  expect(await run(activities.planOutbox, busy.tenantId)).toMatchObject({ dueBatches: 1 });
  expect(await waiting()).toEqual([{ id: busy.tenantId }]);
  // Waited for no time at all, too long ago, and oneself: none of them counts.
  const since = (ago: string) => database.owner.sql`update outbox_waits set since = now() - ${ago}::interval`;
  await since('10 minutes');
  expect(await isAnotherWaiting(directory.db, idle.tenantId)).toBe(false);
  await since('1 second');
  expect(await isAnotherWaiting(directory.db, busy.tenantId)).toBe(false);
  expect(await isAnotherWaiting(directory.db, idle.tenantId)).toBe(true);

  const turn = openTurn(
    { directory, log: pino({ level: 'silent' }) },
    { tenantId: idle.tenantId, stop: new AbortController().signal },
  );
  onTestFinished(() => turn.close());
  if (!turn.signal.aborted) await once(turn.signal, 'abort');

  await withTenantSql(app.sql, busy.tenantId, endWait);
  expect(await isAnotherWaiting(directory.db, idle.tenantId)).toBe(false);
  await withTenantSql(app.sql, idle.tenantId, noteWait);
  await run(activities.drainOutbox, idle.tenantId);
  expect(await waiting()).toEqual([]);

  // One that gives its turn up waits again, until it is found that nothing is left.
  const env = new MockActivityEnvironment();
  env.cancel();
  await env.run(activities.drainOutbox, { tenantId: idle.tenantId, now });
  expect(await waiting()).toEqual([{ id: idle.tenantId }]);
  await run(activities.planOutbox, idle.tenantId);
  expect(await waiting()).toEqual([]);
});

it('takes what came to the queue while a lane stood in it', async () => {
  const database = await freshDatabase();
  const app = database.open('salescompass_app');
  const mailer = { smtp: { send: () => Promise.reject(new Error('nothing is sent')), close: async () => {} } };
  const activities = createTestActivities(database, { database: app, temporal: unheard, mailer: mailer as never });
  const { tenantId } = await openTestOutbox(database, app).frozen({ people: 1 });
  await database.owner.sql`update people set consent = 'denied' where tenant_id = ${tenantId}`;
  await database.owner.sql`
    update message_batches set not_before = ${now}::timestamptz + interval '30 seconds' where tenant_id = ${tenantId}`;
  const drainAfter = async (seconds: number) => {
    const env = new MockActivityEnvironment({ scheduledTimestampMs: Date.now() - seconds * 1000 });
    return (await env.run(activities.drainOutbox, { tenantId, now })) as { skipped: number };
  };
  expect(await drainAfter(0)).toMatchObject({ skipped: 0 });
  expect(await drainAfter(60)).toMatchObject({ skipped: 1 });
});
