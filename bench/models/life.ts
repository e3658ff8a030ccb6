import { setTimeout as pause } from 'node:timers/promises';
import type { Model, ModelSummary, ScoringState } from '../../domain/scoring/model.ts';
import type { ScoringSettings } from '../../domain/scoring/settings.ts';
import { signInTo, type ApiClient } from '../smoke/api-client.ts';
import type { SignIn } from '../smoke/options.ts';
import { until } from '../smoke/until.ts';

/** A step of a model's life that has come about. */
export interface LifeStep {
  name: string;
  says: string;
  /** The id of the workflow that tells it. */
  training: string;
}

/** Seconds that a step may take on a laptop at most. */
const patience = 600;

/**
 * Plays the life of a model through the API, and yields each step as it has come about; throws where one does not. `people` so many leads come,
 * of whom less is known than of those before them. How long a model watches is put back at the end.
 */
export async function* playModelLife({
  url,
  manager,
  people,
}: {
  url: string;
  manager: SignIn;
  people: number;
}): AsyncGenerator<LifeStep> {
  const api = await signInTo(url, manager);
  const training = (await api.get<{ workflow: { id: string } }>('/models/state')).workflow.id;
  const step = (name: string, says: string): LifeStep => ({ name, says, training });
  const before = await api.get<ScoringSettings>('/models/settings');
  const watchFor = (watchDays: number) => api.put('/models/settings', { ...before, promotion: 'automatic', watchDays });
  try {
    if (!(await stateOf(api)).champion) {
      await api.post('/models/train');
      const first = await champion(api, () => true);
      yield step('first', `model ${first.version} scores. ${first.reason}`);
    }

    await watchFor(Math.max(1, before.watchDays));
    const { version } = await api.post<ModelSummary>('/models/train');
    const shadow = await settled(api, version, ({ state }) => state !== 'candidate');
    if (shadow.state !== 'shadow') throw new Error(`Model ${version} does not watch: ${shadow.reason}`);
    const learned = Date.now();
    const seen = await until(() => stateOf(api), {
      done: ({ scores }) => scores.shadow !== null && scores.shadow.people > 0,
      seconds: patience,
    });
    const after = ((Date.now() - learned) / 1000).toFixed(1);
    yield step(
      'shadow',
      `model ${version} watches; ${after} s later it had scored ${seen.scores.shadow!.people} leads`,
    );

    await watchFor(0);
    const promoted = await champion(api, (model) => model.version === version);
    yield step('promoted', `model ${version} scores. ${promoted.reason} ${promoted.card!.checks.at(-1)!.text}`);

    await addLeads(api, people);
    await api.post('/models/score-everybody');
    const drifted = await settled(api, version, ({ drift }) => drift[0]?.level === 'act');
    yield step('drifted', `${people} leads came; index ${drifted.drift[0]!.index.toFixed(2)}`);

    const asked = await until(() => newest(api), { done: ({ cause }) => cause === 'drift', seconds: patience });
    const again = await settled(api, asked.version, ({ trainedAt }) => trainedAt !== null);
    yield step(
      'again',
      `model ${again.version} was learned because people had changed: ${again.state}. ${again.reason}`,
    );

    const scores = await champion(api, () => true);
    const { champion: back } = await api.post<{ champion: ModelSummary | null }>('/models/roll-back');
    const since = back ? `model ${back.version}, since ${back.championSince}` : 'the rule';
    yield step('back', `gone back from model ${scores.version}: ${since}`);
  } finally {
    await api.put('/models/settings', before);
  }
}

const stateOf = (api: ApiClient) => api.get<ScoringState>('/models/state');
const newest = async (api: ApiClient): Promise<ModelSummary> =>
  (await api.get<{ data: ModelSummary[] }>('/models')).data[0]!;

/** The model of a version as soon as something is so of it. */
async function settled(api: ApiClient, version: number, isSo: (model: Model) => boolean): Promise<Model> {
  const { data } = await api.get<{ data: ModelSummary[] }>('/models');
  const { id } = data.find((model) => model.version === version)!;
  return until(() => api.get<Model>(`/models/${id}`), { done: isSo, seconds: patience, what: `model ${version}` });
}

/** What scores, as soon as something is so of it. */
async function champion(api: ApiClient, isSo: (model: ModelSummary) => boolean): Promise<Model> {
  const found = await until(async () => (await api.get<{ data: ModelSummary[] }>('/models')).data, {
    done: (models) => models.some((model) => model.state === 'champion' && isSo(model)),
    seconds: patience,
    what: 'a model that scores',
  });
  return api.get<Model>(`/models/${found.find(({ state }) => state === 'champion')!.id}`);
}

/** People at once: an answer each, and fewer than the installation lets one caller make. */
const atOnce = 8;

async function addLeads(api: ApiClient, people: number): Promise<void> {
  const mark = Date.now().toString(36);
  for (let from = 0; from < people; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, people - from) }, (_, at) => from + at);
    await Promise.all(
      numbers.map((number) =>
        api.post('/people', {
          kind: 'lead',
          email: `life-${mark}-${number}@example.test`,
          firstName: 'New',
          lastName: `Lead ${number}`,
        }),
      ),
    );
  }
  await pause(1000);
}
