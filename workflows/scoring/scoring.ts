import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { ScoringActivities } from '../../activities/scoring/scoring.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds, type NextRound } from '../tenants/in-rounds.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose people are scored. */
export interface ScoringRef {
  tenantId: string;
}

/** What a run carries on to the next: when everybody was scored last (ISO 8601), and by which models. */
export interface ScoringInput extends ScoringRef {
  last?: { at: string; scoredBy: string };
}

/** `scoring/{tenant}` */
export const scoringWorkflowId = ({ tenantId }: ScoringRef): string => `scoring/${tenantId}`;

/** Somebody did something and is to be scored anew, or another model scores. */
export const wakeScoring = defineSignal('wake');

/** Everybody is to be scored anew now: somebody wants to know how far people have moved. */
export const scoreEverybody = defineSignal('scoreEverybody');

/** How the workflow is started and woken in one, by whoever asked for scores or found that nobody works them out. */
export const scoringStart = (ref: ScoringRef) => ({ ...scoringRun(ref), signal: wakeScoring });

/** How it is started and told in one to score everybody. */
export const scoringOfEverybody = (ref: ScoringRef) => ({ ...scoringRun(ref), signal: scoreEverybody });

function scoringRun(ref: ScoringRef) {
  return {
    workflowId: scoringWorkflowId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [ScoringInput],
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'scoring' }),
    staticSummary: 'Scores how likely people are to be converted',
  };
}

const { refreshScores, scoreAsked } = proxyActivities<ScoringActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
});

/** Everybody is scored anew so often: time alone moves scores, as nothing happens. */
const refreshMs = 24 * 3600_000;

/**
 * Keeps the scores of a tenant's people: of everybody once a day and when another model takes over, of those who did something or are new
 * as it happens. It ends when there is nobody to score.
 */
export async function scoring({ tenantId, last }: ScoringInput): Promise<void> {
  const ref = { tenantId };
  const fairly = { priority: { fairnessKey: tenantId } };
  let refreshed = last;
  // A counter, so that a request that comes while everybody is being scored is not taken for done.
  let [asked, done] = [0, 0];
  // Whoever opens a mail and clicks is scored once.
  const soon: NextRound['rest'] = (isWoken) =>
    isWoken ? { time: '5 seconds', summary: 'in case they do more' } : null;
  const next: NextRound = { wait: { time: '1 hour', summary: 'until the next look at who is new' }, rest: soon };
  const again: NextRound = { rest: () => null };
  await inRounds({
    wake: wakeScoring,
    also: { signal: scoreEverybody, hear: () => void asked++ },
    look: async () => {
      const nowMs = Date.now();
      const now = new Date(nowMs).toISOString();
      if (!refreshed || asked > done || nowMs - Date.parse(refreshed.at) >= refreshMs) {
        const upTo = asked;
        const { people, scoredBy } = await refreshScores.executeWithOptions({ summary: 'score everybody', ...fairly }, [
          { ...ref, now },
        ]);
        refreshed = { at: now, scoredBy };
        done = upTo;
        setCurrentDetails(`${people} people scored at ${now}, by ${scoredBy}.`);
      }
      const round = await scoreAsked.executeWithOptions({ summary: 'score who did something or is new', ...fairly }, [
        { ...ref, now },
      ]);
      if (round.scoredBy !== refreshed.scoredBy) {
        refreshed = undefined;
        return again;
      }
      if (!round.hasPeople) return null;
      return round.isDone ? next : again;
    },
    once: next,
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested)
        await continueAsNew<typeof scoring>({ ...ref, ...(refreshed ? { last: refreshed } : {}) });
    },
  });
}
