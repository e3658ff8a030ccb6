import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let [ana, ben, analyst, admin] = [] as unknown as [TestCaller, TestCaller, TestCaller, TestCaller];

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  ana = await api.asUser('manager');
  ben = await api.asUser('manager');
  analyst = await api.asUser('analyst');
  admin = await api.asUser('admin');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface View {
  id: string;
  name: string;
  query: Record<string, string>;
  isShared: boolean;
  isMine: boolean;
  version: number;
}
const query = { status: 'running', sort: 'name', columns: 'status,owner' };
const save = (who: TestCaller, name: string, more: Record<string, unknown> = {}, status = 201) =>
  expectBody<View>(who.request('POST', '/saved-views', { page: 'campaigns', name, query, ...more }), status);
const namesFor = async (who: TestCaller) =>
  (await expectBody<{ data: View[] }>(who.request('GET', '/saved-views?page=campaigns'))).data.map(({ name }) => name);

describe('saved views', () => {
  it('are seen by whoever saved them, and by everybody once they are shared', async () => {
    const mine = await save(ana, 'Running');
    await save(ana, 'For all', { isShared: true });
    expect(mine).toMatchObject({ query, isShared: false, isMine: true });
    expect(await namesFor(ana)).toEqual(['For all', 'Running']);
    expect(await namesFor(ben)).toEqual(['For all']);
    expect(await namesFor(await api.asUser('admin', await api.tenant('Other')))).toEqual([]);
    await expectBody<View>(ben.request('PATCH', `/saved-views/${mine.id}`, { name: 'Taken' }), 404);
    await expectBody<View>(ben.request('DELETE', `/saved-views/${mine.id}`), 404);
  });

  it('are changed by their owner, shared ones by admins too, and nobody overwrites somebody', async () => {
    const shared = await save(ana, 'Shared', { isShared: true });
    await expectBody<View>(ben.request('PATCH', `/saved-views/${shared.id}`, { name: 'Mine' }), 403);
    const changed = await expectBody<View>(admin.request('PATCH', `/saved-views/${shared.id}`, { name: 'Ours' }));
    expect(changed).toMatchObject({ name: 'Ours', isMine: false, version: shared.version + 1 });
    const stale = { 'if-match': `"${shared.version}"` };
    await expectBody<View>(ana.request('PATCH', `/saved-views/${shared.id}`, { query: {} }, stale), 412);
    await expectBody<View>(ana.request('DELETE', `/saved-views/${shared.id}`), 204);
    await expectBody<View>(ana.request('DELETE', `/saved-views/${shared.id}`), 404);
  });

  it('have one name each for a person, and hold no place in a list', async () => {
    await save(ana, 'Once');
    await save(ana, 'Once', {}, 409);
    await save(ben, 'Once');
    await save(ana, '', {}, 400);
    await save(ana, 'Cursor', { query: { cursor: 'x' } }, 400);
  });

  it('are for everybody who reads; to share takes the right to write', async () => {
    expect((await api.app.request('/api/v1/saved-views')).status).toBe(401);
    await save(analyst, 'Numbers');
    await save(analyst, 'For all', { isShared: true }, 403);
  });
});
