import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createPeople } from '../../../test/factories/campaigns.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let broadcastId: string;
let path: string;
let analyst: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  analyst = await api.asUser('analyst', tenantId);
  const manager = await api.asUser('manager', tenantId);
  await createPeople(database.open('salescompass_app'), tenantId, 6);
  const { id } = await bodyOf<{ id: string }>(await manager.request('POST', '/campaigns', { name: 'Spring' }));
  const everybody = { name: 'Invitation', audience: { everyone: true } };
  const made = await manager.request('POST', `/campaigns/${id}/broadcasts`, everybody);
  broadcastId = (await bodyOf<{ id: string }>(made)).id;
  path = `/campaigns/${id}/broadcasts/${broadcastId}/departures`;
  await database.owner.sql`update tenants set time_zone = 'Europe/Berlin' where tenant_id = ${tenantId}`;
  const people = await database.owner.sql<{ id: string }[]>`
    select id from people where tenant_id = ${tenantId} order by id`;
  const zones = ['Europe/Berlin', 'Europe/Paris', 'America/New_York', 'Asia/Kathmandu', 'Asia/Kathmandu', null];
  for (const [index, { id }] of people.entries())
    await database.owner.sql`update people set time_zone = ${zones[index]!} where id = ${id}`;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Departures {
  isForecast: boolean;
  data: { at: string; zones: string[]; people: number; releasedAt: string | null }[];
}
const startAt = (local: string | null) =>
  database.owner.sql`update broadcasts set local_start = ${local} where id = ${broadcastId}`;
const ask = async () => bodyOf<Departures>(await analyst.request('GET', path));

describe('the departures of a broadcast', () => {
  it('are none where everybody gets it at once', async () => {
    await startAt(null);
    expect(await ask()).toEqual({ isForecast: true, data: [], nextCursor: null });
  });

  it.each([
    ['a day like any other', '2027-06-03T09:00', '2027-06-03T07:00:00.000Z', '2027-06-03T13:00:00.000Z'],
    [
      'the night in which Berlin leaves the hour out',
      '2027-03-28T02:30',
      '2027-03-28T01:00:00.000Z',
      '2027-03-28T06:30:00.000Z',
    ],
    [
      'the night in which Berlin has the hour twice',
      '2027-10-31T02:30',
      '2027-10-31T00:30:00.000Z',
      '2027-10-31T06:30:00.000Z',
    ],
  ])('are foretold by the zones of the audience for %s', async (_, local, berlin, newYork) => {
    await startAt(local);
    const { isForecast, data } = await ask();
    expect(isForecast).toBe(true);
    expect(data.map(({ people }) => people)).toEqual([2, 3, 1]);
    // Who has no zone goes by the organisation's; zones whose clocks agree go together.
    expect(data[1]).toEqual({ at: berlin, zones: ['Europe/Berlin', 'Europe/Paris'], people: 3, releasedAt: null });
    expect(data[2]).toEqual({ at: newYork, zones: ['America/New_York'], people: 1, releasedAt: null });
  });

  it('are what was fixed once it has begun, with what has gone', async () => {
    await startAt('2027-06-03T09:00');
    await database.owner.sql`update broadcasts set frozen_at = now() where id = ${broadcastId}`;
    const [at, releasedAt] = ['2027-06-03T03:15:00.000Z', '2027-06-03T03:15:01.000Z'];
    await database.owner.sql`
      insert into broadcast_departures (tenant_id, broadcast_id, at, zones, people, released_at)
      values (${tenantId}, ${broadcastId}, ${at}, ${['Asia/Kathmandu']}, 2, ${releasedAt})`;
    expect(await ask()).toEqual({
      isForecast: false,
      data: [{ at, zones: ['Asia/Kathmandu'], people: 2, releasedAt }],
      nextCursor: null,
    });
  });

  it('are shown to nobody of another organisation, nor under another campaign, nor without a sign-in', async () => {
    const stranger = await api.asUser('admin', await api.tenant());
    expect((await stranger.request('GET', path)).status).toBe(404);
    const other = path.replace(/campaigns\/[^/]+/, `campaigns/${broadcastId}`);
    expect((await analyst.request('GET', other)).status).toBe(404);
    expect((await api.app.request(`/api/v1${path}`)).status).toBe(401);
  });
});
