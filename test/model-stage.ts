import type { ModelSummary } from '../domain/scoring/model.ts';
import { createTestApi, type TestApi, type TestCaller } from './api.ts';
import { newLeadHistory } from './factories/lead-history.ts';
import { createTestStage, type TestStage } from './stage.ts';

/** An organisation whose leads say enough to learn from, with somebody who asks for models and reads of them. */
export interface ModelStage {
  stage: TestStage;
  api: TestApi;
  tenantId: string;
  manager: TestCaller;
  read: <T>(path: string, as?: TestCaller) => Promise<T>;
  /** All models, the newest first, and the state of each: "2 shadow". */
  models: () => Promise<ModelSummary[]>;
  states: () => Promise<string[]>;
  /** Asks for a model to be learned. */
  train: () => Promise<void>;
  close: () => Promise<void>;
}

/** Call in `beforeAll`, and `close` in `afterAll`. */
export async function createModelStage(): Promise<ModelStage> {
  const stage = await createTestStage();
  const api = await createTestApi(stage.database, { temporal: stage.env.client });
  const tenantId = await api.tenant();
  const manager = await api.asUser('manager');
  await newLeadHistory(stage.database.owner, { tenantId, leads: 300, from: 400, to: 100 });
  const read = async <T>(path: string, as = manager): Promise<T> => (await (await as.request('GET', path)).json()) as T;
  const models = async () => (await read<{ data: ModelSummary[] }>('/models')).data;
  return {
    ...{ stage, api, tenantId, manager, read, models },
    states: async () => (await models()).map(({ version, state }) => `${version} ${state}`),
    train: async () => {
      const { status } = await manager.request('POST', '/models/train');
      if (status !== 202) throw new Error(`A model was not asked for: ${status}.`);
    },
    close: async () => {
      await api.close();
      await stage.close();
    },
  };
}
