import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { createRateLimiter } from './rate-limit.ts';

describe('a token bucket', () => {
  it('gives its burst at once and then its rate', () => {
    const take = createRateLimiter({ perSecond: 2, burst: 3 });
    expect([0, 0, 0, 0].map((now) => take('a', now).allowed)).toEqual([true, true, true, false]);
    expect(take('a', 0)).toMatchObject({ remaining: 0, retryAfter: 1 });
    expect(take('a', 500).allowed).toBe(true);
    expect(take('a', 500).allowed).toBe(false);
    expect(take('b', 500).allowed).toBe(true);
  });

  it('forgets who was longest away when there are too many', () => {
    const take = createRateLimiter({ perSecond: 0.001, burst: 1 }, 2);
    for (const key of ['a', 'b', 'c']) take(key, 0);
    expect([take('c', 1).allowed, take('a', 1).allowed]).toEqual([false, true]);
  });
});

describe('the limit of the API', () => {
  let database: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    database = await createTestDatabase();
    api = await createTestApi(database, { config: { rateLimit: { perSecond: 0.1, burst: 3 } } });
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  it('answers 429 with Retry-After per credential, and tells what is left', async () => {
    const [first, second] = [await api.asKey('analyst'), await api.asKey('analyst')];
    const answers = [];
    for (let index = 0; index < 4; index++) answers.push(await first.request('GET', '/me'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['2', '1', '0', '0']);
    const refused = answers[3] as Response;
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(5);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    expect((await second.request('GET', '/me')).status).toBe(200);
  });

  it('counts those who send keys that are not valid', async () => {
    const headers = { authorization: `Bearer sck_${'a'.repeat(64)}` };
    const statuses = [];
    for (let index = 0; index < 4; index++) statuses.push((await api.app.request('/api/v1/me', { headers })).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
  });
});
