import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Model, ModelSummary, ScoringState } from '../../domain/scoring/model.ts';
import { createTestApi, type TestApi, type TestCaller } from '../../test/api.ts';
import { newLeadHistory } from '../../test/factories/lead-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';

let stage: TestStage;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;

beforeAll(async () => {
  stage = await createTestStage();
  api = await createTestApi(stage.database, { temporal: stage.env.client });
  tenantId = await api.tenant();
  manager = await api.asUser('manager');
  await newLeadHistory(stage.database.owner, { tenantId, leads: 300, from: 400, to: 100 });
}, 120_000);
afterAll(async () => {
  await api.close();
  await stage.close();
});

const read = async <T>(path: string): Promise<T> => (await (await manager.request('GET', path)).json()) as T;
const models = async () => (await read<{ data: ModelSummary[] }>('/models')).data;
const states = async () => (await models()).map(({ version, state }) => `${version} ${state}`);
const model = async (version: number): Promise<Model> =>
  read<Model>(`/models/${(await models()).find((one) => one.version === version)!.id}`);
const post = async (path: string, body?: object) => (await manager.request('POST', path, body)).status;

async function watchFor(watchDays: number): Promise<void> {
  const etag = (await manager.request('GET', '/models/settings')).headers.get('etag')!;
  const answer = await manager.request(
    'PUT',
    '/models/settings',
    { afterOutcome: [], watchDays },
    { 'If-Match': etag },
  );
  expect(answer.status).toBe(200);
}

it('scores by a model that watches at once, and lets it take over once everybody was scored where no days are asked for', async () => {
  expect(await post('/models/train')).toBe(202);
  await stage.passUntil(async () => (await states())[0] === '1 champion');
  expect(await post('/models/train')).toBe(202);
  await stage.passUntil(async () => (await states())[0] === '2 shadow');

  // Nobody waits for the next hourly look of whoever scores.
  const learned = Date.parse(await stage.nowIso());
  await stage.passUntil(async () => (await read<ScoringState>('/models/state')).scores.shadow !== null);
  expect(Date.parse(await stage.nowIso()) - learned).toBeLessThan(10 * 60_000);
  expect(await states()).toEqual(['2 shadow', '1 champion']);

  await watchFor(0);
  await stage.passUntil(async () => (await states())[0] === '2 champion');
  const promoted = await model(2);
  expect(promoted.reason).toBe('It passed, and watched beside the champion until it had scored everybody.');
  expect(promoted.card!.checks.at(-1)).toMatchObject({ name: 'stability', isMet: true });
}, 120_000);

it('measures how far people have moved when somebody asks, and learns another model at once where it is far', async () => {
  // Many come of whom nothing is known.
  await stage.database.owner.sql`
    insert into people (tenant_id, kind, external_id) select ${tenantId}, 'lead', 'N' || n from generate_series(1, 900) n`;
  const asked = await stage.nowIso();
  expect(await post('/models/score-everybody')).toBe(202);
  await stage.passUntil(async () => ((await model(2)).drift[0]?.at ?? '') >= asked);
  expect((await model(2)).drift[0]).toMatchObject({ level: 'act' });
  // It was learned a moment ago, but before people moved.
  await stage.passUntil(async () => (await models())[0]!.version === 3);
  expect(await model(3)).toMatchObject({ cause: 'drift' });
  await stage.passUntil(async () => (await model(3)).trainedAt !== null);
  expect(Date.parse(await stage.nowIso()) - Date.parse(asked)).toBeLessThan(30 * 60_000);
}, 120_000);

it('says of a model that scores again since when it does', async () => {
  await stage.passUntil(async () => !(await states()).some((state) => /candidate|shadow/.test(state)));
  const before = (await model(2)).championSince!;
  const scoring = (await models()).find(({ state }) => state === 'champion')!;
  if (scoring.version === 2) expect(await post('/models/train')).toBe(202);
  await stage.passUntil(async () => (await models()).some(({ version, state }) => version > 2 && state === 'champion'));
  const now = await stage.nowIso();
  // Two who look at the same champion step back at once: it is one step.
  const from = (await models()).find(({ state }) => state === 'champion')!.id;
  const answers = await Promise.all([post('/models/roll-back', { from }), post('/models/roll-back', { from })]);
  expect(answers.sort()).toEqual([200, 409]);
  const back = await model(2);
  expect(back.state).toBe('champion');
  // Whoever still means the other model is told so.
  const meant = await manager.request('POST', '/models/roll-back', { from: (await model(3)).id });
  expect([meant.status, await meant.json()]).toMatchObject([409, { detail: expect.stringContaining('any more') }]);
  expect(back.championSince! >= now && back.championSince! > before).toBe(true);
}, 120_000);
