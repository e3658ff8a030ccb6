import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookCaller } from '../../../activities/webhooks/caller.ts';
import { createWebhookEventActivities, type DeliveryRound } from '../../../activities/webhooks/events.ts';
import { withTenant, type TenantDb } from '../../../db/connection.ts';
import { markCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { recordBounce, recordComplaint, recordReply } from '../../../db/queries/inbound/inbound.ts';
import { recordOptOut } from '../../../db/queries/consent/opt-out.ts';
import { insertStoppedDomain } from '../../../db/queries/deliverability/stopped-domains.ts';
import { erasePersonRows } from '../../../db/queries/people/erasure.ts';
import { deleteWebhookEventsBefore } from '../../../db/queries/webhooks/deliveries.ts';
import type { TenantNotice } from '../../../domain/notifications/tenant-notice.ts';
import { failingFor } from '../../../domain/webhooks/delivery.ts';
import type { Delivery, DeliveryDetail, Endpoint } from '../../../domain/webhooks/endpoint.ts';
import { EventType, eventData } from '../../../domain/webhooks/event.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';

type WithSecret = Endpoint & { secret: string };
interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

let database: TestDatabase;
let api: TestApi;
let server: Server;
let url: string;
const heard: Heard[] = [];
let answer = { status: 204, text: '' };

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  // A place of the organisation's own, on this machine.
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(answer.status).end(answer.text);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await new Promise((closed) => server.close(closed));
  await api.close();
  await database.drop();
});
beforeEach(() => {
  heard.length = 0;
  answer = { status: 204, text: '' };
});

/** One round of deliveries, some time from now. */
async function deliver(tenantId: string, laterMs = 0, allowsLoopback = true): Promise<DeliveryRound> {
  const caller = createWebhookCaller({ allowsLoopback });
  const { deliverEvents } = createWebhookEventActivities({
    ...api.deps,
    mailer: { ring: api.keyRing },
    webhooks: caller,
  });
  const now = new Date(Date.now() + laterMs).toISOString();
  try {
    return (await new MockActivityEnvironment().run(deliverEvents, { tenantId, now })) as DeliveryRound;
  } finally {
    caller.close();
  }
}

/** Whether a call is what Standard Webhooks say, by a check of its own. */
function isSignedBy(secret: string, { headers, body }: Heard): boolean {
  const id = String(headers['webhook-id']);
  const time = String(headers['webhook-timestamp']);
  if (Math.abs(Date.now() / 1000 - Number(time)) > 300) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .some((one) => one.startsWith('v1,') && timingSafeEqual(Buffer.from(one.slice(3), 'base64'), expected));
}

async function tenantWith(
  eventTypes: readonly string[],
): Promise<{ admin: TestCaller; tenantId: string; endpoint: WithSecret }> {
  const tenantId = await api.tenant('Told');
  const admin = await api.asUser('admin', tenantId);
  const made = await admin.request('POST', '/webhook-endpoints', { url, eventTypes });
  expect(made.status).toBe(201);
  return { admin, tenantId, endpoint: await bodyOf<WithSecret>(made) };
}
const inTenant = <T>(tenantId: string, work: (db: TenantDb) => Promise<T>) =>
  withTenant(api.deps.database.db, tenantId, work);
const newPerson = (caller: TestCaller, email: string) => caller.request('POST', '/people', { email });
const deliveriesOf = async (caller: TestCaller, { id }: Endpoint, query = '') =>
  (await bodyOf<{ data: Delivery[] }>(await caller.request('GET', `/webhook-endpoints/${id}/deliveries${query}`))).data;

