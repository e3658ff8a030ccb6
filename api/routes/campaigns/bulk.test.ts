import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  manager = await api.asUser('manager');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Result {
  campaignId: string;
  result: string;
  message: string | null;
  before: { tags: string[]; ownerId: string | null } | null;
}
const make = async (tags: string[] = []) =>
  (await expectBody<{ id: string }>(manager.request('POST', '/campaigns', { name: 'One of many', tags }), 201)).id;
const order = async (values: Record<string, unknown>, status = 200) =>
  (await expectBody<{ results: Result[] }>(manager.request('POST', '/bulk/campaigns/order', values), status)).results;
const read = (id: string) =>
  expectBody<{ tags: string[]; ownerName: string; status: string }>(manager.request('GET', `/campaigns/${id}`));

describe('several campaigns at once', () => {
  it('get tags and an owner, each with its result and what it had before', async () => {
    const [plain, tagged] = [await make(), await make(['Autumn', 'B2B'])];
    const unknown = '01970000-0000-7000-8000-000000000000';
    const results = await order({ campaignIds: [plain, tagged, unknown], addTags: ['Autumn'] });
    expect(results).toMatchObject([
      { campaignId: plain, result: 'done', before: { tags: [] } },
      { campaignId: tagged, result: 'unchanged' },
      { campaignId: unknown, result: 'refused', message: 'There is no such campaign.' },
    ]);
    await order({ campaignIds: [plain, tagged], removeTags: ['Autumn'] });
    expect([(await read(plain)).tags, (await read(tagged)).tags]).toEqual([[], ['B2B']]);
    const colleague = await api.asUser('admin');
    await order({ campaignIds: [plain], ownerId: colleague.personId });
    expect((await read(plain)).ownerName).toBe('Some admin');
    const tags = await expectBody<{ data: unknown[] }>(manager.request('GET', '/campaign-tags'));
    expect(tags.data).toEqual([{ tag: 'B2B', campaigns: 1 }]);
  });

  it('stand below another one, but for the one that is above it', async () => {
    const [parent, child] = [await make(), await make()];
    const results = await order({ campaignIds: [parent, child], parentId: parent });
    expect(results.map(({ result }) => result)).toEqual(['refused', 'done']);
  });

  it('are refused each for its own reason', async () => {
    const campaign = await make();
    await expectBody<{ id: string }>(manager.request('POST', `/campaigns/${campaign}/broadcasts`, {}), 201);
    const answer = await expectBody<{ results: Result[] }>(
      manager.request('POST', '/bulk/campaigns/submit', { campaignIds: [campaign] }),
    );
    expect(answer.results).toMatchObject([{ campaignId: campaign, result: 'refused' }]);
    expect(answer.results[0]!.message).not.toBe('');
    expect((await read(campaign)).status).toBe('draft');
  });

  it('are for those who may, in their own tenant', async () => {
    const campaignIds = [await make()];
    const path = '/api/v1/bulk/campaigns';
    expect((await api.app.request(`${path}/pause`, { method: 'POST' })).status).toBe(401);
    const [analyst, operator] = [await api.asUser('analyst'), await api.asUser('operator')];
    await expectBody<{ id: string }>(analyst.request('POST', `${path}/order`, { campaignIds, addTags: ['x'] }), 403);
    await expectBody<{ id: string }>(analyst.request('POST', `${path}/cancel`, { campaignIds }), 403);
    await expectBody<{ id: string }>(operator.request('POST', `${path}/submit`, { campaignIds }), 403);
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    const answer = await expectBody<{ results: Result[] }>(
      stranger.request('POST', `${path}/order`, { campaignIds, addTags: ['x'] }),
    );
    expect(answer.results).toMatchObject([{ result: 'refused', message: 'There is no such campaign.' }]);
    await order({ campaignIds: [] }, 400);
    await order({ campaignIds, ownerId: stranger.personId }, 400);
  });
});
