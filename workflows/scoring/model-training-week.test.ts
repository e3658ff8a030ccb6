import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Model } from '../../domain/scoring/model.ts';
import { newLeadHistory } from '../../test/factories/lead-history.ts';
import { createModelStage, type ModelStage } from '../../test/model-stage.ts';

let life: ModelStage;
// Before each try: a second one must not find what the first one left.
beforeEach(async () => {
  life = await createModelStage();
}, 120_000);
afterEach(() => life.close());

const dayMs = 24 * 3600_000;
const model = async (version: number): Promise<Model> => {
  const found = (await life.models()).find((one) => one.version === version)!;
  return life.read<Model>(`/models/${found.id}`);
};
const until = (isSo: () => Promise<boolean>, step: '1 hour' | '1 day') => life.stage.passUntil(isSo, step);

it('watches for a week, takes over by the gate, drifts, and gives way to what scored before', async () => {
  const { stage, api, tenantId, read, states, train } = life;
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
