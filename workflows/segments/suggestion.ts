import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { SegmentSuggestionActivities } from '../../activities/segments/suggestions.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds, type NextRound } from '../tenants/in-rounds.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose people are looked at. */
export interface SuggestionsRef {
  tenantId: string;
}

/** `suggestions/{tenant}` */
export const segmentSuggestionId = ({ tenantId }: SuggestionsRef): string => `suggestions/${tenantId}`;

/** Somebody wants to know now. */
export const lookForSegments = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever asks for a look or finds a tenant without one. */
export function segmentSuggestionStart(ref: SuggestionsRef) {
  return {
    workflowId: segmentSuggestionId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [SuggestionsRef],
    signal: lookForSegments,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'suggestions' }),
    staticSummary: 'Looks for rules that describe people who convert more often',
  };
}

const { suggestSegments } = proxyActivities<SegmentSuggestionActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '5 seconds', maximumInterval: '5 minutes' },
});

/**
 * Looks once a week for segments that suggest themselves, once a day while too few leads were converted to learn from, and when
 * somebody asks for it. It ends for a tenant without leads; housekeeping begins it again.
 */
export async function segmentSuggestion(ref: SuggestionsRef): Promise<void> {
  const after = (time: '7 days' | '1 day'): NextRound => ({
    wait: { time, summary: 'until the next look' },
    rest: (isWoken) => (isWoken ? { time: '2 seconds', summary: 'in case more is asked for' } : null),
  });
  await inRounds({
    wake: lookForSegments,
    look: async () => {
      const now = new Date(Date.now()).toISOString();
      const look = await suggestSegments.executeWithOptions(
        { summary: 'look for rules', priority: { fairnessKey: ref.tenantId } },
        [{ ...ref, now }],
      );
      setCurrentDetails(
        `Look of ${now}: ${look.people} leads, ${look.converted} of them converted; ${look.searched} rules tried, ${look.found} suggested.`,
      );
      if (look.people === 0) return null;
      return after(look.outcome === 'too_few' ? '1 day' : '7 days');
    },
    once: after('7 days'),
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof segmentSuggestion>(ref);
    },
  });
}
