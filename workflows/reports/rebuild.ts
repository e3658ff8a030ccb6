import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { ReportActivities } from '../../activities/reports/reports.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose reports. */
export interface ReportRebuildRef {
  tenantId: string;
}

/** `reportRebuild/{tenant}` */
export const reportRebuildWorkflowId = ({ tenantId }: ReportRebuildRef): string => `reportRebuild/${tenantId}`;

/** How it is started; if one is running already, that one is used. */
export function reportRebuildStart(ref: ReportRebuildRef) {
  return {
    workflowId: reportRebuildWorkflowId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [ReportRebuildRef],
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'reportRebuild' }),
    staticSummary: 'Counts anew what reports read',
  };
}

const { recountHours } = proxyActivities<ReportActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '1 hour',
  retry: { initialInterval: '10 seconds', maximumInterval: '10 minutes', maximumAttempts: 20 },
});

/**
 * Counts the hours of all campaigns anew: after the organisation moved to another time zone, and once for what happened before hours
 * were kept. Returns by how many rows they were off.
 */
export async function reportRebuild(ref: ReportRebuildRef): Promise<number> {
  const off = await recountHours.executeWithOptions(
    { summary: 'count the hours anew', priority: { fairnessKey: ref.tenantId } },
    [ref],
  );
  setCurrentDetails(off === 0 ? 'All hours were right.' : `${off} hours were put right.`);
  return off;
}
