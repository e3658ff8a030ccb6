import {
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { NextActionActivities } from '../../activities/next-actions/next-actions.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { nextActionNews, type NextActionRef } from './messages.ts';

const { lookAtNextAction } = proxyActivities<NextActionActivities>({
  taskQueue: taskQueues.deciding,
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/**
 * What is awaited for one person: an answer to what was done, somebody who accepts or rejects what is proposed, the end of a cool-down or
 * of quiet hours. Each look settles what is over and decides anew where there is a reason; whoever has just looked says until when there
 * is nothing to do, which costs one timer. It ends when nothing is left to wait for, so that a person of whom nothing is expected has no
 * workflow. Choosing and drawing happen in the activity.
 */
export async function nextBestAction({ tenantId, personId, lookAt: known = null }: NextActionRef): Promise<void> {
  const ref = { tenantId, personId };
  let lookAt = known;
  let news = 0;
  setHandler(nextActionNews, (at = null) => {
    lookAt = at;
    news++;
  });
  for (;;) {
    const seen = news;
    if (lookAt === null || Date.parse(lookAt) <= Date.now()) {
      const found = await lookAtNextAction.executeWithOptions(
        { summary: 'what came of it, and what is next?', priority: { fairnessKey: tenantId } },
        [{ ...ref, now: new Date(Date.now()).toISOString() }],
      );
      // Who told meanwhile knows better.
      if (news !== seen) continue;
      lookAt = found.lookAt;
      if (lookAt === null) return;
    }
    setCurrentDetails(`Waits until ${lookAt}, or until something happens.`);
    const wait = Math.max(1, Date.parse(lookAt) - Date.now());
    await condition(() => news !== seen, wait, { summary: `until ${lookAt}` });
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof nextBestAction>({ ...ref, lookAt });
  }
}
