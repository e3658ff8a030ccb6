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
import type { ModelDecidingActivities } from '../activities/model-deciding.ts';
import type { ModelTrainingActivities } from '../activities/model-training.ts';
import type { CommandActor } from '../domain/campaigns/command.ts';
import { taskQueues } from '../domain/task-queues.ts';
import { inRounds, type NextRound } from './in-rounds.ts';
import { searchAttributes } from './search-attributes.ts';

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

/** Steps back from the champion to what scored before it; refused where the rule scores. */
export const rollBackModel = defineUpdate<void, [{ actor: CommandActor }]>('rollBack');

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
  setHandler(promoteModel, (command) =>
    promote.executeWithOptions({ summary: 'promote the shadow' }, [{ ...ref, ...command, now: nowIso() }]),
  );
  setHandler(rollBackModel, (command) =>
    stepBack.executeWithOptions({ summary: 'step back from the champion' }, [{ ...ref, ...command, now: nowIso() }]),
  );
  const again: NextRound = { rest: () => null };
  const daily = (ms: number): NextRound => ({ wait: { time: ms, summary: 'until the next look' }, rest: () => null });
  await inRounds({
    wake: wakeTraining,
    look: async () => {
      const now = nowIso();
      const isDue = await planTraining.executeWithOptions({ summary: 'is a model to be learned?' }, [{ ...ref, now }]);
      if (isDue) await learn(ref, now);
      const decided = await decideShadow.executeWithOptions({ summary: 'decide on the shadow' }, [{ ...ref, now }]);
      const watch = await watchChampion.executeWithOptions({ summary: 'how far have people moved?', ...fairly }, [
        { ...ref, now },
      ]);
      setCurrentDetails(detailsOf({ now, shadow: decided.is, champion: watch.is }));
      if (watch.asked) return again;
      if (decided.is === 'waits')
        return daily(Math.min(dayMs, Math.max(60_000, Date.parse(decided.until) - Date.now())));
      return watch.is === 'none' ? null : daily(dayMs);
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

const dayMs = 24 * 3600_000;

/** Learns the candidate; where that fails for good it is put away, and what scored before goes on. */
async function learn(ref: TrainingRef, now: string): Promise<void> {
  const fairly = { priority: { fairnessKey: ref.tenantId } };
  try {
    await trainCandidate.executeWithOptions({ summary: 'learn a model', ...fairly }, [{ ...ref, now }]);
  } catch {
    await giveUpCandidate.executeWithOptions({ summary: 'put the candidate away' }, [{ ...ref, now }]);
  }
}

const detailsOf = ({ now, shadow, champion }: { now: string; shadow: string; champion: string }): string =>
  `Look of ${now}: ${champion === 'none' ? 'the rule scores' : `a model scores, people have moved: ${champion}`}; shadow: ${shadow}.`;
