import { afterAll, beforeAll, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { insertCandidate } from '../../../db/queries/scoring/model-course.ts';
import type { ModelSummary, ScoringState } from '../../../domain/scoring/model.ts';
import { createTestApi, expectBody, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newLeadHistory } from '../../../test/factories/lead-history.ts';

let test: TestDatabase;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;

beforeAll(async () => {
  test = await createTestDatabase();
  api = await createTestApi(test);
  tenantId = await api.tenant();
  manager = await api.asUser('manager');
});
afterAll(async () => {
  await api.close();
  await test.drop();
});

it('says what is missing where there is too little to learn from, and learns nothing', async () => {
  const state = (await (await manager.request('GET', '/models/state')).json()) as ScoringState;
  expect(state).toMatchObject({ champion: null, learningSince: null, outcomes: { converted: 0, lost: 0, needed: 40 } });
  const answer = await manager.request('POST', '/models/train');
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('it takes 40 more leads') });
  expect((await manager.request('POST', '/models/roll-back')).status).toBe(409);
});

it('asks for one model at a time, and only of who may', async () => {
  await newLeadHistory(test.owner, { tenantId, leads: 200, from: 400, to: 100 });
  const analyst = await api.asUser('analyst');
  expect((await analyst.request('POST', '/models/train')).status).toBe(403);
  const first = (await (await manager.request('POST', '/models/train')).json()) as ModelSummary;
  expect(first).toMatchObject({ version: 1, state: 'candidate', cause: 'asked' });
  const second = (await (await manager.request('POST', '/models/train')).json()) as ModelSummary;
  expect(second.id).toBe(first.id);
  const { data } = (await (await analyst.request('GET', '/models')).json()) as { data: ModelSummary[] };
  expect(data.map(({ id }) => id)).toEqual([first.id]);
});

it('declares what is written after the outcome, against the version that was seen', async () => {
  const seen = await manager.request('GET', '/models/settings');
  const body = { afterOutcome: [{ feature: 'attributes.quality', reason: 'Sales fill it in afterwards' }] };
  const write = (etag: string) => manager.request('PUT', '/models/settings', body, { 'If-Match': etag });
  expect((await write(seen.headers.get('etag')!)).status).toBe(200);
  expect((await write(seen.headers.get('etag')!)).status).toBe(412);
  expect(await (await manager.request('GET', '/models/settings')).json()).toEqual({
    ...body,
    promotion: 'automatic',
    watchDays: 7,
  });
  const byHand = { ...body, promotion: 'by_hand', watchDays: 0 };
  const etag = (await manager.request('GET', '/models/settings')).headers.get('etag')!;
  expect((await manager.request('PUT', '/models/settings', byHand, { 'If-Match': etag })).status).toBe(200);
  expect(await (await manager.request('GET', '/models/settings')).json()).toEqual(byHand);
  // What says nothing new is no change.
  const entries = async () =>
    (await expectBody<{ data: { action: string }[] }>(manager.request('GET', '/audit-log'))).data.filter(
      ({ action }) => action === 'model.settings',
    ).length;
  expect(await entries()).toBe(2);
  const same = await manager.request('PUT', '/models/settings', byHand, { 'If-Match': '"2"' });
  expect([same.status, same.headers.get('etag'), await entries()]).toEqual([200, '"2"', 2]);
  const later = await manager.request('PUT', '/models/settings', { ...byHand, watchDays: 31 }, { 'If-Match': '"2"' });
  expect([later.status, await later.json()]).toMatchObject([400, { errors: [{ path: 'watchDays' }] }]);
  const wrong = ['nosuch.thing', 'person.country', 'person.Country', 'click.*', 'attributes.new'];
  const slips = { afterOutcome: wrong.map((feature) => ({ feature, reason: 'x' })) };
  const refused = await manager.request('PUT', '/models/settings', slips, { 'If-Match': '"2"' });
  const { errors } = (await refused.json()) as { errors: { path: string; code: string }[] };
  expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual([
    ...['afterOutcome.0.feature unknown', 'afterOutcome.2.feature repeated'],
  ]);
  // Whoever declares something and does not know of these lets no model score by that, and none sooner.
  const next = (await manager.request('GET', '/models/settings')).headers.get('etag')!;
  const declared = { afterOutcome: [] };
  const answer = await manager.request('PUT', '/models/settings', declared, { 'If-Match': next });
  expect(await answer.json()).toEqual({ ...declared, promotion: 'by_hand', watchDays: 0 });
});

it('knows no model of another organisation, and nothing without a credential', async () => {
  const other = await api.tenant('Other');
  const id = await withTenant(api.deps.database.db, other, (db) =>
    insertCandidate(db, { cause: 'asked', nowIso: new Date().toISOString() }),
  );
  expect((await manager.request('GET', `/models/${id}`)).status).toBe(404);
  expect((await manager.request('POST', `/models/${id}/promote`)).status).toBe(404);
  expect((await api.app.request('/api/v1/models')).status).toBe(401);
});
