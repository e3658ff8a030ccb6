import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { erasePersonRows } from '../../db/queries/people/erasure.ts';
import { insertEndpoint } from '../../db/queries/webhooks/endpoints.ts';
import { insertWebhookSecret } from '../../db/queries/webhooks/secrets.ts';
import { sealSecret } from '../../db/sealing.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import type { CallAnswer } from '../../domain/webhooks/call.ts';
import { endpointPurpose } from '../../domain/webhooks/endpoint.ts';
import { webhookPurpose } from '../../domain/webhooks/secret.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestDrip, enrolInto, sendStep, type TestDrip } from '../../test/factories/drips.ts';
import { newPerson, newTenant } from '../../test/factories/people.ts';
import { createDripActivities, type DripActivities, type DripRound } from '../drips/drips.ts';
import type { Call } from './caller.ts';
import { createWebhookEventActivities, type WebhookEventActivities } from './events.ts';
import { createWebhookActivities, type WebhookActivities, type WebhookRound } from './webhooks.ts';

const ring = rotateKeyRing(null, randomBytes(32));
const start = '2026-06-01T10:00:00.000Z';
const url = 'https://crm.example/hook';
const ok: CallAnswer = { kind: 'answered', status: 200, retryAfterSeconds: null };

let database: TestDatabase;
let app: Database;
let drips: DripActivities;
let webhooks: WebhookActivities;
let events: WebhookEventActivities;
let calls: Call[] = [];
let answer: (call: Call) => Promise<CallAnswer>;
let started: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  const temporal = {
    workflow: {
      signalWithStart: async (_: unknown, { workflowId }: { workflowId: string }) => void started.push(workflowId),
      getHandle: (id: string) => ({ signal: async () => void started.push(id) }),
    },
  } as unknown as Client;
  const directory = database.open('salescompass_directory');
  drips = createDripActivities({ database: app, directory, temporal });
  const caller = { call: async (call: Call) => (calls.push(call), answer(call)), close: () => {} };
  webhooks = createWebhookActivities({ database: app, temporal, webhooks: caller, mailer: { ring } });
  const log = pino({ enabled: false });
  events = createWebhookEventActivities({ database: app, directory, log, webhooks: caller, mailer: { ring } });
});
afterAll(() => database.drop());
beforeEach(() => {
  calls = [];
  started = [];
  answer = async () => ok;
});

const after = (minutes: number) => new Date(Date.parse(start) + minutes * 60_000).toISOString();
const round = (drip: TestDrip, now: string) =>
  new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now }) as Promise<DripRound>;
const deliver = ({ tenantId }: TestDrip, now: string) =>
  new MockActivityEnvironment().run(webhooks.deliverWebhooks, { tenantId, now }) as Promise<WebhookRound>;
