import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeTokens } from '../../../db/queries/deliverability/token-buckets.ts';
import { createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let operator: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  operator = await api.asOperator();
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const path = '/installation/sending-limits';
const limits = async () =>
  ((await (await operator.request('GET', path)).json()) as { data: Record<string, unknown>[] }).data;
const logged = async () => {
  const rows = await database.owner.sql<{ action: string; reason: string }[]>`
    select action, reason from installation_log order by id`;
  return rows.map(({ action, reason }) => `${action} ${reason}`);
};

describe('sending limits of receiving domains', () => {
  it('are set, hold for the workers, and are taken away; each change is on record once', async () => {
    for (let time = 0; time < 2; time++) {
      const answer = await operator.request('PUT', `${path}/GMAIL.com`, { perSecond: 2 });
      expect([answer.status, await answer.json()]).toMatchObject([200, { domain: 'gmail.com', perSecond: 2 }]);
    }
    const granted = (wanted: number) =>
      database.owner.sql.begin(async (sql) => (await takeTokens(sql, 'domain:gmail.com', wanted)).granted);
    expect(await granted(100)).toBe(60);
    expect(await granted(1)).toBe(0);
    expect(await limits()).toMatchObject([
      { domain: 'gmail.com', perSecond: 2, isAdaptive: false, blockedUntil: null },
    ]);
    expect((await operator.request('DELETE', `${path}/gmail.com`)).status).toBe(204);
    expect((await operator.request('DELETE', `${path}/gmail.com`)).status).toBe(404);
    expect(await limits()).toEqual([]);
    expect(await logged()).toEqual(['limit.set gmail.com: 2 a second', 'limit.remove gmail.com']);
  });

  it('stay when they take the place of one that a receiver asked for', async () => {
    await database.owner.sql`
      insert into token_buckets (key, capacity, per_second, tokens, blocked_until, is_adaptive)
      values ('domain:slow.example', 20, 20, 0, now() + interval '1 hour', true)`;
    expect(await limits()).toMatchObject([{ domain: 'slow.example', isAdaptive: true }]);
    await operator.request('PUT', `${path}/slow.example`, { perSecond: 20 });
    const [limit] = await limits();
    expect(limit).toMatchObject({ perSecond: 20, isAdaptive: false });
    expect(limit!.blockedUntil).not.toBeNull();
  });

  it('are for operators of the installation, and make sense', async () => {
    expect((await api.app.request(`/api/v1${path}`)).status).toBe(401);
    await api.tenant();
    const admin = await api.asUser('admin');
    expect((await admin.request('PUT', `${path}/gmail.com`, { perSecond: 2 })).status).toBe(403);
    for (const perSecond of [0, -1, 'many']) {
      expect((await operator.request('PUT', `${path}/gmail.com`, { perSecond })).status).toBe(400);
    }
    expect((await operator.request('PUT', `${path}/${encodeURIComponent('no domain')}`, { perSecond: 1 })).status).toBe(
      400,
    );
  });
});
