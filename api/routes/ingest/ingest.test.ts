import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyDueEvents } from '../../../activities/engagement/batch.ts';
import { applyIdentityCalls } from '../../../activities/engagement/identity-calls.ts';
import { withTenant } from '../../../db/connection.ts';
import { messageTokens } from '../../../domain/tokens/token.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let admin: TestCaller;
let server: string;
let site: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  admin = await api.asUser('admin', tenantId);
  server = await newKey({ kind: 'server', consentTrait: 'newsletter' });
  site = await newKey({ kind: 'site', origins: ['https://shop.example'] });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});
beforeEach(async () => {
  await database.owner.sql`delete from engagement_events where tenant_id = ${tenantId}`;
  await database.owner.sql`delete from engagement_work where tenant_id = ${tenantId}`;
});

async function newKey(input: object): Promise<string> {
  const made = await bodyOf<{ key: string }>(await admin.request('POST', '/write-keys', { name: 'A key', ...input }));
  return made.key;
}

/** Calls as a server does (Basic auth), or as a page: its origin, and the key in the body. */
async function call(path: string, body: unknown, { key = server, origin }: { key?: string; origin?: string } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(origin ? { ...(body as object), writeKey: key } : body);
  const credential = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
  const answer = await api.app.request(`/api/v1/${path}`, {
    method: 'POST',
    body: text,
    headers: origin ? { origin, 'content-type': 'text/plain' } : { ...credential, 'content-type': 'application/json' },
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: await bodyOf<{ refused: { index: number; path: string; code: string }[] }>(answer),
  };
}

async function settle(): Promise<void> {
  const { db } = api.deps.database;
  for (let round = 0; round < 3; round += 1) {
    await withTenant(db, tenantId, (db) => applyIdentityCalls(db, tenantId, 50));
    await withTenant(db, tenantId, (db) => applyDueEvents(db, 500));
  }
}

const events = () =>
  database.owner.sql<
    {
      kind: string;
      name: string | null;
      person_id: string | null;
      campaign_id: string | null;
      data: { properties?: object };
    }[]
  >`select * from engagement_events where tenant_id = ${tenantId} order by occurred_at`;

async function personOf(externalId: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await database.owner
    .sql`select * from people where tenant_id = ${tenantId} and external_id = ${externalId}`;
  return row;
}

describe('a write key', () => {
  it('is shown once, kept as a hash, audited, and takes nothing once it is revoked', async () => {
    const made = await bodyOf<{ id: string; key: string }>(
      await admin.request('POST', '/write-keys', { name: 'Shop', kind: 'server' }),
    );
    const listed = await (await admin.request('GET', '/write-keys')).text();
    expect(listed).toContain(made.id);
    expect(listed).not.toContain(made.key);
    const rows = await database.owner.sql`select * from write_keys where id = ${made.id}`;
    expect(JSON.stringify(rows)).not.toContain(made.key);
    expect((await admin.request('DELETE', `/write-keys/${made.id}`)).status).toBe(204);
    expect((await call('track', { event: 'Tried', userId: 'u' }, { key: made.key })).status).toBe(401);
    const audit = await database.owner.sql`select action from audit_log where entity_id = ${made.id} order by id`;
    expect(audit.map(({ action }) => action)).toEqual(['writeKey.create', 'writeKey.revoke']);
  });

  it('of a site names its pages, and one of a server none', async () => {
    for (const input of [
      { kind: 'site' },
      { kind: 'site', origins: ['https://a.example/path'] },
      { kind: 'server', origins: ['https://a.example'] },
      { kind: 'site', origins: ['https://a.example'], consentTrait: 'newsletter' },
    ])
      expect((await admin.request('POST', '/write-keys', { name: 'No', ...input })).status).toBe(400);
    const manager = await api.asUser('manager', tenantId);
    expect((await manager.request('POST', '/write-keys', { name: 'No', kind: 'server' })).status).toBe(403);
  });

  it('is changed at its version', async () => {
    const made = await bodyOf<{ id: string }>(
      await admin.request('POST', '/write-keys', { name: 'Site', kind: 'site', origins: ['https://a.example'] }),
    );
    const change = { origins: ['https://b.example'] };
    const path = `/write-keys/${made.id}`;
    const first = await admin.request('PATCH', path, change, { 'if-match': '"1"' });
    expect(await bodyOf(first)).toMatchObject(change);
    expect((await admin.request('PATCH', path, change, { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.request('PATCH', path, { origins: [] })).status).toBe(400);
  });

  it('of a site is taken from its own pages alone, and one of a server from no page', async () => {
    const page = { event: 'Tried', anonymousId: 'visitor-0' };
    const taken = await call('track', page, { key: site, origin: 'https://shop.example' });
    expect([taken.status, taken.headers.get('access-control-allow-origin')]).toEqual([200, 'https://shop.example']);
    const elsewhere = await call('track', page, { key: site, origin: 'https://evil.example' });
    expect([elsewhere.status, elsewhere.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect((await call('track', page, { key: site })).status).toBe(403);
    expect((await call('track', page, { key: server, origin: 'https://shop.example' })).status).toBe(403);
    expect((await call('track', page, { key: 'scw_no' })).status).toBe(401);
  });
});

describe('events in', () => {
  it('stores 100 events once, however often they are sent', async () => {
    const batch = Array.from({ length: 100 }, (_, place) => ({
      type: 'track',
      event: 'Tried',
      userId: `someone-${place % 10}`,
      messageId: `once-${place}`,
    }));
    expect((await call('batch', { batch })).body).toMatchObject({ success: true, stored: 100, duplicates: 0 });
    expect((await call('batch', { batch })).body).toMatchObject({ success: true, stored: 0, duplicates: 100 });
    expect((await call('batch', { batch: [...batch, ...batch] })).body).toMatchObject({ stored: 0, duplicates: 200 });
    expect(await events()).toHaveLength(100);
  });

  it('names each call of a batch that is bad with its place and the reason, and stores the others', async () => {
    const good = { type: 'track', event: 'Tried', userId: 'u' };
    const batch = [
      good,
      { type: 'dance', userId: 'u' },
      7,
      { ...good, timestamp: 'soon' },
      { type: 'page', userId: 'u' },
      { type: 'track', userId: 'u' },
    ];
    const { status, body } = await call('batch', { batch });
    expect([status, body]).toMatchObject([200, { success: false, stored: 2, duplicates: 0 }]);
    const refused = (body as { refused: { index: number; path: string; code: string }[] }).refused;
    expect(refused.map(({ index, path, code }) => [index, path, code])).toEqual([
      [1, 'type', 'unknown_type'],
      [2, '', 'not_an_object'],
      [3, 'timestamp', 'not_a_time'],
      [5, 'event', 'missing'],
    ]);
    expect(await events()).toHaveLength(2);
  });

  it('refuses what is no call, too large or by nobody', async () => {
    expect((await call('track', '{')).status).toBe(400);
    expect((await call('batch', { batch: {} })).status).toBe(400);
    expect((await call('track', { userId: 'u' })).body).toMatchObject({
      code: 'invalid',
      errors: [{ path: 'event', code: 'missing' }],
    });
    expect((await call('batch', { batch: ['x'.repeat(501 * 1024)] })).status).toBe(413);
    expect(
      (await call('track', { event: 'Tried', userId: 'u', properties: { a: 'x'.repeat(33_000) } })).body,
    ).toMatchObject({
      errors: [{ code: 'too_large' }],
    });
    expect((await api.app.request('/api/v1/track', { method: 'POST', body: '{}' })).status).toBe(401);
  });
});

describe('who it was', () => {
  const origin = 'https://shop.example';

  it('is said by identify: visits from before become theirs, with the first touch for good and the latest as it is', async () => {
    const page = (query: string, more: object = {}) => ({
      type: 'page',
      anonymousId: 'visitor-1',
      context: { page: { url: `https://shop.example/${query}`, referrer: 'https://www.google.com/' } },
      ...more,
    });
    await call(
      'batch',
      { batch: [page('?utm_source=google&utm_medium=cpc&gclid=Ab1'), page('about')] },
      { key: site, origin },
    );
    await settle();
    await call('identify', {
      userId: 'u-1',
      anonymousId: 'visitor-1',
      traits: { email: 'one@people.example', firstName: 'One' },
    });
    await settle();
    const person = await personOf('u-1');
    expect(person).toMatchObject({
      email: 'one@people.example',
      first_name: 'One',
      kind: 'lead',
      consent: 'unknown',
      lead_source: 'google / cpc',
    });
    expect(person!.first_touch).toMatchObject({
      kind: 'page_view',
      utm: { source: 'google', medium: 'cpc' },
      clickIds: { gclid: 'Ab1' },
    });
    expect((await events()).map(({ person_id }) => person_id)).toEqual([person!.id, person!.id]);
    await call(
      'batch',
      { batch: [page('?utm_source=news', { userId: 'u-1' }), page('again', { userId: 'u-1' })] },
      { key: site, origin },
    );
    await settle();
    const later = await personOf('u-1');
    expect(later!.first_touch).toEqual(person!.first_touch);
    expect(later!.latest_touch).toMatchObject({ utm: { source: 'news' } });
  });

  it('may be said after what they did, even in the same batch', async () => {
    const batch = [
      { type: 'track', event: 'Signed up', userId: 'u-2', anonymousId: 'visitor-2' },
      { type: 'identify', userId: 'u-2', traits: { email: 'two@people.example', newsletter: true } },
    ];
    await call('batch', { batch });
    await settle();
    const person = await personOf('u-2');
    expect(person).toMatchObject({ consent: 'granted' });
    await call('page', { anonymousId: 'visitor-2' });
    expect(await events()).toMatchObject([
      { kind: 'custom', name: 'Signed up', person_id: person!.id },
      { kind: 'page_view', person_id: person!.id },
    ]);
    await call('identify', { userId: 'u-2', traits: { newsletter: false } });
    await settle();
    await call('identify', { userId: 'u-2', traits: { newsletter: true } });
    await settle();
    expect(await personOf('u-2')).toMatchObject({ consent: 'denied' });
  });

  it('keeps a no once, and also where only a mail was read as one', async () => {
    const sayNo = async () => {
      await call('identify', { userId: 'u-9', traits: { email: 'nine@people.example', newsletter: false } });
      await settle();
    };
    await sayNo();
    await sayNo();
    const personId = (await personOf('u-9'))!.id as string;
    const noes = () => database.owner.sql`
      select source from consents where person_id = ${personId} and state = 'denied' order by at, id`;
    expect(await noes()).toEqual([{ source: expect.stringContaining('events: ') }]);
    await database.owner.sql`update consents set source = 'unsubscribe_mail' where person_id = ${personId}`;
    await sayNo();
    await sayNo();
    expect(await noes()).toEqual([{ source: 'unsubscribe_mail' }, { source: expect.stringContaining('events: ') }]);
  });

  it('said by a page names nobody whom a server speaks of, and is told by a later word of the server', async () => {
    const traits = { email: 'stranger@people.example' };
    await call('identify', { userId: 'u-77', anonymousId: 'visitor-77', traits }, { key: site, origin });
    await settle();
    expect(await personOf('u-77')).toBeUndefined();
    const [stranger] = await database.owner.sql`select id from people where email_key = 'stranger@people.example'`;
    await call('track', { messageId: 'order-1', event: 'Seen', userId: 'u-77' }, { key: site, origin });
    await call('track', { messageId: 'order-1', event: 'Paid', userId: 'u-77' });
    await settle();
    expect(await events()).toMatchObject([
      { name: 'Seen', person_id: stranger!.id },
      { name: 'Paid', person_id: null },
    ]);
    await call('identify', { userId: 'u-77', traits: { email: 'customer@people.example' } });
    await settle();
    const customer = await personOf('u-77');
    expect(customer).toMatchObject({ email: 'customer@people.example', consent: 'unknown' });
    expect((await events()).find(({ name }) => name === 'Paid')).toMatchObject({ person_id: customer!.id });
  });

  it('does not count what they had done before a second time', async () => {
    const { campaignId } = await createSentBroadcast(database.owner, { tenantId });
    const [campaign] = await database.owner.sql`select id, utm_id from campaigns where id = ${campaignId}`;
    const counted = async () => {
      const [row] = await database.owner.sql`select coalesce(sum(value), 0)::int as views from campaign_hours
        where tenant_id = ${tenantId} and campaign_id = ${campaign!.id} and name = 'pageViews'`;
      return row!.views as number;
    };
    const before = await counted();
    const page = { url: `https://shop.example/?utm_id=${campaign!.utm_id}` };
    await call('page', { anonymousId: 'visitor-8', context: { page } });
    await settle();
    expect(await counted()).toBe(before + 1);
    await call('identify', { userId: 'u-8', anonymousId: 'visitor-8' });
    await settle();
    expect(await counted()).toBe(before + 1);
  });

  it('is not changed by a page: it fills what is empty, takes no address and gives no consent', async () => {
    await call('identify', { userId: 'u-3', traits: { email: 'three@people.example', lastName: 'Three' } });
    await settle();
    const traits = { email: 'evil@people.example', lastName: 'Evil', phone: '123', newsletter: true };
    await call('identify', { userId: 'u-3', anonymousId: 'visitor-3', traits }, { key: site, origin });
    await settle();
    expect(await personOf('u-3')).toMatchObject({
      email: 'three@people.example',
      last_name: 'Three',
      phone: '123',
      consent: 'unknown',
    });
  });

  it('waits for a lane that has mail of people in its hands who become one, before anybody of the same round is held', async () => {
    const sent = await createSentBroadcast(database.owner, { tenantId, people: 3 });
    const [first, kept, other] = sent.personIds as [string, string, string];
    await database.owner.sql`
      update people set external_id = case id when ${first} then 'u-71' else 'u-72' end, consent = 'unknown',
        email = 'u7' || (id = ${kept})::int || '@merging.example', email_key = 'u7' || (id = ${kept})::int || '@merging.example'
      where id in (${first}, ${kept})`;
    await database.owner.sql`
      update people set email = 'u73@merging.example', email_key = 'u73@merging.example' where id = ${other}`;
    const [batch] = await database.owner.sql<{ batchId: string }[]>`
      with batch as (
        insert into message_batches (tenant_id, source_kind, source_id, size, not_before)
        values (${tenantId}, 'broadcast', ${sent.broadcastId}, 1, now()) returning id)
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id)
      select ${tenantId}, id, ${other}, ${sent.broadcastId}, uuidv7(), ${sent.editionId} from batch
      returning batch_id as "batchId"`;
    await call('identify', { userId: 'u-71', traits: { newsletter: false } });
    await call('identify', { userId: 'u-72', traits: { email: 'u73@merging.example' } });
    let settled: Promise<void> | undefined;
    await database.owner.sql.begin(async (sql) => {
      await sql`select from message_batches where id = ${batch!.batchId} for no key update`;
      settled = settle();
      await database.untilWaiting();
      await sql`select from people where id in (${first}, ${kept}, ${other}) for update nowait`;
    });
    await settled;
    const [row] = await database.owner.sql`
      select f.consent, o.merged_into from people f, people o where f.id = ${first} and o.id = ${other}`;
    expect(row).toEqual({ consent: 'denied', merged_into: kept });
  });

  it('is one person where a server says alias, and belongs to the account of group', async () => {
    for (const id of ['old-4', 'u-4'])
      await call('identify', { userId: id, traits: { email: `${id}@people.example` } });
    await call('track', { event: 'Bought', userId: 'old-4' });
    await settle();
    await call('alias', { userId: 'u-4', previousId: 'old-4' });
    await call('group', {
      userId: 'u-4',
      groupId: 'acme',
      traits: { name: 'Acme', website: 'https://www.acme.example', employees: 12 },
    });
    await settle();
    const person = await personOf('u-4');
    expect(await personOf('old-4')).toBeUndefined();
    const [account] = await database.owner
      .sql`select * from accounts where tenant_id = ${tenantId} and external_id = 'acme'`;
    expect(account).toMatchObject({ id: person!.account_id, name: 'Acme', domain: 'acme.example', employees: 12 });
    await call('track', { event: 'Bought', userId: 'old-4' });
    expect((await events()).map(({ person_id }) => person_id)).toEqual([person!.id, person!.id]);
  });

  it('is told by the link of a message that brought them, and the campaign by its utm_id', async () => {
    const sent = await createSentBroadcast(database.owner, { tenantId });
    const { visit } = messageTokens(api.keyRing, { tenantNumber: sent.tenantNumber, messageId: sent.messageIds[0]! });
    const [{ utm_id: utmId }] = (await database.owner
      .sql`select utm_id from campaigns where id = ${sent.campaignId}`) as [{ utm_id: string }];
    await call(
      'page',
      { anonymousId: 'visitor-5', context: { visit, page: { url: `https://shop.example/?utm_id=${utmId}` } } },
      { key: site, origin },
    );
    await settle();
    await call('page', { anonymousId: 'visitor-5' }, { key: site, origin });
    await call(
      'page',
      { anonymousId: 'visitor-6', context: { visit: `${visit.slice(0, -2)}AA` } },
      { key: site, origin },
    );
    expect(await events()).toMatchObject([
      { person_id: sent.personIds[0], campaign_id: sent.campaignId },
      { person_id: sent.personIds[0], campaign_id: null },
      { person_id: null, campaign_id: null },
    ]);
    const [person] = await database.owner.sql`select first_touch from people where id = ${sent.personIds[0]!}`;
    expect(person!.first_touch).toMatchObject({ campaignId: sent.campaignId, utm: { id: utmId } });
  });

  it('is told by an old link of who was merged away, and of nobody who was erased', async () => {
    const sent = await createSentBroadcast(database.owner, { tenantId, people: 3 });
    const [kept, merged, erased] = sent.personIds as [string, string, string];
    await database.owner.sql`update people set erased_at = now() where id in (${merged}, ${erased})`;
    await database.owner.sql`update people set merged_into = ${kept} where id = ${merged}`;
    for (const [index, messageId] of sent.messageIds.entries()) {
      const { visit } = messageTokens(api.keyRing, { tenantNumber: sent.tenantNumber, messageId });
      await call('page', { anonymousId: `visitor-9${index}`, context: { visit } }, { key: site, origin });
    }
    const personOfMessage = new Map(sent.messageIds.map((id, index) => [id, sent.personIds[index]]));
    const found = await database.owner
      .sql`select message_id, person_id from engagement_events where tenant_id = ${tenantId}`;
    const owners = new Map(
      found.map((row) => [personOfMessage.get(row.message_id as string), row.person_id as string | null]),
    );
    expect([owners.get(kept), owners.get(merged), owners.get(erased)]).toEqual([kept, kept, null]);
  });
});
