import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  admin = await api.asUser('admin');
  for (const role of ['manager', 'analyst', 'operator'] as const) await api.asUser(role);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Page {
  data: { id: string; name: string }[];
  nextCursor: string | null;
}
const users = async (query: string, who = admin) => who.request('GET', `/users${query}`);

describe('pages of a list', () => {
  it('show every row once, in order', async () => {
    const all = await bodyOf<Page>(await users(''));
    const seen: Page['data'] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await bodyOf<Page>(
        await users(`?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`),
      );
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(all.data.length).toBeGreaterThan(3);
    expect(all.nextCursor).toBeNull();
    expect(seen).toEqual(all.data);
  });

  it('refuse a cursor that was changed, or comes from another list or tenant', async () => {
    const { nextCursor } = await bodyOf<Page>(await users('?limit=1'));
    const cursor = nextCursor as string;
    const [keyId = '', payload = '', mac = ''] = cursor.split('.');
    const forged = `${keyId}.${Buffer.from('["Zoe","x"]').toString('base64url')}.${mac}`;
    const stranger = await api.asUser('admin', await api.tenant('Stranger'));
    const refused = [
      await users(`?cursor=${forged}`),
      await users(`?cursor=${keyId}.${payload}`),
      await users('?cursor=nonsense'),
      await users(`?cursor=${cursor}`, stranger),
      await admin.request('GET', `/audit-log?cursor=${cursor}`),
    ];
    for (const answer of refused) expect([answer.status, (await bodyOf(answer)).code]).toEqual([400, 'invalid']);
    expect((await users(`?cursor=${cursor}`)).status).toBe(200);
  });

  it('are no longer than 500 rows', async () => {
    expect((await users('?limit=501')).status).toBe(400);
    expect((await users('?limit=0')).status).toBe(400);
  });
});

describe('a list that is read whole', () => {
  const types = async (query: string) => admin.request('GET', `/campaign-types${query}`);

  it('comes whole, and in pages for those who ask for them', async () => {
    const all = await bodyOf<Page>(await types(''));
    expect([all.data.length, all.nextCursor]).toEqual([4, null]);
    const first = await bodyOf<Page>(await types('?limit=3'));
    const second = await bodyOf<Page>(await types(`?limit=3&cursor=${first.nextCursor}`));
    expect([...first.data, ...second.data]).toEqual(all.data);
    expect([first.data.length, second.nextCursor]).toEqual([3, null]);
    expect((await bodyOf<Page>(await types('?limit=4'))).nextCursor).toBeNull();
    const tags = await bodyOf<Page>(await admin.request('GET', '/templates/tags?limit=5'));
    expect(tags).toEqual({ data: [], nextCursor: null });
  });

  it('goes on at the same place where the row last seen is gone', async () => {
    const made = await bodyOf<Page['data'][number]>(await admin.request('POST', '/topics', { name: 'First' }));
    await admin.request('POST', '/topics', { name: 'Second' });
    await admin.request('POST', '/topics', { name: 'Third' });
    const { nextCursor } = await bodyOf<Page>(await admin.request('GET', '/topics?limit=1'));
    await admin.request('DELETE', `/topics/${made.id}`);
    const rest = await bodyOf<Page>(await admin.request('GET', `/topics?cursor=${nextCursor}`));
    expect(rest.data.map(({ name }) => name)).toEqual(['Second', 'Third']);
  });

  it('refuses what no list takes', async () => {
    const refused = [
      await types('?limit=501'),
      await types('?limit=0'),
      await types('?cursor=1.x.y'),
      await types('?q=Web'),
    ];
    for (const answer of refused) expect([answer.status, (await bodyOf(answer)).code]).toEqual([400, 'invalid']);
  });
});

it('refuses a query that the route does not know, so that nothing is done that was to be tried', async () => {
  const answer = await admin.request('POST', '/topics?dryRun=true', { name: 'Not made' });
  expect([answer.status, (await bodyOf<{ errors: { path: string }[] }>(answer)).errors[0]?.path]).toEqual([
    400,
    'query.dryRun',
  ]);
});
