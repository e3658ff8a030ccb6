import { randomBytes, randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import type { Database } from '../../db/connection.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { ScriptedServer } from '../../mail/smtp/scripted-server.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createSentBroadcast } from '../../test/factories/engagement.ts';
import { createTestNurture } from '../../test/factories/nurtures.ts';
import { eventually } from '../../test/installation.ts';
import { unheard } from '../../test/unheard.ts';
import type { ActivityDeps } from '../deps.ts';
import { createNurtureActivities } from '../nurtures/nurtures.ts';
import { giveUpDoubtful } from './doubtful.ts';
import { openLane } from './lane.ts';
import type { BatchRun, LaneState } from './run.ts';

let database: TestDatabase;
let app: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
});
afterAll(() => database.drop());

const now = '2026-06-02T07:00:00.000Z';

const stopped = (tenantId: string) => database.owner.sql<{ domain: string; cause: string; code: string | null }[]>`
  select domain, cause, code from stopped_domains where tenant_id = ${tenantId}`;

/** A lane before a cast to some people, on a mail server that answers as told. */
async function castTo(people: number, send: SmtpSender['send'], quiet?: { from: string; to: string }) {
  const made = await createTestNurture(database, app, { people, items: [{ name: 'one' }], sinceIso: now });
  const nurtures = createNurtureActivities({ database: app, temporal: unheard });
  await nurtures.openNurture({ ...made, now });
  await new MockActivityEnvironment().run(nurtures.castNurture, { ...made, now, castAt: now });
  const deps = {
    database: app,
    log: pino({ level: 'silent' }),
    mailer: {
      ring: rotateKeyRing(null, randomBytes(32)),
      publicUrl: 'http://127.0.0.1',
      bounceDomain: 'b.example',
      smtp: { send, close: async () => {} },
    },
  } as unknown as ActivityDeps;
  const { tenantId } = made;
  if (quiet)
    await database.owner
      .sql`update tenants set quiet_from = ${quiet.from}, quiet_to = ${quiet.to}, time_zone = 'Europe/Berlin' where tenant_id = ${tenantId}`;
  const another = () => openLane(deps, { tenantId, now, leaseId: randomUUID(), onWindow: () => {} });
  return { tenantId, items: made.items, lane: await another(), another };
}

it('a batch whose signing key does not open waits some minutes and is in nobody else’s way', async () => {
  const { tenantId, lane } = await castTo(3, async () => Promise.reject(new Error('nothing may be sent')));
  await database.owner.sql`
    with domain as (
      insert into sending_domains (tenant_id, domain) values (${tenantId}, 'broken.example') returning id),
    key as (
      insert into dkim_keys (tenant_id, sending_domain_id, selector, algorithm, public_key, private_key_sealed, stage)
      select ${tenantId}, id, 's', 'rsa-sha256', '', 'k9.nonsense', 'signing' from domain)
    update senders set sending_domain_id = domain.id from domain where tenant_id = ${tenantId}`;
  expect(await lane.drainNext(new AbortController().signal)).toBe(true);
  expect(await lane.drainNext(new AbortController().signal)).toBe(false);
  const batches = await database.owner.sql<{ waits: boolean; lease: string | null }[]>`
    select not_before >= ${now}::timestamptz + interval '5 minutes' as waits, lease_id as lease from message_batches
    where tenant_id = ${tenantId} and finished_at is null`;
  expect(batches).toEqual([{ waits: true, lease: null }]);
  expect(await stopped(tenantId)).toEqual([{ domain: 'broken.example', cause: 'key', code: null }]);
});

it('stops the domain of a sender that a receiver refuses as not authenticated, until somebody lets it go on', async () => {
  const { tenantId, lane } = await castTo(70, async (messages, tell) => {
    for (const { id } of messages)
      tell({ id, kind: 'rejected', code: 550, enhanced: '5.7.515', stage: 'data', text: 'Access denied' });
  });
  const drain = async () => {
    while (await lane.drainNext(new AbortController().signal));
  };
  await drain();
  // What is behind the window that was refused waits, and nobody's address is given up.
  const ended = () => database.owner.sql`
    select status, count(*)::int as count from messages where tenant_id = ${tenantId} group by 1 order by 1`;
  expect(await ended()).toEqual([
    { status: 'failed', count: 64 },
    { status: 'queued', count: 6 },
  ]);
  const [row] = await stopped(tenantId);
  expect(row).toMatchObject({ cause: 'refused', code: 'smtp_550_5.7.515' });
  expect(await database.owner.sql`select from suppressions where tenant_id = ${tenantId}`).toHaveLength(0);
  expect(
    await database.owner
      .sql`select action from audit_log where tenant_id = ${tenantId} and action like 'sendingDomain%'`,
  ).toEqual([{ action: 'sendingDomain.stop' }]);
  const makeDue = () =>
    database.owner
      .sql`update message_batches set not_before = ${now} where tenant_id = ${tenantId} and finished_at is null`;
  await makeDue();
  await drain();
  expect((await ended())[1]).toEqual({ status: 'queued', count: 6 });
  await database.owner.sql`delete from stopped_domains where tenant_id = ${tenantId}`;
  await makeDue();
  await drain();
  expect(await ended()).toEqual([{ status: 'failed', count: 70 }]);
});

