import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ModelDecidingActivities } from '../../activities/scoring/model-deciding.ts';
import type { ModelTrainingActivities } from '../../activities/scoring/model-training.ts';
import type { CommandActor } from '../../domain/campaigns/command.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds, type NextRound } from '../tenants/in-rounds.ts';
import {
  beginTelling,
  decisionWords,
  foundWords,
  standingWords,
  trainingWords,
  type Telling,
} from './model-training-details.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose models are learned. */
export interface TrainingRef {
  tenantId: string;
}

/** `modelTraining/{tenant}` */
export const trainingWorkflowId = ({ tenantId }: TrainingRef): string => `modelTraining/${tenantId}`;

/** A model was asked for, or the day has come to look. */
export const wakeTraining = defineSignal('wake');

/** Makes the shadow the champion, by somebody who does not want to wait; refused where it is no shadow. */
export const promoteModel = defineUpdate<void, [{ modelId: string; actor: CommandActor }]>('promote');

/** Steps back from the champion that is meant to what scored before it; refused where another model, or the rule, scores. */
export const rollBackModel = defineUpdate<void, [{ actor: CommandActor; championId?: string }]>('rollBack');

/** How the workflow is started, by whoever has a command for it; woken in one with `trainingStart`. */
export const trainingRun = (ref: TrainingRef) => ({
  workflowId: trainingWorkflowId(ref),
  taskQueue: taskQueues.main,
  args: [ref] as [TrainingRef],
  typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'modelTraining' }),
  staticSummary: 'Learns who is converted, and decides which model scores',
});

/** How it is started and woken in one. */
export const trainingStart = (ref: TrainingRef) => ({ ...trainingRun(ref), signal: wakeTraining });

const { trainCandidate } = proxyActivities<ModelTrainingActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '10 seconds', maximumInterval: '10 minutes', maximumAttempts: 4 },
});
const { planTraining, giveUpCandidate } = proxyActivities<ModelTrainingActivities>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
});
const {
  decideShadow,
  promoteModel: promote,
  stepBackModel: stepBack,
} = proxyActivities<ModelDecidingActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
const { watchChampion } = proxyActivities<ModelDecidingActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '10 seconds', maximumInterval: '10 minutes' },
});

/**
 * The life of a tenant's models: a candidate is learned when it is asked for, once a month, or when people have changed; it scores in the
 * shadow of the champion, takes its place where it passes, and is stepped back from where it does worse than a rule. It ends where no model
 * scores and there is too little to learn from.
 */
export async function modelTraining(ref: TrainingRef): Promise<void> {
  const nowIso = () => new Date(Date.now()).toISOString();
  const fairly = { priority: { fairnessKey: ref.tenantId } };
  const telling = beginTelling();
  answerCommands(ref, { telling, nowIso });
  const again: NextRound = { rest: () => null };
  const daily = (ms: number): NextRound => ({ wait: { time: ms, summary: 'until the next look' }, rest: () => null });
  await inRounds({
    wake: wakeTraining,
    look: async () => {
      const now = nowIso();
      const isDue = await planTraining.executeWithOptions({ summary: 'is a model to be learned?' }, [{ ...ref, now }]);
      if (isDue) await learn(ref, { now, telling });
      const decided = await decideShadow.executeWithOptions({ summary: 'decide on the shadow' }, [{ ...ref, now }]);
      const watch = await watchChampion.executeWithOptions({ summary: 'how far have people moved?', ...fairly }, [
        { ...ref, now },
      ]);
      if (decisionWords(decided) !== '') telling.step(now, decisionWords(decided));
      if (foundWords(watch) !== '') telling.step(now, foundWords(watch));
      setCurrentDetails(telling.stands(standingWords(now, { decided, watch })));
      if (watch.asked) return again;
      if (decided.is === 'waits')
        return daily(Math.min(dayMs, Math.max(60_000, Date.parse(decided.until) - Date.now())));
      // A model that waits for somebody is looked after, and learned anew, also where only the rule scores.
      return watch.is === 'none' && decided.is !== 'suggested' ? null : daily(dayMs);
    },
    once: again,
    renew: async () => {
      if (!workflowInfo().continueAsNewSuggested) return;
      await condition(allHandlersFinished);
      await continueAsNew<typeof modelTraining>(ref);
    },
  });
  await condition(allHandlersFinished);
}

interface Told {
  telling: Telling;
  nowIso: () => string;
}

/** Does what people ask of the models, and tells it. */
function answerCommands(ref: TrainingRef, { telling, nowIso }: Told): void {
  setHandler(promoteModel, async (command) => {
    const now = nowIso();
    const version = await promote.executeWithOptions({ summary: 'promote the shadow: somebody asked for it' }, [
      { ...ref, ...command, now },
    ]);
    telling.step(now, `somebody let model ${version} score`);
    setCurrentDetails(telling.stands(`Model ${version} scores.`));
  });
  setHandler(rollBackModel, async (command) => {
    const now = nowIso();
    const back = await stepBack.executeWithOptions({ summary: 'step back from the champion: somebody asked for it' }, [
      { ...ref, ...command, now },
    ]);
    const scorer = back?.to ? `model ${back.to}` : 'the rule';
    telling.step(now, `somebody stepped back from model ${back?.from}: ${scorer} scores again`);
    setCurrentDetails(telling.stands(back?.to ? `Model ${back.to} scores.` : 'No model scores: the rule does.'));
  });
}

const dayMs = 24 * 3600_000;

/** Learns the candidate; where that fails for good it is retired, and what scored before goes on. */
async function learn(ref: TrainingRef, { now, telling }: { now: string; telling: Telling }): Promise<void> {
  const fairly = { priority: { fairnessKey: ref.tenantId } };
  setCurrentDetails(telling.stands('A model is being learned. What scored before goes on.'));
  try {
    const training = await trainCandidate.executeWithOptions({ summary: 'learn a model', ...fairly }, [
      { ...ref, now },
    ]);
    telling.step(now, trainingWords(training));
  } catch {
    await giveUpCandidate.executeWithOptions({ summary: 'put the candidate away' }, [{ ...ref, now }]);
    telling.step(now, 'a model could not be learned, again and again; it is retired');
  }
}
