import { randomBytes, randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../db/connection.ts';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { createSentBroadcast } from '../test/factories/engagement.ts';
import { createTestNurture } from '../test/factories/nurtures.ts';
import { unheard } from '../test/unheard.ts';
import type { ActivityDeps } from './deps.ts';
import { createNurtureActivities } from './nurtures.ts';
import { giveUpDoubtful } from './outbox-doubtful.ts';
import { openLane } from './outbox-lane.ts';
import type { BatchRun, LaneState } from './outbox-run.ts';

let database: TestDatabase;
let app: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
});
afterAll(() => database.drop());

const now = '2026-06-02T07:00:00.000Z';

it('a batch whose signing key does not open waits some minutes and is in nobody else’s way', async () => {
  const made = await createTestNurture(database, app, { people: 3, items: [{ name: 'one' }], sinceIso: now });
  const nurtures = createNurtureActivities({ database: app, temporal: unheard });
  await nurtures.openNurture({ ...made, now });
  await new MockActivityEnvironment().run(nurtures.castNurture, { ...made, now, castAt: now });
  await database.owner.sql`
    with domain as (
      insert into sending_domains (tenant_id, domain, dkim_selector, dkim_private_key_sealed)
      values (${made.tenantId}, 'broken.example', 's', 'k9.nonsense') returning id)
    update senders set sending_domain_id = domain.id from domain where tenant_id = ${made.tenantId}`;
  const smtp = { send: async () => Promise.reject(new Error('nothing may be sent')), close: async () => {} };
  const deps = {
    database: app,
    log: pino({ level: 'silent' }),
    mailer: {
      ring: rotateKeyRing(null, randomBytes(32)),
      publicUrl: 'http://127.0.0.1',
      bounceDomain: 'b.example',
      smtp,
    },
  } as unknown as ActivityDeps;
  const lane = await openLane(deps, { tenantId: made.tenantId, now, leaseId: randomUUID(), onWindow: () => {} });
  expect(await lane.drainNext(new AbortController().signal)).toBe(true);
  expect(await lane.drainNext(new AbortController().signal)).toBe(false);
  const batches = await database.owner.sql<{ waits: boolean; lease: string | null }[]>`
    select not_before >= ${now}::timestamptz + interval '5 minutes' as waits, lease_id as lease from message_batches
    where tenant_id = ${made.tenantId} and finished_at is null`;
  expect(batches).toEqual([{ waits: true, lease: null }]);
});

const giveUp = (database: Database, tenantId: string, doubtful: string[]) =>
  giveUpDoubtful(
    { deps: { database, log: pino({ level: 'silent' }) }, tenantId } as unknown as LaneState,
    { doubtful } as unknown as BatchRun,
  );

it('gives an address up that SMTP refused three times for its host, whatever never left us in between', async () => {
  const reasons = ['smtp_550_5.1.2', 'smtp_550_5.1.2', 'render_failed', 'smtp_550_5.1.2'];
  const first = await createSentBroadcast(database.owner, { people: 1 });
  const { tenantId } = first;
  const person = first.personIds[0]!;
  const ids = [first.messageIds[0]!];
  for (const _ of reasons.slice(1)) {
    const { messageIds } = await createSentBroadcast(database.owner, { people: 1, tenantId });
    ids.push(messageIds[0]!);
  }
  const suppressed = () => database.owner.sql`select reason, source from suppressions where tenant_id = ${tenantId}`;
  for (const [index, reason] of reasons.entries()) {
    const id = ids[index]!;
    expect(await suppressed()).toEqual([]);
    await database.owner.sql`
      update messages set person_id = ${person}, status = 'failed', reason = ${reason}, sent_at = null,
        counted_at = ${now}::timestamptz + make_interval(days => ${index}) where id = ${id}`;
    await giveUp(app, tenantId, [id]);
  }
  expect(await suppressed()).toEqual([{ reason: 'hard_bounce', source: 'smtp' }]);
  const left = () =>
    database.owner.sql`select email_status from people where tenant_id = ${tenantId} and id = ${person}`;
  expect(await left()).toEqual([{ email_status: 'bounced' }]);
  // What goes wrong with it is nobody else's fault, and nothing of the batch is lost with it.
  const broken = { transaction: () => ({ execute: () => Promise.reject(new Error('a bug')) }) };
  await giveUp({ db: broken } as unknown as Database, tenantId, ids);
});
