import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Model, ModelSummary } from '../domain/scoring/model.ts';
import { createTestApi, type TestApi, type TestCaller } from '../test/api.ts';
import { newLeadHistory } from '../test/factories/lead-history.ts';
import { createTestStage, type TestStage } from '../test/stage.ts';

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

const dayMs = 24 * 3600_000;
const read = async <T>(path: string, as = manager): Promise<T> => (await (await as.request('GET', path)).json()) as T;
const models = async () => (await read<{ data: ModelSummary[] }>('/models')).data;
const states = async () => (await models()).map(({ version, state }) => `${version} ${state}`);
const model = async (version: number): Promise<Model> =>
  read<Model>(`/models/${(await models()).find((one) => one.version === version)!.id}`);
const until = (isSo: () => Promise<boolean>, step: '1 hour' | '1 day') => stage.passUntil(isSo, step);

async function train(): Promise<void> {
  expect((await manager.request('POST', '/models/train')).status).toBe(202);
}

it('watches for a week, takes over by the gate, drifts, and gives way to what scored before', async () => {
  await train();
  await until(async () => (await states())[0] === '1 champion', '1 hour');
  await train();
  await until(async () => (await states())[0] === '2 shadow', '1 hour');
  const shadowSince = Date.parse((await model(2)).shadowSince!);

  // Day after day it scores everybody unseen, and model 1 goes on.
  await until(async () => Date.parse(await stage.nowIso()) - shadowSince >= 6 * dayMs, '1 day');
  expect(await states()).toEqual(['2 shadow', '1 champion']);

  // On the seventh day its scores are spread as they were: it takes over, and nobody had to say so.
  await until(async () => (await states())[0] === '2 champion', '1 day');
  expect(await states()).toEqual(['2 champion', '1 retired']);
  const promoted = await model(2);
  expect(promoted).toMatchObject({
    replaced: { version: 1 },
    reason: 'It passed, and watched beside the champion for 7 days.',
  });
  expect(promoted.card!.checks.at(-1)).toMatchObject({ name: 'stability', isMet: true });
  const watched = Date.parse(promoted.championSince!) - shadowSince;
  expect([watched >= 7 * dayMs, watched < 7 * dayMs + 3600_000]).toEqual([true, true]);

  // Other people come, of whom those who click do not buy: on the next day scores are found far from where they were.
  const others = { tenantId, leads: 400, from: 160, to: 95, follows: 'opposite', prefix: 'O' } as const;
  await newLeadHistory(stage.database.owner, others);
  await until(async () => (await model(2)).state === 'retired', '1 day');
  const drifted = await model(2);
  expect(drifted.drift[0]).toMatchObject({ level: 'act' });
  expect(drifted.reason).toContain('followed the rule more');
  // Another one is learned from what is so now.
  expect(await model(3)).toMatchObject({ cause: 'drift' });

  const { data } = await read<{ data: { action: string; actor: { kind: string } }[] }>(
    '/audit-log?entityKind=model',
    await api.asUser('admin'),
  );
  const steps = data.reverse().map(({ action, actor }) => `${action} by ${actor.kind}`);
  expect(steps.slice(0, 5)).toEqual([
    ...['model.train by user', 'model.promote by workflow', 'model.train by user'],
    ...['model.promote by workflow', 'model.rollBack by workflow'],
  ]);
}, 180_000);
