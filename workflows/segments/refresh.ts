import { continueAsNew, defineSignal, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { SegmentActivities } from '../../activities/segments/segments.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { inRounds, type NextRound } from '../tenants/in-rounds.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose segments are refreshed. */
export interface SegmentsRef {
  tenantId: string;
}

/** `segments/{tenant}` */
export const segmentRefreshId = ({ tenantId }: SegmentsRef): string => `segments/${tenantId}`;

/** A watched segment is new or has another rule: look now. */
export const wakeSegments = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever changed a watched segment or found one that nobody refreshes. */
export function segmentRefreshStart(ref: SegmentsRef) {
  return {
    workflowId: segmentRefreshId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [SegmentsRef],
    signal: wakeSegments,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'segments' }),
    staticSummary: 'Looks who came into watched segments and who left them',
  };
}

const { refreshSegments } = proxyActivities<SegmentActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '90 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/**
 * Keeps the people of a tenant's watched segments up to date. Time alone lets people come and go ("in the last 30 days"), so it looks
 * every few minutes, and sooner when it is woken; it ends when no segment is watched any more.
 */
export async function segmentRefresh({ tenantId }: SegmentsRef): Promise<void> {
  const next: NextRound = {
    wait: { time: '5 minutes', summary: 'until the next round' },
    // Several changes in a row are looked at together.
    rest: (isWoken) => (isWoken ? { time: '3 seconds', summary: 'in case more is changed' } : null),
  };
  await inRounds({
    wake: wakeSegments,
    look: async () => {
      const now = new Date(Date.now()).toISOString();
      const round = await refreshSegments.executeWithOptions(
        { summary: 'who came and who left', priority: { fairnessKey: tenantId } },
        [{ tenantId, now }],
      );
      setCurrentDetails(
        `Round of ${now}: ${round.segments} watched segments, ${round.entered} people came in, ${round.left} left.`,
      );
      return round.segments === 0 ? null : next;
    },
    once: next,
    renew: async () => {
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof segmentRefresh>({ tenantId });
    },
  });
}
