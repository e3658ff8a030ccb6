import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { findContentHash } from '../../../db/queries/approvals/approvals.ts';
import { countCast } from '../../../db/queries/nurtures/casts.ts';
import { insertSender } from '../../../db/queries/senders/senders.ts';
import type { CastForecast, Nurture, NurtureCast, NurtureMember } from '../../../domain/nurtures/nurture.ts';
import type { NurtureItem } from '../../../domain/nurtures/item.ts';
import type { NurtureJourney } from '../../../domain/nurtures/journey.ts';
import type { z } from 'zod';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { apiNurture, itemBody } from '../../../test/factories/nurture-api.ts';
import { newPerson } from '../../../test/factories/people.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let senderId: string;
let manager: TestCaller;
let admin: TestCaller;
let operator: TestCaller;
let analyst: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  [manager, admin, operator, analyst] = [
    await api.asUser('manager'),
    await api.asUser('admin'),
    await api.asUser('operator'),
    await api.asUser('analyst'),
  ];
  await database.owner.sql`update tenants set postal_address = '1 Main Street' where tenant_id = ${tenantId}`;
  senderId = (await withTenant(api.deps.database.db, tenantId, (db) =>
    insertSender(db, { name: 'Acme', address: 'news@acme.example', replyTo: null, ratePerSecond: null }),
  ))!;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const item = (name: string, more: object = {}) => ({
  name,
  content: { subject: name, body: itemBody, senderId },
  ...more,
});

let people = 0;
const person = async (consent: 'granted' | 'unknown' = 'granted') => {
  const id = await newPerson(api.deps.database, tenantId, {
    email: `n${(people += 1)}@people.example`,
    firstName: 'Ada',
  });
  await database.owner.sql`update people set consent = ${consent} where id = ${id}`;
  return id;
};

async function made(input: object = { name: 'Care' }) {
  const { path, campaignId, begin, cast } = await apiNurture({ api, manager, tenantId }, input);
  return {
    all: `/campaigns/${campaignId}/nurtures`,
    path,
    campaignId,
    begin,
    cast,
    nurture: await expectBody<Nurture>(manager.request('GET', path)),
    add: (name: string, more: object = {}) =>
      expectBody<NurtureItem>(manager.request('POST', `${path}/items`, item(name, more)), 201),
    read: () => expectBody<Nurture>(analyst.request('GET', path)),
    forecast: () => expectBody<z.infer<typeof CastForecast>>(analyst.request('GET', `${path}/next-cast`)),
  };
}

