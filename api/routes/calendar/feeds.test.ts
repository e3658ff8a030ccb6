import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant('Büro, Köln');
  manager = await api.asUser('manager');
  const admin = await api.asUser('admin');
  expect((await admin.request('PATCH', '/tenant', { timeZone: 'Europe/Berlin' })).status).toBe(200);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const newFeed = async (input: Record<string, unknown> = { name: 'Team' }, who = manager) => {
  const answer = await who.request('POST', '/calendar/feeds', input);
  expect(answer.status).toBe(201);
  return bodyOf<{ id: string; url: string }>(answer);
};
const newCampaign = async (input: Record<string, unknown>) =>
  bodyOf<Campaign>(await manager.request('POST', '/campaigns', input));
const read = (url: string) => api.app.request(new URL(url).pathname);
const textOf = async (url: string) => {
  const answer = await read(url);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
  return answer.text();
};
const eventsOf = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
/** A moment within what a feed holds. */
const soon = (days: number, time = '08:00') =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}:00Z`;

describe('feeds', () => {
  it('are made and taken back by those who write campaigns, and seen by their own organisation alone', async () => {
    const analyst = await api.asUser('analyst');
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    expect((await api.app.request('/api/v1/calendar/feeds')).status).toBe(401);
    expect((await analyst.request('POST', '/calendar/feeds', { name: 'Mine' })).status).toBe(403);
    expect((await manager.request('POST', '/calendar/feeds', { name: '' })).status).toBe(400);
    const { id, url } = await newFeed({ name: 'Seen' });
    const { data } = await bodyOf<{ data: { id: string; lastReadAt: string | null }[] }>(
      await analyst.request('GET', '/calendar/feeds'),
    );
    expect(data).toMatchObject([{ id, name: 'Seen', lastReadAt: null, revokedAt: null }]);
    expect(JSON.stringify(data)).not.toContain(new URL(url).pathname.slice(6, 40));
    expect(await bodyOf(await stranger.request('GET', '/calendar/feeds'))).toEqual({ data: [], nextCursor: null });
    expect((await stranger.request('DELETE', `/calendar/feeds/${id}`)).status).toBe(404);
  });

  it('answer 404 once they are taken back, and for a token that is none', async () => {
    const { id, url } = await newFeed();
    const path = new URL(url).pathname;
    expect(path).toMatch(/^\/ical\/[\w-]{54}\.ics$/);
    await textOf(url);
    const kept = await database.owner.sql<{ hash: string; lastReadAt: Date | null }[]>`
      select encode(token_hash, 'base64') as hash, last_read_at as "lastReadAt" from calendar_feeds where id = ${id}`;
    expect(kept[0]?.lastReadAt).not.toBeNull();
    const other = `${path.slice(0, 40)}${path[40] === 'A' ? 'B' : 'A'}${path.slice(41)}`;
    for (const wrong of [other, '/ical/x.ics', '/ical/.ics']) expect((await api.app.request(wrong)).status).toBe(404);
    expect((await manager.request('DELETE', `/calendar/feeds/${id}`)).status).toBe(204);
    expect((await read(url)).status).toBe(404);
    expect((await manager.request('DELETE', `/calendar/feeds/${id}`)).status).toBe(204);
    const trail = await database.owner.sql`select action from audit_log where entity_id = ${id} order by id`;
    expect(trail.map(({ action }) => action)).toEqual(['calendarFeed.create', 'calendarFeed.revoke']);
  });

  it('keep to the form: CRLF, lines of 75 octets at most, texts that come back as they were', async () => {
    const name = `Größe, Preis; "Ähre" \\ ${'🌾 Übung '.repeat(12)}`.trim();
    await newCampaign({ name, startAt: soon(20) });
    const text = await textOf((await newFeed()).url);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(eventsOf(text).map(({ summary }) => summary)).toContain(name);
  });

  it('hold what they are narrowed to', async () => {
    await newCampaign({ name: 'Tagged', startAt: soon(22), tags: ['fair'] });
    const { url } = await newFeed({ name: 'Fairs', filter: { tag: 'fair' } });
    expect(eventsOf(await textOf(url)).map(({ summary }) => summary)).toEqual(['Tagged']);
    expect((await manager.request('POST', '/calendar/feeds', { name: 'x', filter: { odd: 1 } })).status).toBe(400);
  });

  it('keep the UID of a cancelled campaign, with SEQUENCE + 1 and STATUS CANCELLED', async () => {
    const { id } = await newCampaign({ name: 'Off', startAt: soon(30) });
    const { url } = await newFeed();
    const find = async () => eventsOf(await textOf(url)).find(({ uid }) => uid === `campaign-${id}@localhost:8080`)!;
    const before = await find();
    expect(before.component.getFirstPropertyValue('status')).toBe('TENTATIVE');
    // As the command's activity does it.
    await database.owner.sql`update campaigns set status = 'cancelled', version = version + 1 where id = ${id}`;
    const after = await find();
    expect([after.sequence, after.component.getFirstPropertyValue('status')]).toEqual([
      before.sequence + 1,
      'CANCELLED',
    ]);
    expect(after.startDate.toString()).toBe(before.startDate.toString());
  });

  it('have what goes at a moment in UTC', async () => {
    const { id } = await newCampaign({ name: 'Letter day', startAt: soon(25, '07:30') });
    expect((await manager.request('POST', `/campaigns/${id}/broadcasts`, { name: 'Letter' })).status).toBe(201);
    const event = eventsOf(await textOf((await newFeed()).url)).find(({ summary }) => summary === 'Letter day: Letter');
    expect(event?.startDate.toString()).toBe(soon(25, '07:30'));
    expect(event?.startDate.zone.tzid).toBe('UTC');
  });
});
