import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderHook } from '../../../domain/inbound/providers/provider.ts';
import { messageTokens } from '../../../domain/tokens/token.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast, type SentBroadcast } from '../../../test/factories/engagement.ts';

type Made = ProviderHook & { url: string; password: string | null };
let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;
let manager: TestCaller;
let stranger: TestCaller;
let sent: SentBroadcast;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  [admin, manager] = [await api.asUser('admin'), await api.asUser('manager')];
  stranger = await api.asUser('admin', await api.tenant('Other'));
  sent = await createSentBroadcast(database.owner, { tenantId: admin.tenantId, people: 6 });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const make = async (input: object) => bodyOf<Made>(await admin.request('POST', '/provider-hooks', input));
const post = (url: string, body: string, headers: Record<string, string> = {}) => {
  const { pathname, username, password } = new URL(url);
  const basic: Record<string, string> = username
    ? { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
    : {};
  return api.app.request(pathname, { method: 'POST', body, headers: { ...basic, ...headers } });
};
const shown = async (id: string) =>
  (await bodyOf<{ data: ProviderHook[] }>(await manager.request('GET', '/provider-hooks'))).data.find(
    (one) => one.id === id,
  );
const standing = async (place: number) => {
  const [row] = await database.owner.sql`
    select p.email_status, s.reason as suppressed, (select count(*)::int from engagement_events e where e.person_id = p.id) as events
    from people p left join suppressions s on s.tenant_id = p.tenant_id and s.address_hash = p.email_hash
    where p.id = ${sent.personIds[place]!}`;
  return row;
};
const gone = { email_status: 'bounced', suppressed: 'hard_bounce', events: 1 };

describe('addresses that providers call', () => {
  it('are made by an admin, with the key of that provider, and show neither key nor address again', async () => {
    expect((await manager.request('POST', '/provider-hooks', { provider: 'ses', name: 'x' })).status).toBe(403);
    for (const [provider, key] of [
      ['ses', 'not an arn'],
      ['sendgrid', 'bm8ga2V5IGF0IGFsbA=='],
      ['postmark', 'too short'],
    ]) {
      const refused = await admin.request('POST', '/provider-hooks', { provider, name: 'x', key });
      expect([refused.status, await bodyOf(refused)]).toMatchObject([400, { errors: [{ path: 'key' }] }]);
    }
    const made = await make({ provider: 'mailgun', name: 'EU' });
    expect(made).toMatchObject({ hasKey: false, password: null });
    expect((await post(made.url, '{}')).status).toBe(503);
    expect(await shown(made.id)).toMatchObject({ lastRefusal: 'there is no key to verify calls by yet' });
    const path = `/provider-hooks/${made.id}`;
    expect((await stranger.request('PUT', `${path}/key`, { key: 'key-0123456789' })).status).toBe(404);
    expect(await bodyOf(await admin.request('PUT', `${path}/key`, { key: 'key-0123456789' }))).toMatchObject({
      hasKey: true,
    });
    const all = await (await manager.request('GET', '/provider-hooks')).text();
    expect(all).not.toContain('key-0123456789');
    expect(all).not.toContain(new URL(made.url).pathname.split('/').at(-1));
    expect((await admin.request('DELETE', path)).status).toBe(204);
    expect((await post(made.url, '{}')).status).toBe(404);
    expect((await admin.request('DELETE', path)).status).toBe(404);
  });
});

describe('calls of providers', () => {
  it('of Mailgun are applied once: forged, old and replayed ones change nothing', async () => {
    const { id, url } = await make({ provider: 'mailgun', name: 'EU', key: 'key-0123456789' });
    const { verp } = messageTokens(api.deps.keyRing, { ...sent, messageId: sent.messageIds[0]! });
    const body = (token: string, secondsAgo = 0, more: object = {}) => {
      const timestamp = String(Math.floor(Date.now() / 1000) - secondsAgo);
      const signature = createHmac('sha256', 'key-0123456789')
        .update(timestamp + token)
        .digest('hex');
      const data = {
        ...{ id: 'e1', event: 'failed', severity: 'permanent', recipient: 'p1@people.example', reason: 'bounce' },
        ...{
          'delivery-status': { code: 550, message: '5.1.1 user unknown' },
          envelope: { sender: `${verp}@bounce.example` },
        },
        ...more,
      };
      return JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': data });
    };
    expect((await post(url, body('t0').replace('"token":"t0"', '"token":"t9"'))).status).toBe(403);
    expect((await post(url, body('t0', 3600))).status).toBe(403);
    expect(await standing(0)).toEqual({ email_status: 'unverified', suppressed: null, events: 0 });
    expect(await bodyOf(await post(url, body('t1')))).toEqual({ events: 1, recorded: 1 });
    expect(await standing(0)).toEqual(gone);
    expect((await post(url, body('t1', 0, { id: 'e2', recipient: 'p2@people.example', envelope: {} }))).status).toBe(
      406,
    );
    expect(await bodyOf(await post(url, body('t2')))).toEqual({ events: 1, recorded: 0 });
    expect([await standing(0), (await standing(1))?.events]).toEqual([gone, 0]);
    expect(await shown(id)).toMatchObject({ events: 2 });
    const [kept] = await database.owner
      .sql`select way, kind, state from inbound_mails where message_id = ${sent.messageIds[0]!}`;
    expect(kept).toEqual({ way: 'webhook', kind: 'hard', state: 'applied' });
  });

  it('of Postmark find the last message by the address; of a stranger there is only something to look at', async () => {
    const { url, password } = await make({ provider: 'postmark', name: 'Server' });
    expect(new URL(url).password).toBe(password);
    const bounce = (ID: number, Email: string) =>
      JSON.stringify({ RecordType: 'Bounce', ID, Type: 'HardBounce', Email, Details: 'smtp;550 5.1.1 user unknown' });
    const forged = new URL(url);
    forged.password = 'another one that is long';
    expect((await post(forged.href, bounce(1, 'p3@people.example'))).status).toBe(403);
    for (const recorded of [1, 0])
      expect(await bodyOf(await post(url, bounce(1, 'P3@people.example')))).toEqual({ events: 1, recorded });
    expect(await standing(2)).toEqual(gone);
    expect(await bodyOf(await post(url, bounce(2, 'nobody@elsewhere.example')))).toEqual({ events: 1, recorded: 1 });
    const [waiting] = await database.owner.sql`
      select question, person_id from inbound_mails where tenant_id = ${sent.tenantId} and state = 'review'`;
    expect(waiting).toEqual({ question: 'no_message', person_id: null });
  });

  it('tell complaints, wishes to unsubscribe and deliveries; the last are not kept', async () => {
    const { url } = await make({ provider: 'postmark', name: 'Server' });
    await post(url, JSON.stringify({ RecordType: 'SpamComplaint', ID: 5, Email: 'p4@people.example' }));
    const change = { RecordType: 'SubscriptionChange', Recipient: 'p5@people.example', SuppressSending: true };
    await post(url, JSON.stringify({ ...change, SuppressionReason: 'ManualSuppression', ChangedAt: '2026-01-01' }));
    await post(
      url,
      JSON.stringify({
        RecordType: 'Delivery',
        MessageID: 'm',
        Recipient: 'p6@people.example',
        DeliveredAt: '2026-01-01',
      }),
    );
    expect([(await standing(3))?.suppressed, (await standing(4))?.suppressed]).toEqual(['complaint', 'unsubscribe']);
    expect(await standing(5)).toEqual({ email_status: 'unverified', suppressed: null, events: 1 });
    const rows = await database.owner.sql`
      select kind from inbound_mails where person_id in ${database.owner.sql(sent.personIds.slice(3))} order by id`;
    expect(rows.map(({ kind }) => kind)).toEqual(['complaint', 'unsubscribe']);
  });

  it('are taken whatever characters stand in them, and say what to do where they are refused', async () => {
    const { url } = await make({ provider: 'postmark', name: 'Server' });
    const odd = {
      RecordType: 'Bounce',
      ID: 9,
      Type: 'HardBounce',
      Email: 'nobody\0\ud800@elsewhere.example',
      Details: '550 \0',
    };
    expect((await post(url, JSON.stringify(odd))).status).toBe(200);
    const broken = await post(url, '{"RecordType":');
    expect([broken.status, await bodyOf(broken)]).toMatchObject([
      400,
      { error: 'unreadable', message: expect.stringMatching(/JSON/) },
    ]);
    // Its key was sealed with one that has left the ring.
    const { id, url: sealed } = await make({ provider: 'mailgun', name: 'Region', key: 'a-signing-key' });
    await database.owner.sql`update provider_hooks set key_sealed = 'k77.nothing' where id = ${id}`;
    expect((await post(sealed, '{}')).status).toBe(503);
    expect((await shown(id))?.lastRefusal).not.toBeNull();
  });

  it('are refused at another provider’s address, at none, and where they are too large', async () => {
    const { url } = await make({ provider: 'postmark', name: 'Server' });
    expect((await post(url.replace('/postmark/', '/mailgun/'), '{}')).status).toBe(404);
    expect((await post(`${url}x`, '{}')).status).toBe(404);
    const large = await post(url, 'x'.repeat(1_100_000), { 'content-length': '1100000' });
    expect(large.status).toBe(413);
  });
});
