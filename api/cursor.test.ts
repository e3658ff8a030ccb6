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
