import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, createTestApi, testOrigin, type TestApi, type TestCaller } from '../../../test/api.ts';
import { mostStreams } from '../../open-streams.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;
let campaign: { id: string };
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  manager = await api.asUser('manager');
  campaign = await bodyOf(await manager.request('POST', '/campaigns', { name: 'Watched' }));
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

/** Opens the stream and reads its first event. */
async function watch(caller: TestCaller) {
  const answer = await caller.request('GET', `/campaigns/${campaign.id}/progress`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const reader = answer.body!.getReader();
  const next = async () => new TextDecoder().decode((await reader.read()).value);
  expect(await next()).toContain('event: progress');
  return { next, close: () => reader.cancel() };
}

let renamed = 0;
const change = () => manager.request('PATCH', `/campaigns/${campaign.id}`, { name: `Watched ${(renamed += 1)}` });

describe('the stream of a campaign', () => {
  it('tells of each change, and whoever may not see the campaign of nothing', async () => {
    const stranger = await api.asUser('admin', await api.tenant('Other'));
    expect((await stranger.request('GET', `/campaigns/${campaign.id}/progress`)).status).toBe(404);
    const stream = await watch(manager);
    await change();
    expect(await stream.next()).toContain('event: progress');
    await stream.close();
  });

  it('is open so many times at once to one credential, and to another one all the same', async () => {
    // Whoever asks for the head alone keeps nothing open.
    expect((await manager.request('HEAD', `/campaigns/${campaign.id}/progress`)).status).toBe(200);
    const streams = await Promise.all(Array.from({ length: mostStreams }, () => watch(manager)));
    const refused = await manager.request('GET', `/campaigns/${campaign.id}/progress`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    expect(await bodyOf(refused)).toMatchObject({ code: 'rate_limited' });
    await (await watch(await api.asUser('analyst'))).close();
    await streams.pop()?.close();
    streams.push(await watch(manager));
    await Promise.all(streams.map(({ close }) => close()));
  });

  it.each([
    {
      how: 'signed out',
      begin: () => api.asUser('analyst'),
      end: ({ headers }: TestCaller) =>
        api.app.request('/api/auth/sign-out', {
          method: 'POST',
          headers: { ...headers, origin: testOrigin, 'content-type': 'application/json' },
          body: '{}',
        }),
    },
    {
      how: 'were removed',
      begin: () => api.asUser('analyst'),
      end: async ({ personId }: TestCaller) => (await api.asUser('admin')).request('DELETE', `/users/${personId}`),
    },
    {
      how: 'had a key that was revoked',
      begin: () => api.asKey('analyst'),
      end: async () => {
        const [key] = await database.owner.sql<{ id: string }[]>`select id from auth.apikey`;
        return (await api.asUser('admin')).request('DELETE', `/api-keys/${key!.id}`);
      },
    },
  ])('ends for those who have $how meanwhile, before anything new is told', async ({ begin, end }) => {
    const caller = await begin();
    const stream = await watch(caller);
    expect((await end(caller)).ok).toBe(true);
    await change();
    expect(await stream.next()).toBe('');
  });
});
