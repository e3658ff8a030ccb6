import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { ContentSimilarityActivities } from '../activities/content/similarity.ts';
import { taskQueues } from '../domain/task-queues.ts';
import { inRounds, type NextRound } from './tenants/in-rounds.ts';
import { searchAttributes } from './search-attributes.ts';

/** Whose items are compared. */
export interface ContentRef {
  tenantId: string;
}

/** `content/{tenant}` */
export const contentSimilarityId = ({ tenantId }: ContentRef): string => `content/${tenantId}`;

/** Items are new or others: compare soon. */
export const wakeContent = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever changed items or found some that nobody compares. */
export function contentSimilarityStart(ref: ContentRef) {
  return {
    workflowId: contentSimilarityId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [ContentRef],
    signal: wakeContent,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'content' }),
    staticSummary: 'Finds out which content belongs together',
  };
}

const { compareContent } = proxyActivities<ContentSimilarityActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '5 minutes',
  retry: { initialInterval: '5 seconds', maximumInterval: '5 minutes' },
});

/** Compares a tenant's items once a day by who read them, and soon after they were changed; ends where there are none. */
export async function contentSimilarity(ref: ContentRef): Promise<void> {
  const next: NextRound = {
    wait: { time: '1 day', summary: 'until the next comparison' },
    // Items come in several at a time.
    rest: (isWoken) => (isWoken ? { time: '1 minute', summary: 'in case more is changed' } : null),
  };
  await inRounds({
    wake: wakeContent,
    look: async () => {
      const now = new Date(Date.now()).toISOString();
      const look = await compareContent.executeWithOptions(
        { summary: 'compare items by who read them', priority: { fairnessKey: ref.tenantId } },
        [{ ...ref, now }],
      );
      setCurrentDetails(
        `Comparison of ${now}: ${look.items} items that ${look.people} people did ${look.engagements} things with.`,
      );
      return look.hasItems ? next : null;
    },
    once: next,
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof contentSimilarity>(ref);
    },
  });
}