describe('nurture programmes', () => {
  it('are made, read, changed at a known version and removed; by whom may', async () => {
    const { all, path, nurture } = await made();
    expect(nurture).toMatchObject({ status: 'draft', items: [], members: { normal: 0, paused: 0 }, workflow: null });
    expect((await api.app.request(`/api/v1${path}`)).status).toBe(401);
    expect((await analyst.request('POST', all, { name: 'No' })).status).toBe(403);
    const definition = { schedule: { weekdays: [2, 4], at: '09:00', zone: 'Europe/Berlin' } };
    const etag = { 'if-match': `"${nurture.version}"` };
    const changed = await expectBody<Nurture>(manager.request('PATCH', path, { name: 'Cared', definition }, etag));
    expect(changed).toMatchObject({
      name: 'Cared',
      definition: { schedule: { weekdays: [2, 4] }, streams: [{ key: 'main' }] },
    });
    expect((await manager.request('PATCH', path, { name: 'Late' }, etag)).status).toBe(412);
    expect(await expectBody<{ data: Nurture[] }>(analyst.request('GET', all))).toMatchObject({
      data: [{ name: 'Cared' }],
    });
    await expectBody(manager.request('DELETE', path), 204);
    expect((await manager.request('GET', path)).status).toBe(404);
  });

  it('say what of their rules and items is wrong', async () => {
    const { path } = await made();
    const rule = { kind: 'list', listIds: ['0198c0de-0000-7000-8000-000000000000'] };
    const streams = [
      { key: 'main', name: 'Main' },
      { key: 'hot', name: 'Hot' },
    ];
    const foreign = { definition: { streams, transitions: [{ from: 'main', to: 'hot', rule }] } };
    expect(await expectBody(manager.request('PATCH', path, foreign), 400)).toMatchObject({
      errors: [{ code: 'unknown_reference' }],
    });
    const zone = { definition: { schedule: { weekdays: [1], at: '09:00', zone: 'Mars/Base' } } };
    expect(await expectBody(manager.request('PATCH', path, zone), 400)).toMatchObject({
      errors: [{ path: 'definition.schedule.zone' }],
    });
    const twice = { definition: { schedule: { weekdays: [1, 3, 1], at: '09:00', zone: 'UTC' } } };
    expect(await expectBody(manager.request('PATCH', path, twice), 400)).toMatchObject({
      errors: [{ path: 'definition.schedule.weekdays.2', code: 'duplicate' }],
    });
    expect(
      await expectBody(manager.request('POST', `${path}/items`, item('Guide', { streams: ['cold'] })), 400),
    ).toMatchObject({
      errors: [{ path: 'streams.0', message: 'There is no stream cold.' }],
    });
  });

  it('say what each member would get at the next cast, before it happens', async () => {
    const { path, add, forecast } = await made();
    const guide = await add('Spring guide');
    await add('Second');
    const [ada, silent, paused] = [await person(), await person('unknown'), await person()];
    const added = await expectBody(manager.request('POST', `${path}/members`, { personIds: [ada, silent, paused] }));
    expect(added).toEqual({ added: 3, alreadyIn: 0, notFound: [] });
    expect(await expectBody(manager.request('POST', `${path}/members`, { personIds: [ada] }))).toMatchObject({
      added: 0,
      alreadyIn: 1,
    });
    const member = `${path}/members/${paused}`;
    expect((await analyst.request('POST', `${member}/pause`)).status).toBe(403);
    expect(await expectBody(operator.request('POST', `${member}/pause`))).toMatchObject({
      cadence: 'paused',
      outcome: 'paused',
    });
    expect((await operator.request('POST', `${member}/pause`)).status).toBe(409);
    expect((await operator.request('POST', `${path}/members/${guide.id}/pause`)).status).toBe(404);
    const seen = await forecast();
    expect(seen).toMatchObject({
      gets: [{ itemId: guide.id, name: 'Spring guide', people: 1 }],
      exhausted: 0,
      unreachable: 1,
      paused: 1,
    });
    expect(seen.sentence).toMatch(
      /^Next cast Tue 09:00 UTC, in .*: 1 person gets “Spring guide”, 1 may not be written to, 1 is paused\.$/,
    );
    expect(seen.data.find(({ personId }) => personId === ada)).toMatchObject({ nextItemId: guide.id, outcome: 'gets' });
    const filtered = await expectBody<{ data: NurtureMember[] }>(
      analyst.request('GET', `${path}/members?outcome=unreachable`),
    );
    expect(filtered.data).toMatchObject([{ personId: silent, obstacle: 'no_consent' }]);
    expect(await expectBody(operator.request('POST', `${member}/resume`))).toMatchObject({
      cadence: 'normal',
      outcome: 'gets',
    });
  });

  it('get the item of many that they have not had, those too that are not there yet', async () => {
    const { path, add, nurture } = await made();
    const { id } = await add('One of many');
    const personIds = [await person(), await person(), await person()];
    await manager.request('POST', `${path}/members`, { personIds });
    const others = Array.from({ length: 40 }, () => uuidv7());
    const pool = [id, ...others].map((itemId, position) => ({ stream: 'main', itemId, position }));
    const cast = { ...nurture, nurtureId: nurture.id, castAt: new Date().toISOString(), pool };
    const counted = await withTenant(api.deps.database.db, tenantId, (db) => countCast(db, cast));
    expect(counted).toMatchObject([{ outcome: 'gets', itemId: id, people: 3 }]);
  });

  it('narrow the forecast to a part of a name, a stream or an outcome, and count by stream', async () => {
    const streams = [
      { key: 'main', name: 'Main' },
      { key: 'hot', name: 'Hot' },
    ];
    const { path, add } = await made({ name: 'Two streams', definition: { streams } });
    await add('Guide', { streams: ['main'] });
    const [ada, silent, bob] = [await person(), await person('unknown'), await person()];
    await database.owner.sql`update people set first_name = 'Bob', last_name = 'Byte' where id = ${bob}`;
    await expectBody(manager.request('POST', `${path}/members`, { personIds: [ada, silent, bob] }));
    const move = `${path}/members/${bob}/move`;
    expect((await operator.request('POST', move, { stream: 'hot' })).status).toBe(403);
    expect(await expectBody(manager.request('POST', move, { stream: 'cold' }), 400)).toMatchObject({
      errors: [{ path: 'stream' }],
    });
    expect(await expectBody(manager.request('POST', move, { stream: 'hot' }))).toMatchObject({
      stream: 'hot',
      outcome: 'exhausted',
    });
    expect((await manager.request('POST', move, { stream: 'hot' })).status).toBe(409);
    const narrowed = (query: string) =>
      expectBody<z.infer<typeof CastForecast>>(analyst.request('GET', `${path}/next-cast?${query}`));
    const byName = await narrowed('q=byt');
    expect(byName.data).toMatchObject([{ personId: bob }]);
    expect(byName.streams).toEqual([
      { stream: 'main', people: 2, gets: 1, exhausted: 0, unreachable: 1, paused: 0, leaves: 0 },
      { stream: 'hot', people: 1, gets: 0, exhausted: 1, unreachable: 0, paused: 0, leaves: 0 },
    ]);
    expect((await narrowed('stream=main')).data.map(({ personId }) => personId)).toEqual([ada, silent]);
    expect((await narrowed('outcome=gets')).data).toMatchObject([{ personId: ada }]);
    const first = await narrowed('limit=2');
    const second = await narrowed(`limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    expect([...first.data, ...second.data].map(({ personId }) => personId)).toEqual([ada, silent, bob]);
    expect(second.nextCursor).toBeNull();
  });

  it('cast first after the start of their campaign', async () => {
    const { campaignId, read } = await made({
      name: 'Later',
      definition: { schedule: { weekdays: [2], at: '09:00', zone: 'Europe/Berlin' } },
    });
    await expectBody(manager.request('PATCH', `/campaigns/${campaignId}`, { startAt: '2027-10-27T10:00:00Z' }));
    expect((await read()).nextCastAt).toBe('2027-11-02T08:00:00.000Z');
  });

  it('take everybody on a list', async () => {
    const { path } = await made();
    const list = await expectBody<{ id: string }>(manager.request('POST', '/lists', { name: 'Customers' }), 201);
    const personId = await person();
    await expectBody(manager.request('POST', `/lists/${list.id}/people`, { personIds: [personId] }));
    expect(await expectBody(manager.request('POST', `${path}/members`, { listId: list.id }))).toMatchObject({
      added: 1,
    });
    const missing = { listId: '0198c0de-0000-7000-8000-000000000000' };
    expect(await expectBody(manager.request('POST', `${path}/members`, missing), 400)).toMatchObject({
      errors: [{ path: 'listId' }],
    });
  });

  it('are looked at by pre-flight with each message, and pinned by the approval', async () => {
    const { path, campaignId, nurture, add } = await made();
    const preflight = () =>
      expectBody<{ findings: { code: string }[]; nurtures: unknown[] }>(
        manager.request('GET', `/campaigns/${campaignId}/preflight`),
      );
    expect((await preflight()).findings).toContainEqual(
      expect.objectContaining({ code: 'no_items', severity: 'blocking' }),
    );
    const guide = await add('Guide', { content: { subject: 'Guide', body: itemBody } });
    const report = await preflight();
    expect(report).toMatchObject({ nurtures: [{ nurtureId: nurture.id, messages: [{ itemId: guide.id }] }] });
    const ids = [await person(), await person('unknown')];
    await expectBody(manager.request('POST', `${path}/members`, { personIds: ids }));
    expect((await preflight()).nurtures).toMatchObject([
      { members: 2, audienceSize: 2, recipients: 1, leftOut: { no_consent: { count: 1 } } },
    ]);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'no_sender', where: 'Care: Guide: sender' }),
    );
    const hash = () => withTenant(api.deps.database.db, tenantId, (db) => findContentHash(db, campaignId));
    const before = await hash();
    await expectBody(manager.request('PATCH', `${path}/items/${guide.id}`, { content: { subject: 'Other' } }));
    expect(await hash()).not.toBe(before);
  });
});

describe('the items of a nurture programme that runs', () => {
  it('are held and ordered, and what comes later waits for somebody else to approve it', async () => {
    const { path, campaignId, add, begin, cast, forecast, read } = await made();
    const [one, two] = [await add('One'), await add('Two')];
    const ada = await person();
    await expectBody(manager.request('POST', `${path}/members`, { personIds: [ada] }));
    await begin();
    const { definition } = await read();
    expect((await manager.request('PATCH', path, { definition })).status).toBe(409);
    expect(await expectBody(manager.request('PATCH', path, { name: 'Called otherwise' }))).toMatchObject({
      status: 'running',
    });
    await expectBody(manager.request('PATCH', path, { name: 'Care' }));
    expect((await manager.request('PATCH', `${path}/items/${one.id}`, { name: 'Late' })).status).toBe(409);
    expect(await expectBody(manager.request('PATCH', `${path}/items/${one.id}`, { isOnHold: true }))).toMatchObject({
      isOnHold: true,
    });
    expect((await forecast()).gets).toMatchObject([{ itemId: two.id, people: 1 }]);
    await expectBody(manager.request('PATCH', `${path}/items/${one.id}`, { isOnHold: false }));
    const order = { stream: 'main', itemIds: [two.id, one.id] };
    expect((await expectBody<Nurture>(manager.request('PUT', `${path}/order`, order))).items).toMatchObject([
      { id: one.id, places: [{ stream: 'main', position: 2 }] },
      { id: two.id, places: [{ stream: 'main', position: 1 }] },
    ]);
    expect(
      await expectBody(manager.request('PUT', `${path}/order`, { stream: 'main', itemIds: [one.id, one.id] }), 400),
    ).toMatchObject({
      errors: [{ path: 'itemIds.1', code: 'duplicate' }],
    });
    expect(await cast()).toMatchObject({ enqueued: 1 });
    expect((await forecast()).gets).toMatchObject([{ itemId: one.id }]);

    const news = await add('News', { place: 'top' });
    expect(news).toMatchObject({ state: 'in_review', places: [{ position: 1 }] });
    const part = { kind: 'nurtureItem', name: 'Care', itemName: 'News', number: null };
    const { data: inbox } = await expectBody<{ data: { id: string }[] }>(manager.request('GET', '/approvals'));
    expect(inbox.find(({ id }) => id === news.id)).toMatchObject({ campaignId, canDecide: false, part });
    expect((await forecast()).gets).toMatchObject([{ itemId: one.id }]);
    // An order that was made before it was there would take it off, and says which version it was made from to take off anything.
    expect((await manager.request('PUT', `${path}/order`, order)).status).toBe(409);
    const at = ({ version }: { version: number }) => ({ 'If-Match': `"${version}"` });
    const before = await read();
    await add('Later');
    expect((await manager.request('PUT', `${path}/order`, order, at(before))).status).toBe(412);
    const [later] = (await read()).items.filter(({ name }) => name === 'Later') as [NurtureItem];
    const without = { stream: 'main', itemIds: [news.id, two.id, one.id] };
    await expectBody(manager.request('PUT', `${path}/order`, without, at(await read())));
    await expectBody(manager.request('DELETE', `${path}/items/${later.id}`), 204);

    const decide = (by: TestCaller, { id, version }: { id: string; version: number }, status = 200) =>
      expectBody<NurtureItem>(by.request('POST', `${path}/items/${id}/approve`, undefined, at({ version })), status);
    await decide(manager, news, 403);
    expect(await expectBody(admin.request('POST', `${path}/items/${news.id}/approve`), 400)).toMatchObject({
      errors: [{ path: 'If-Match', code: 'required' }],
    });
    // What the author writes between the look and the click is not what was approved; who writes a part of it is an author too.
    const rewritten = await expectBody<NurtureItem>(
      manager.request('PATCH', `${path}/items/${news.id}`, { content: { subject: 'Other news' } }),
    );
    await decide(admin, news, 412);
    const other = await expectBody<NurtureItem>(admin.request('POST', `${path}/items`, item('Other')), 201);
    await decide(manager, other, 403);
    expect(await decide(admin, rewritten)).toMatchObject({ state: 'active' });
    const edited = await expectBody<NurtureItem>(manager.request('POST', `${path}/items`, item('Mine')), 201);
    const byAdmin = await expectBody<NurtureItem>(
      admin.request('PATCH', `${path}/items/${edited.id}`, { name: 'Ours' }),
    );
    await decide(admin, byAdmin, 403);
    for (const { id } of [edited, other]) await expectBody(admin.request('DELETE', `${path}/items/${id}`), 204);
    await decide(admin, await read().then(({ items }) => items.find(({ id }) => id === news.id)!), 409);
    expect((await forecast()).gets).toMatchObject([{ itemId: news.id, people: 1 }]);
    expect((await read()).lastCastAt).not.toBeNull();
    const own = await expectBody<NurtureItem>(admin.request('POST', `${path}/items`, item('Own')), 201);
    await decide(admin, own, 403);
    await expectBody(admin.request('DELETE', `${path}/items/${own.id}`), 204);
    expect((await manager.request('DELETE', `${path}/items/${news.id}`)).status).toBe(409);
    const trail = await database.owner.sql<{ action: string }[]>`
      select action from audit_log where entity_id = ${campaignId} and action like 'nurture.%' order by id`;
    expect(trail.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'nurture.create',
        'nurture.addItem',
        'nurture.changeItem',
        'nurture.orderItems',
        'nurture.approveItem',
      ]),
    );
  });
});

describe('where a person is', () => {
  it('is told with what comes next and when, or why nothing does, and with what they have had', async () => {
    const { path, add, begin, cast } = await made();
    const ada = await person();
    await expectBody(manager.request('POST', `${path}/members`, { personIds: [ada] }));
    await add('Guide');
    await begin();
    type Answer = { data: unknown[]; nurtures: z.infer<typeof NurtureJourney>[] };
    const where = async () => (await expectBody<Answer>(analyst.request('GET', `/people/${ada}/journeys`))).nurtures[0];
    const before = await where();
    expect(before).toMatchObject({
      nurtureName: 'Care',
      campaignName: 'Care',
      streamName: 'Main',
      sentence: 'Is in “Main” and has had nothing yet.',
      next: 'Gets “Guide”.',
      messages: [],
    });
    expect(before?.nextAt).toMatch(/T09:00:00\.000Z$/);
    await expectBody(operator.request('POST', `${path}/pause`));
    expect(await where()).toMatchObject({
      next: 'Nothing for now: the programme is paused. Once it goes on: Gets “Guide”.',
      nextAt: null,
    });
    await expectBody(operator.request('POST', `${path}/resume`));
    await cast();
    expect(await where()).toMatchObject({
      next: 'Exhausted: nothing in Main that they have not had.',
      nextAt: null,
      messages: [{ itemName: 'Guide', status: 'queued', reason: null }],
    });
  });
});

describe('a nurture programme that is held', () => {
  it('lets its casts go by and goes on with the next one; each cast says what it gave', async () => {
    const { path, add, begin, cast, forecast, read } = await made();
    const guide = await add('Guide');
    await expectBody(
      manager.request('POST', `${path}/members`, { personIds: [await person(), await person('unknown')] }),
    );
    expect((await manager.request('POST', `${path}/pause`)).status).toBe(409);
    await begin();
    expect((await analyst.request('POST', `${path}/pause`)).status).toBe(403);
    expect(await expectBody(operator.request('POST', `${path}/pause`))).toMatchObject({
      status: 'paused',
      nextCastAt: null,
    });
    expect((await operator.request('POST', `${path}/pause`)).status).toBe(409);
    expect(await cast()).toEqual({ enqueued: 0, isMore: false });
    expect((await forecast()).sentence).toBe(
      'Paused, so there is no cast. If it went on: 1 person gets “Guide”, 1 may not be written to.',
    );
    expect(await expectBody(operator.request('POST', `${path}/resume`))).toMatchObject({ status: 'running' });
    await expectBody(manager.request('PATCH', path, { name: 'Care' }));
    expect((await operator.request('POST', `${path}/resume`)).status).toBe(409);
    expect((await read()).nextCastAt).not.toBeNull();
    expect(await cast()).toMatchObject({ enqueued: 1 });
    expect(await cast()).toMatchObject({ enqueued: 0 });
    const casts = await expectBody<{ data: NurtureCast[] }>(analyst.request('GET', `${path}/casts`));
    expect(casts.data).toMatchObject([
      { gave: [], enqueued: 0, exhausted: 1, unreachable: 1 },
      { gave: [{ itemId: guide.id, name: 'Guide', people: 1 }], enqueued: 1, exhausted: 0, unreachable: 1 },
    ]);
    const first = await expectBody<{ nextCursor: string }>(analyst.request('GET', `${path}/casts?limit=1`));
    const rest = await expectBody<{ data: NurtureCast[] }>(
      analyst.request('GET', `${path}/casts?limit=1&cursor=${encodeURIComponent(first.nextCursor)}`),
    );
    expect(rest.data).toMatchObject([{ enqueued: 1 }]);
    expect((await (await api.asUser('admin', await api.tenant())).request('GET', `${path}/casts`)).status).toBe(404);
  });
});