it('holds what it has in flight for as long as the server takes, so that nobody calls it uncertain', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const server = new EventEmitter();
  const answered = once(server, 'answer');
  const asked = once(server, 'message');
  const { tenantId, lane, another } = await castTo(3, async (messages, tell) => {
    server.emit('message');
    await answered;
    for (const { id } of messages) tell({ id, kind: 'accepted', response: '250' });
  });
  const drained = lane.drainNext(new AbortController().signal);
  await asked;
  // As if all of the lease but a second had gone by since the window was claimed.
  await database.owner.sql`
    update message_batches set leased_until = now() + interval '1 second' where tenant_id = ${tenantId}`;
  vi.advanceTimersByTime(15_000);
  await eventually(
    () => database.owner.sql`
      select from message_batches where tenant_id = ${tenantId} and leased_until > now() + interval '30 seconds'`,
    ({ length }) => length === 1,
    5,
  );
  const other = await another();
  expect(await other.drainNext(new AbortController().signal)).toBe(false);
  server.emit('answer');
  await drained;
  expect(await database.owner.sql`select distinct status from messages where tenant_id = ${tenantId}`).toEqual([
    { status: 'sent' },
  ]);
});

it('gives its batch back where the server never says whether it took a message, which is uncertain', async () => {
  const server = new ScriptedServer(({ at }) => (at === 'DOT' ? 'silence' : null));
  const sender = createSmtpSender({ url: await server.listen(), connections: 1, messageMs: 100, backoffMs: 1 });
  onTestFinished(async () => {
    await sender.close();
    server.close();
  });
  const { tenantId, lane } = await castTo(2, sender.send);
  await lane.drainNext(new AbortController().signal);
  const ended = await database.owner.sql`
    select m.status, m.reason, b.lease_id, b.finished_at is not null as is_finished
    from messages m join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id where m.tenant_id = ${tenantId}`;
  const uncertain = { status: 'uncertain', reason: 'connection_lost', lease_id: null, is_finished: true };
  expect(ended).toEqual([uncertain, uncertain]);
});

it('puts nobody off by hours that were taken away since the lane began', async () => {
  const sent: unknown[] = [];
  const send = (async () => void sent.push(1)) as unknown as SmtpSender['send'];
  const { tenantId, lane } = await castTo(2, send, { from: '08:00', to: '10:00' });
  await database.owner.sql`update tenants set quiet_from = null, quiet_to = null where tenant_id = ${tenantId}`;
  await lane.drainNext(new AbortController().signal).catch(() => {});
  expect(sent).not.toEqual([]);
});

it('sends nothing in hours that were made quiet since the lane began', async () => {
  const { tenantId, lane } = await castTo(2, async () => Promise.reject(new Error('nothing may be sent')));
  await database.owner.sql`
    update tenants set quiet_from = '08:00', quiet_to = '10:00', time_zone = 'Europe/Berlin' where tenant_id = ${tenantId}`;
  await lane.drainNext(new AbortController().signal);
  const batches = await database.owner.sql`
    select wait_reason as reason from message_batches where tenant_id = ${tenantId} and finished_at is null`;
  expect(batches).toEqual([{ reason: 'hours' }]);
});

it('what ran out while it was held up on the road is left out', async () => {
  const { tenantId, items, lane } = await castTo(2, async () => Promise.reject(new Error('nothing may be sent')));
  await database.owner.sql`update nurture_items set valid_until = ${now} where id = ${items.one!}`;
  await lane.drainNext(new AbortController().signal);
  expect(await database.owner.sql`select distinct status, reason from messages where tenant_id = ${tenantId}`).toEqual([
    { status: 'skipped', reason: 'out_of_date' },
  ]);
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
