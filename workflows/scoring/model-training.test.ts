import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Model, ScoringState } from '../../domain/scoring/model.ts';
import type { PersonScore } from '../../domain/scoring/score.ts';
import { newLeadHistory } from '../../test/factories/lead-history.ts';
import { createModelStage, type ModelStage } from '../../test/model-stage.ts';
import { recordHistory } from '../../test/record-history.ts';
import { trainingWorkflowId } from './model-training.ts';
import { scoringWorkflowId } from './scoring.ts';

let life: ModelStage;
// Before each try: a second one must not find what the first one left.
beforeEach(async () => {
  life = await createModelStage();
}, 120_000);
afterEach(() => life.close());

const state = () => life.read<ScoringState>('/models/state');
const until = (isSo: () => Promise<boolean>) => life.stage.passUntil(isSo, '1 hour');

/** Somebody whom the champion scores. */
async function someLead(): Promise<string> {
  const { stage, tenantId } = life;
  const { rows } = await sql<{ id: string }>`
    select id from people where tenant_id = ${tenantId} and kind = 'lead' order by id limit 1`.execute(
    stage.database.owner.db,
  );
  return rows[0]!.id;
}

it('lives from the first model over a challenger, a promotion and a step back to a champion that drifts and gives way to the rule', async () => {
  const { stage, api, tenantId, manager, read, models, states, train } = life;
  // The first one takes over from the rule as soon as it passes.
  expect((await read<PersonScore>(`/people/${await someLead()}/score`)).kind).toBe('rule');
  await train();
  await until(async () => (await state()).champion !== null);
  expect(await states()).toEqual(['1 champion']);
  const lead = await someLead();
  await until(async () => (await read<PersonScore>(`/people/${lead}/score`)).kind === 'model');
  expect(await read<PersonScore>(`/people/${lead}/score`)).toMatchObject({ model: { version: 1 } });

  // A challenger only watches: nobody sees what it says as a grade.
  await train();
  await until(async () => (await state()).scores.shadow !== null);
  expect(await states()).toEqual(['2 shadow', '1 champion']);
  expect(await read<PersonScore>(`/people/${lead}/score`)).toMatchObject({ model: { version: 1 } });
  const [challenger] = await models();
  expect((await read<Model>(`/models/${challenger!.id}`)).card!.incumbent).toMatchObject({ version: 1 });

  // Somebody does not want to wait, and then thinks better of it.
  expect((await manager.request('POST', `/models/${challenger!.id}/promote`)).status).toBe(200);
  expect(await states()).toEqual(['2 champion', '1 retired']);
  expect((await manager.request('POST', `/models/${challenger!.id}/promote`)).status).toBe(409);
  await until(async () => (await read<PersonScore>(`/people/${lead}/score`)).model?.version === 2);
  const back = await manager.request('POST', '/models/roll-back');
  expect(await back.json()).toMatchObject({ champion: { version: 1 } });
  expect(await states()).toEqual(['2 retired', '1 champion']);
  expect(await read<Model>(`/models/${challenger!.id}`)).toMatchObject({
    reason: expect.stringContaining('stepped back'),
  });

  // Other people come, of whom those who click do not buy: scores move, and what happened since follows the rule no less.
  await newLeadHistory(stage.database.owner, {
    tenantId,
    leads: 400,
    from: 160,
    to: 95,
    follows: 'opposite',
    prefix: 'O',
  });
  await until(async () => (await state()).champion === null);
  const [first] = (await models()).filter(({ version }) => version === 1);
  const drifted = await read<Model>(`/models/${first!.id}`);
  expect(drifted.drift[0]).toMatchObject({ level: 'act' });
  expect(drifted).toMatchObject({ state: 'retired', reason: expect.stringContaining('followed the rule more') });
  expect((await state()).champion).toBe(null);
  await until(async () => (await read<PersonScore>(`/people/${lead}/score`)).kind === 'rule');
  const admin = await api.asUser('admin');
  const { data } = (await (await admin.request('GET', '/audit-log')).json()) as { data: { action: string }[] };
  expect(data.map(({ action }) => action).filter((action) => action.startsWith('model.'))).toEqual([
    ...['model.rollBack', 'model.rollBack', 'model.promote', 'model.train', 'model.promote', 'model.train'],
  ]);

  const handle = (id: string) => stage.env.client.workflow.getHandle(id);
  await recordHistory(handle(trainingWorkflowId({ tenantId })), 'modelTraining-1');
  await recordHistory(handle(scoringWorkflowId({ tenantId })), 'scoring-1');
}, 120_000);
