import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { withTenantSql } from '../../db/queries/outbox/lease.ts';
import { listWaiting } from '../../db/queries/outbox/open-work.ts';
import { answerWait, endWait, noteWait } from '../../db/queries/outbox/waits.ts';
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
  expect(await listWaiting(directory.db, idle.tenantId)).toEqual([]);
  await since('1 second');
  expect(await listWaiting(directory.db, busy.tenantId)).toEqual([]);
  expect(await listWaiting(directory.db, idle.tenantId)).toEqual([busy.tenantId]);

  const open = () => {
    const turn = openTurn(
      { directory, database: app, log: pino({ level: 'silent' }) },
      { tenantId: idle.tenantId, stop: new AbortController().signal },
    );
    onTestFinished(() => turn.close());
    return turn;
  };
  // Whose lane has something in hand has a share, and waits for none.
  const hasLane = (has: boolean) => database.owner.sql`
    update message_batches set lease_id = ${has ? randomUUID() : null}, leased_until = ${has ? new Date(Date.now() + 60_000) : null}
    where tenant_id = ${busy.tenantId}`;
  const answered = () => withTenantSql(app.sql, busy.tenantId, answerWait);
  await hasLane(true);
  expect(await answered()).toBe(false);
  await hasLane(false);
  // One lane gives way to who waits, and not a second one at that moment.
  expect(await answered()).toBe(true);
  expect(await answered()).toBe(false);
  await since('1 second');
  const [idler, worker] = [open(), open()];
  worker.note();
  await once(worker.signal, 'abort');
  expect([worker.givesWay(), idler.givesWay()]).toEqual([true, false]);
  await since('1 second');
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(idler.signal.aborted).toBe(false);
  idler.note();
  await once(idler.signal, 'abort');

  await withTenantSql(app.sql, busy.tenantId, endWait);
  expect(await listWaiting(directory.db, idle.tenantId)).toEqual([]);
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
