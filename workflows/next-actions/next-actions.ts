import { continueAsNew, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { NextActionActivities } from '../../activities/next-actions/next-actions.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds } from '../tenants/in-rounds.ts';
import { wakeNextActions, type NextActionsRef } from './messages.ts';

const { decideNextActions, settleOverdue } = proxyActivities<NextActionActivities>({
  taskQueue: taskQueues.deciding,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});
const { evaluateNextActions } = proxyActivities<NextActionActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '20 minutes',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '10 seconds', maximumInterval: '5 minutes' },
});

/**
 * The rounds of a tenant: whoever has a reason to be looked at (something they did, a score that moved, somebody who asked) is looked at
 * in batches, never everybody. Once a day it writes what came of decisions that nobody waits for, and once a week asks whether something
 * that was learned is better than what decides. It ends where nobody decides anything.
 */
export async function nextActions(ref: NextActionsRef): Promise<void> {
  const fairly = { priority: { fairnessKey: ref.tenantId } };
  let [looked, lastDay] = [0, ''];
  await inRounds({
    wake: wakeNextActions,
    look: async () => {
      const now = new Date(Date.now()).toISOString();
      const round = await decideNextActions.executeWithOptions({ summary: 'who has a reason to act?', ...fairly }, [
        { ...ref, now },
      ]);
      looked += round.people;
      setCurrentDetails(`${looked} people looked at in this run.`);
      if (round.isMore) return { rest: () => null };
      if (!round.isOn) return null;
      if (lastDay !== now.slice(0, 10)) {
        lastDay = now.slice(0, 10);
        await settleOverdue.executeWithOptions({ summary: 'what came of it?', ...fairly }, [{ ...ref, now }]);
        await evaluateNextActions.executeWithOptions({ summary: 'is what was learned better?', ...fairly }, [
          { ...ref, now },
        ]);
      }
      return {
        wait: { time: '1 day', summary: 'until somebody has a reason to be looked at' },
        // Several things that somebody does in a row are one reason.
        rest: () => ({ time: '5 seconds', summary: 'in case more happens' }),
      };
    },
    once: { rest: () => null },
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof nextActions>(ref);
    },
  });
}