describe('/webhook-endpoints', () => {
  it('writes nothing where nobody wants to hear of it', async () => {
    const tenantId = await api.tenant('Quiet');
    const admin = await api.asUser('admin', tenantId);
    await newPerson(admin, 'ada@quiet.example');
    expect(await database.owner.sql`select from webhook_events where tenant_id = ${tenantId}`).toHaveLength(0);
    const told = await tenantWith(['campaign.started']);
    await newPerson(told.admin, 'ada@told.example');
    expect(await database.owner.sql`select from webhook_events where tenant_id = ${told.tenantId}`).toHaveLength(0);
  });

  it('has each address once, however it is written, and each kind of event once', async () => {
    const { admin, endpoint } = await tenantWith(['person.created', 'person.updated', 'person.created']);
    expect(endpoint.eventTypes).toEqual(['person.created', 'person.updated']);
    const place = new URL(url);
    const eventTypes = ['person.erased'];
    const taken = { errors: [{ path: 'url', code: 'taken' }] };
    for (const same of [url, `HTTP://${place.host.toUpperCase()}/hook`, `${url}#here`, ` ${url} `]) {
      const refused = await admin.request('POST', '/webhook-endpoints', { url: same, eventTypes });
      expect([refused.status, await bodyOf(refused)]).toMatchObject([409, taken]);
    }
    const made = await admin.request('POST', '/webhook-endpoints', { url: `${url}?other`, eventTypes });
    expect(made.status).toBe(201);
    const other = await bodyOf<Endpoint>(made);
    const change = (body: object) => admin.request('PATCH', `/webhook-endpoints/${other.id}`, body);
    const moved = await change({ url });
    expect([moved.status, await bodyOf(moved)]).toMatchObject([409, taken]);
    const named = await change({ url: other.url, eventTypes: ['person.erased', 'person.erased'] });
    expect([named.status, await bodyOf(named)]).toMatchObject([200, { eventTypes: ['person.erased'] }]);
    const both = await Promise.all(
      [1, 2].map(() => admin.request('POST', '/webhook-endpoints', { url: `${url}?both`, eventTypes })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    // Somebody else's may be the same place.
    expect((await tenantWith(['person.created'])).endpoint.url).toBe(url);
  });

  it('tells of a merge as one, and of an erasure as one', async () => {
    const { admin, tenantId } = await tenantWith(['person.updated', 'person.merged', 'person.erased']);
    const [keep, merge] = await Promise.all(
      ['kept', 'merged'].map(async (name) => bodyOf<{ id: string }>(await newPerson(admin, `${name}@told.example`))),
    );
    const order = { keepId: keep!.id, mergeId: merge!.id };
    expect((await admin.request('POST', '/people/merge', order)).status).toBe(200);
    const told = () => database.owner.sql<{ type: string; data: object }[]>`
      select type, data from webhook_events where tenant_id = ${tenantId} order by id`;
    const ofMerge = await told();
    expect(ofMerge.filter(({ type }) => type !== 'person.updated')).toEqual([
      { type: 'person.merged', data: { personId: merge!.id, keptPersonId: keep!.id } },
    ]);
    expect(ofMerge).toContainEqual({ type: 'person.updated', data: { personId: keep!.id } });
    await inTenant(tenantId, (db) => erasePersonRows(db, keep!.id));
    expect((await told()).slice(ofMerge.length).filter(({ type }) => type !== 'person.updated')).toEqual([
      { type: 'person.erased', data: { personId: keep!.id } },
    ]);
  });

  it('tells of an opportunity once, whether it comes in as won or becomes so', async () => {
    const { admin, tenantId } = await tenantWith(['opportunity.won']);
    const amount = { amountMinor: 1000, currency: 'EUR' };
    const add = async (name: string, state: 'open' | 'won') => {
      const made = await admin.request('POST', '/opportunities', {
        name,
        amount,
        stage: state === 'won' ? 'Closed won' : 'Proposal',
      });
      expect(made.status).toBe(201);
      return bodyOf<{ id: string }>(made);
    };
    const atOnce = await add('At once', 'won');
    const later = await add('Later', 'open');
    await add('Never', 'open');
    expect((await admin.request('PATCH', `/opportunities/${later.id}`, { state: 'won' })).status).toBe(200);
    // Changed again, and still won.
    await database.owner.sql`update opportunities set name = name || '!' where tenant_id = ${tenantId}`;
    const events = await database.owner.sql<{ id: string }[]>`
      select data ->> 'opportunityId' as id from webhook_events e where tenant_id = ${tenantId} order by e.id`;
    expect(events.map(({ id }) => id)).toEqual([atOnce.id, later.id]);
  });

  it('tells a place what happened, signed so that it can be trusted, with both secrets during a rotation', async () => {
    const { admin, tenantId, endpoint } = await tenantWith(['person.created']);
    expect(endpoint.secret).toMatch(/^whsec_/);
    await newPerson(admin, 'ada@told.example');
    expect(await deliver(tenantId)).toMatchObject({ done: 1, left: 0, endpoints: 1 });
    expect(await deliver(tenantId)).toMatchObject({ done: 0 });
    const [first] = heard;
    expect(isSignedBy(endpoint.secret, first!)).toBe(true);
    expect(isSignedBy(endpoint.secret, { ...first!, body: `${first!.body} ` })).toBe(false);
    const payload = JSON.parse(first!.body) as { type: string; version: number; data: { personId: string } };
    expect(payload).toMatchObject({ type: 'person.created', version: 1 });
    expect(first!.body).not.toContain('ada@');

    const { secret } = await bodyOf<WithSecret>(
      await admin.request('POST', `/webhook-endpoints/${endpoint.id}/rotate-secret`),
    );
    await newPerson(admin, 'bo@told.example');
    await deliver(tenantId);
    expect([secret, endpoint.secret].map((one) => isSignedBy(one, heard[1]!))).toEqual([true, true]);
    await database.owner
      .sql`update webhook_endpoints set former_until = now() - interval '1 second' where id = ${endpoint.id}`;
    await newPerson(admin, 'cy@told.example');
    await deliver(tenantId);
    expect([secret, endpoint.secret].map((one) => isSignedBy(one, heard[2]!))).toEqual([true, false]);
    const shown = await admin.request('GET', `/webhook-endpoints/${endpoint.id}`);
    expect(await shown.text()).not.toContain('whsec_');
  });

  it('tries again later under the same id, keeps what came of it, and sends once more what is asked for', async () => {
    const { admin, tenantId, endpoint } = await tenantWith(['person.created']);
    answer = { status: 503, text: 'I am full\u0000' };
    await newPerson(admin, 'ada@told.example');
    expect(await deliver(tenantId)).toMatchObject({ again: 1, left: 1 });
    expect(await deliver(tenantId)).toMatchObject({ again: 0, left: 1 });
    answer = { status: 200, text: 'fine' };
    expect(await deliver(tenantId, 60_000)).toMatchObject({ done: 1, left: 0 });
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const [delivery] = await deliveriesOf(admin, endpoint);
    expect(delivery).toMatchObject({ status: 'done', attempts: 2, responseStatus: 200, type: 'person.created' });
    const path = `/webhook-endpoints/${endpoint.id}/deliveries/${delivery!.id}`;
    const detail = await bodyOf<DeliveryDetail>(await admin.request('GET', path));
    expect(detail.tries.map(({ status, start }) => [status, start])).toEqual([
      [503, 'I am full'],
      [200, 'fine'],
    ]);
    expect(detail.payload).toEqual(JSON.parse(heard[0]!.body));
    expect((await admin.request('POST', `${path}/redeliver`)).status).toBe(202);
    await deliver(tenantId);
    expect(heard).toHaveLength(3);
    expect(heard[2]!.headers['webhook-id']).toBe(heard[0]!.headers['webhook-id']);
    const analyst = await api.asUser('analyst', tenantId);
    expect((await analyst.request('POST', `${path}/redeliver`)).status).toBe(403);
    expect((await analyst.request('GET', path)).status).toBe(200);
  });

  it('is told nothing any more after a 410, and somebody is told so; what failed since can be sent once more', async () => {
    const { admin, tenantId, endpoint } = await tenantWith(['person.created']);
    answer = { status: 410, text: '' };
    await newPerson(admin, 'ada@told.example');
    expect(await deliver(tenantId)).toMatchObject({ givenUp: 1, disabled: 1, endpoints: 0 });
    await newPerson(admin, 'bo@told.example');
    const path = `/webhook-endpoints/${endpoint.id}`;
    const off = await bodyOf<Endpoint>(await admin.request('GET', path));
    expect(off).toMatchObject({ isEnabled: false, disabledFor: 'gone' });
    const { notices } = await bodyOf<{ notices: TenantNotice[] }>(await admin.request('GET', '/notifications'));
    expect(notices[0]).toMatchObject({ kind: 'webhookDisabled', cause: 'gone', subject: url });
    expect((await deliveriesOf(admin, endpoint, '?status=failed')).length).toBe(1);
    expect((await admin.request('POST', `${path}/redeliver`, { since: endpoint.createdAt })).status).toBe(409);

    answer = { status: 204, text: '' };
    const change = { isEnabled: true };
    expect((await admin.request('PATCH', path, change, { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.request('PATCH', path, change, { 'if-match': `"${off.version}"` })).status).toBe(200);
    const again = await admin.request('POST', `${path}/redeliver`, { since: endpoint.createdAt });
    expect(await bodyOf(again)).toEqual({ redelivered: 1 });
    expect(await deliver(tenantId)).toMatchObject({ done: 1 });
  });

  it('is switched off after failing for days, not before, and one good answer in between begins anew', async () => {
    const { admin, tenantId, endpoint } = await tenantWith(['person.created']);
    answer = { status: 500, text: '' };
    await newPerson(admin, 'ada@told.example');
    expect(await deliver(tenantId)).toMatchObject({ again: 1, disabled: 0 });
    const health = async () =>
      (await bodyOf<Endpoint>(await admin.request('GET', `/webhook-endpoints/${endpoint.id}`))).failingSince;
    expect(await health()).not.toBeNull();
    answer = { status: 204, text: '' };
    expect(await deliver(tenantId, 60_000)).toMatchObject({ done: 1 });
    expect(await health()).toBeNull();
    answer = { status: 500, text: '' };
    await newPerson(admin, 'bo@told.example');
    expect(await deliver(tenantId)).toMatchObject({ disabled: 0 });
    expect(await deliver(tenantId, failingFor + 60_000)).toMatchObject({ disabled: 1, endpoints: 0 });
    expect((await deliveriesOf(admin, endpoint)).map(({ status }) => status)).toEqual(['failed', 'done']);
  });

  it('asks one that fails once in a round, however much waits for it, and all of it once it is well', async () => {
    const { admin, tenantId } = await tenantWith(['person.created']);
    answer = { status: 500, text: '' };
    await newPerson(admin, 'first@told.example');
    expect(await deliver(tenantId)).toMatchObject({ again: 1 });
    for (const name of ['a', 'b', 'c']) await newPerson(admin, `${name}@told.example`);
    heard.length = 0;
    const round = await deliver(tenantId);
    expect([heard.length, round]).toMatchObject([1, { again: 1, left: 4 }]);
    // Two of the four wait until later by themselves; the others wait for whether one arrives.
    expect(Date.parse(round.nextTryAt!)).toBeGreaterThan(Date.now());
    answer = { status: 204, text: '' };
    expect(await deliver(tenantId, 60_000)).toMatchObject({ done: 4, left: 0 });
  });

  it('holds up nobody else where a secret does not open', async () => {
    const { admin, tenantId, endpoint } = await tenantWith(['person.created']);
    await admin.request('POST', '/webhook-endpoints', { url: `${url}?second`, eventTypes: ['person.created'] });
    await database.owner.sql`update webhook_endpoints set sealed = 'none' where id = ${endpoint.id}`;
    await newPerson(admin, 'ada@told.example');
    expect(await deliver(tenantId)).toMatchObject({ done: 1, again: 1 });
    expect((await deliveriesOf(admin, endpoint))[0]).toMatchObject({ status: 'waiting', problem: 'no_secret' });
  });

  it('calls no inner network, neither by an address nor by this machine’s name', async () => {
    const { admin, tenantId, endpoint } = await tenantWith(['person.created']);
    for (const inner of [
      'https://10.0.0.1/x',
      'http://example.com/x',
      'https://[::ffff:10.0.0.1]/',
      'https://a:b@example.com/',
    ])
      expect(
        (await admin.request('POST', '/webhook-endpoints', { url: inner, eventTypes: ['person.created'] })).status,
      ).toBe(400);
    await newPerson(admin, 'ada@told.example');
    expect(await deliver(tenantId, 0, false)).toMatchObject({ again: 1 });
    expect(heard).toHaveLength(0);
    expect((await deliveriesOf(admin, endpoint))[0]).toMatchObject({ problem: 'inner_address', responseStatus: null });
  });

  it('sends a test to one endpoint alone, and forgets what is old', async () => {
    const { admin, tenantId, endpoint } = await tenantWith(['person.created']);
    await admin.request('POST', '/webhook-endpoints', { url, eventTypes: ['person.created'] });
    expect((await admin.request('POST', `/webhook-endpoints/${endpoint.id}/test`)).status).toBe(202);
    const log = await admin.request('GET', '/audit-log?action=webhookEndpoint.test');
    expect(await log.json()).toMatchObject({ data: [{ entity: { id: endpoint.id } }] });
    // What stands behind its path may be a secret.
    await admin.request('POST', '/webhook-endpoints', { url: `${url}?token=s3cret`, eventTypes: ['person.created'] });
    const made = await admin.request('GET', '/audit-log?action=webhookEndpoint.create');
    expect(await made.text()).not.toContain('s3cret');
    expect(await deliver(tenantId)).toMatchObject({ done: 1 });
    expect(JSON.parse(heard[0]!.body)).toMatchObject({ type: 'webhook.test', data: { endpointId: endpoint.id } });
    await inTenant(tenantId, (db) => deleteWebhookEventsBefore(db, new Date(Date.now() + 60_000)));
    expect(await database.owner.sql`select from webhook_events where tenant_id = ${tenantId}`).toHaveLength(0);
    expect((await admin.request('DELETE', `/webhook-endpoints/${endpoint.id}`)).status).toBe(204);
    expect((await admin.request('DELETE', `/webhook-endpoints/${endpoint.id}`)).status).toBe(404);
    const other = await api.asUser('admin', await api.tenant('Other'));
    expect(await bodyOf<{ data: Endpoint[] }>(await other.request('GET', '/webhook-endpoints'))).toMatchObject({
      data: [],
    });
  });

  it('tells of what happens all over the product, in the shape that is documented', async () => {
    const { admin, tenantId } = await tenantWith(EventType.options);
    const made = await createSentBroadcast(database.owner, { people: 4, tenantId });
    const [bounced, complained, left, replied] = made.messageIds as [string, string, string, string];
    await inTenant(tenantId, async (db) => {
      const verdict = {
        kind: 'hard',
        cause: 'unknown_user',
        reason: 'userunknown',
        status: '5.1.1',
        reply: '550',
      } as const;
      await recordBounce(db, { messageId: bounced, verdict });
      await recordComplaint(db, { messageId: complained, feedbackType: 'abuse' });
      await recordOptOut(db, { tenantId, messageId: left, way: 'one_click' });
      await recordReply(db, { messageId: replied });
      await markCampaign(db, { id: made.campaignId, from: ['running'], to: 'paused', values: {} });
      await markCampaign(db, { id: made.campaignId, from: ['paused'], to: 'running', values: {} });
      await markCampaign(db, { id: made.campaignId, from: ['running'], to: 'completed', values: {} });
      await insertStoppedDomain(db, { domain: 'acme.example', cause: 'refused', code: 'smtp_550_5.7.515' });
    });
    const person = await bodyOf<{ id: string }>(await newPerson(admin, 'ada@told.example'));
    await admin.request('PATCH', `/people/${person.id}`, { firstName: 'Ada' });
    const rows = await database.owner.sql<{ type: EventType; data: object }[]>`
      select type, data from webhook_events where tenant_id = ${tenantId}`;
    for (const { type, data } of rows) expect([type, eventData[type].safeParse(data).error]).toEqual([type, undefined]);
    const types = new Set(rows.map(({ type }) => type));
    for (const type of [
      'message.bounced',
      'message.complained',
      'message.unsubscribed',
      'message.replied',
      'member.statusChanged',
      'person.created',
      'person.updated',
      'campaign.paused',
      'campaign.resumed',
      'campaign.completed',
      'deliverability.paused',
    ] as const)
      expect([type, types.has(type)]).toEqual([type, true]);
    expect(JSON.stringify(rows)).not.toContain('@');
  });

  it('is documented among the webhooks of OpenAPI', async () => {
    const document = (await (await api.app.request('/api/v1/openapi.json')).json()) as {
      webhooks: Record<string, unknown>;
    };
    expect(Object.keys(document.webhooks).sort()).toEqual([...EventType.options].sort());
  });
});
