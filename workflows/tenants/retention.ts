import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { RetentionActivities } from '../../activities/tenants/retention.ts';
import { nothingRemoved, type RetentionKind } from '../../domain/retention/kinds.ts';
import type { RetentionCounts } from '../../domain/retention/rule.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose rules are applied. */
export interface RetentionRef {
  tenantId: string;
}

/** `retention/{tenant}` */
export const retentionWorkflowId = ({ tenantId }: RetentionRef): string => `retention/${tenantId}`;

/** How it is started, nightly or by hand; if one is running already, that one is used. */
export function retentionStart(ref: RetentionRef) {
  return {
    workflowId: retentionWorkflowId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [RetentionRef],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'retention' }),
    staticSummary: 'Throws away what is past its time',
  };
}

const quick = proxyActivities<RetentionActivities>({ startToCloseTimeout: '1 minute' });
const { removeOverdue } = proxyActivities<RetentionActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: 50 },
});

const kindWords: Record<RetentionKind, string> = {
  engagement: 'engagement',
  inactivePeople: 'inactive people',
  jobRecords: 'imports and exports',
  signUps: 'sign-ups',
  inboundMails: 'what came back',
};

/** Applies the tenant's retention rules, one after the other, and notes what was removed. */
export async function retention(ref: RetentionRef): Promise<RetentionCounts> {
  const now = new Date(Date.now()).toISOString();
  const removed = { ...nothingRemoved };
  for (const cutoff of await quick.readCutoffs.executeWithOptions({ summary: 'what is over' }, [{ ...ref, now }])) {
    for (let isDone = false; !isDone;) {
      const round = await removeOverdue.executeWithOptions(
        { summary: `remove ${kindWords[cutoff.kind]}`, priority: { fairnessKey: ref.tenantId } },
        [{ ...ref, ...cutoff }],
      );
      removed[cutoff.kind] += round.removed;
      isDone = round.isDone;
      setCurrentDetails(`Removing ${kindWords[cutoff.kind]}: ${removed[cutoff.kind]} rows so far.`);
    }
  }
  await quick.noteRetention.executeWithOptions({ summary: 'note what was removed' }, [ref]);
  setCurrentDetails('Done for today.');
  return removed;
}