const sign = (secret: string, text: string) =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(text)
    .digest('base64')}`;
const makeSecret = (drip: TestDrip, secret: string) =>
  withTenant(app.db, drip.tenantId, (db) =>
    insertWebhookSecret(db, { sealed: sealSecret(ring, webhookPurpose, secret), byName: 'Admin' }),
  );
const secret = `whsec_${randomBytes(32).toString('base64')}`;

/** A drip of which everybody stands at the step that calls. */
async function calling({ people = 3, more = {}, signed = true } = {}): Promise<TestDrip> {
  const drip = await createTestDrip(database, app, {
    people,
    definition: () => ({ steps: [{ key: 'tell', kind: 'webhook', url, ...more }, sendStep('hello')] }),
  });
  if (signed) await makeSecret(drip, secret);
  await drips.openDrip({ ...drip, now: start });
  await enrolInto(app, drip, drip.personIds, start);
  await round(drip, start);
  return drip;
}
const states = ({ dripId }: TestDrip) =>
  database.owner.sql<
    { state: string; step: string; waitsFor: string; reason: string | null }[]
  >`select state, step, waits_for as "waitsFor", reason from drip_positions where drip_id = ${dripId} order by person_id`;
const rows = ({ dripId }: TestDrip) => database.owner.sql<
  { status: string; attempts: number; problem: string | null; responseStatus: number | null; nextTryAt: Date }[]
>`select status, attempts, problem, response_status as "responseStatus", next_try_at as "nextTryAt"
  from drip_calls where drip_id = ${dripId} order by id`;
const moves = ({ dripId }: TestDrip) => database.owner.sql<{ outcome: string; reason: string | null }[]>`
  select distinct outcome, reason from drip_moves where drip_id = ${dripId} and step = 'tell' order by outcome`;

describe('a step that calls a webhook', () => {
  it('calls once for each person, signed, and lets them go on from then', async () => {
    const drip = await calling();
    expect(started).toContain(`webhooks/${drip.tenantId}`);
    expect((await states(drip))[0]).toMatchObject({ state: 'active', step: 'tell', waitsFor: 'webhook' });
    expect(await deliver(drip, after(1))).toMatchObject({ done: 3, left: 0, nextTryAt: null });
    expect(calls).toHaveLength(3);
    const [{ headers, body }] = calls as [Call];
    const timestamp = String(Date.parse(after(1)) / 1000);
    const [said, id] = [JSON.parse(body) as Record<string, unknown>, headers['webhook-id']];
    expect(headers).toMatchObject({
      'idempotency-key': id,
      'webhook-timestamp': expect.stringMatching(/^\d+$/) as string,
    });
    expect(Number(headers['webhook-timestamp'])).toBeGreaterThanOrEqual(Number(timestamp));
    expect(headers['webhook-signature']).toBe(sign(secret, `${id}.${headers['webhook-timestamp']}.${body}`));
    expect(said).toMatchObject({ type: 'drip.step', id, timestamp: start });
    expect(said).toMatchObject({ data: { drip: { id: drip.dripId }, step: { key: 'tell' } } });
    expect(started).toContain(`drip/${drip.tenantId}/${drip.dripId}`);
    expect(await round(drip, after(2))).toMatchObject({ moved: 3, enqueued: 3 });
    expect(await moves(drip)).toEqual([{ outcome: 'called', reason: null }]);
    expect(await deliver(drip, after(3))).toMatchObject({ done: 0 });
    expect(calls).toHaveLength(3);
  });

  it('is tried again later and later under the same id, and says why', async () => {
    const drip = await calling({ people: 1 });
    answer = async () => ({ kind: 'answered', status: 503, retryAfterSeconds: null });
    const first = await deliver(drip, after(1));
    expect(first).toMatchObject({ again: 1, left: 1 });
    expect(await rows(drip)).toMatchObject([
      { status: 'waiting', attempts: 1, problem: 'http_503', responseStatus: 503 },
    ]);
    expect(await deliver(drip, after(1))).toMatchObject({ done: 0, again: 0, nextTryAt: first.nextTryAt });
    const waited = (Date.parse(first.nextTryAt!) - Date.parse(after(1))) / 1000;
    expect(waited).toBeGreaterThanOrEqual(24);
    expect(waited).toBeLessThan(40);
    answer = async () => ok;
    expect(await deliver(drip, after(3))).toMatchObject({ done: 1 });
    expect(new Set(calls.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(await rows(drip)).toMatchObject([{ status: 'done', attempts: 2, problem: null, responseStatus: 200 }]);
  });

  it.each([
    ['go on', { onFailure: 'goOn' }, { state: 'active', step: 'hello', reason: null }, 'notCalled'],
    ['leave', { onFailure: 'exit' }, { state: 'exited', step: 'tell', reason: 'call_failed' }, 'left'],
  ])('lets people %s where it is given up', async (_, more, expected, outcome) => {
    const drip = await calling({ people: 2, more });
    answer = async () => ({ kind: 'answered', status: 404, retryAfterSeconds: null });
    expect(await deliver(drip, after(1))).toMatchObject({ givenUp: 2, left: 0 });
    await round(drip, after(2));
    for (const state of await states(drip)) expect(state).toMatchObject(expected);
    expect((await moves(drip)).map((move) => move.outcome)).toEqual([outcome]);
    expect(await rows(drip)).toMatchObject([{ status: 'failed', problem: 'http_404' }, { status: 'failed' }]);
  });

  it('is not called for who left meanwhile, nor while the person, the drip or sending is stopped', async () => {
    const drip = await calling({ people: 3 });
    const [gone, held] = drip.personIds as [string, string];
    await database.owner
      .sql`update drip_positions set state = 'exited', reason = 'replied', ended_at = now(), due_at = null
      where person_id = ${gone}`;
    await database.owner.sql`update drip_positions set state = 'paused' where person_id = ${held}`;
    await database.owner.sql`update drips set status = 'paused' where id = ${drip.dripId}`;
    expect(await deliver(drip, after(1))).toMatchObject({ done: 0, left: 0, nextTryAt: null });
    await database.owner.sql`update drips set status = 'running' where id = ${drip.dripId}`;
    await database.owner.sql`update tenants set sending_stopped_at = now() where tenant_id = ${drip.tenantId}`;
    expect(await deliver(drip, after(1))).toMatchObject({ done: 0 });
    await database.owner.sql`update tenants set sending_stopped_at = null where tenant_id = ${drip.tenantId}`;
    expect(await deliver(drip, after(1))).toMatchObject({ done: 1 });
    await round(drip, after(2));
    expect((await rows(drip)).map(({ status }) => status).sort()).toEqual(['cancelled', 'done', 'waiting']);
    started = [];
    await database.owner.sql`update drip_positions set state = 'active' where person_id = ${held}`;
    await round(drip, after(3));
    expect(started).toContain(`webhooks/${drip.tenantId}`);
    expect(await deliver(drip, after(3))).toMatchObject({ done: 1 });
  });

  it('is made by one worker at a time, and again where that one died', async () => {
    const drip = await calling({ people: 40 });
    const both = await Promise.all([deliver(drip, after(1)), deliver(drip, after(1))]);
    expect(both[0].done + both[1].done).toBe(40);
    expect(calls).toHaveLength(40);

    const other = await calling({ people: 1 });
    calls = [];
    answer = () => new Promise(() => {});
    void deliver(other, after(1));
    await expect.poll(() => calls.length).toBe(1);
    answer = async () => ok;
    expect(await deliver(other, after(1))).toMatchObject({ done: 0, left: 1 });
    await database.owner
      .sql`update drip_calls set leased_until = now() - interval '1 second' where drip_id = ${other.dripId}`;
    expect(await deliver(other, after(2))).toMatchObject({ done: 1 });
    expect(calls[0]!.headers['idempotency-key']).toBe(calls[1]!.headers['idempotency-key']);
  });

  it('is made with the secrets that open, and waits where none does', async () => {
    const drip = await calling({ people: 2 });
    await database.owner.sql`update webhook_secrets set sealed = 'k9.gone' where tenant_id = ${drip.tenantId}`;
    expect(await deliver(drip, after(1))).toMatchObject({ again: 2 });
    await makeSecret(drip, secret);
    expect(await deliver(drip, after(5))).toMatchObject({ done: 2 });
    const { headers, body } = calls[0]!;
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(sign(secret, signed));
  });

  it('waits for a secret where there is none, and is signed with both while there is a former one', async () => {
    const drip = await calling({ people: 1, signed: false });
    expect(await deliver(drip, after(1))).toMatchObject({ again: 1 });
    expect(calls).toEqual([]);
    expect(await rows(drip)).toMatchObject([{ problem: 'no_secret' }]);
    const former = `whsec_${randomBytes(32).toString('base64')}`;
    await makeSecret(drip, former);
    await makeSecret(drip, secret);
    expect(await deliver(drip, after(5))).toMatchObject({ done: 1 });
    const { headers, body } = calls[0]!;
    const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']!.split(' ').sort()).toEqual([sign(secret, text), sign(former, text)].sort());
  });
});

describe('telling endpoints what happened', () => {
  it.each(['before', 'after'])(
    'keeps nothing that one answered of somebody who is being erased, %s that is looked for',
    async (when) => {
      const tenantId = await newTenant(database.owner);
      const more = { description: '', eventTypes: ['person.created' as const], createdByName: 'Admin' };
      const sealed = sealSecret(ring, endpointPurpose, secret);
      await withTenant(app.db, tenantId, (db) => insertEndpoint(db, { id: randomUUID(), url, sealed, ...more }));
      const personId = await newPerson(app, tenantId, { email: 'ada@told.example' });
      answer = async () => ({
        kind: 'answered',
        status: 409,
        retryAfterSeconds: null,
        start: 'ada@told.example is here',
      });
      const tell = () =>
        new MockActivityEnvironment().run(events.deliverEvents, { tenantId, now: new Date().toISOString() });
      let going: Promise<unknown> | undefined;
      const { sql } = database.owner;
      if (when === 'after')
        await withTenant(app.db, tenantId, async (db) => {
          await erasePersonRows(db, personId);
          going = tell();
          await database.untilWaiting();
        });
      else
        await sql.begin(async (sql) => {
          // What the endpoint answered is being written, and not committed.
          await sql`lock table webhook_endpoints in share mode`;
          going = tell();
          await database.untilWaiting();
          const erased = withTenant(app.db, tenantId, (db) => erasePersonRows(db, personId));
          await Promise.race([erased, database.untilWaiting(2)]);
          going = Promise.all([going, erased]);
        });
      await going;
      expect(
        await sql`select tries -> 0 ->> 'start' as said from webhook_deliveries where tenant_id = ${tenantId}`,
      ).toEqual([{ said: '' }]);
    },
  );
});
