import type { Client } from '@temporalio/client';
import { segmentRefresh, segmentRefreshStart } from '../../../workflows/segments/refresh.ts';

/** Has a tenant's watched segments looked at now. Where Temporal is away, housekeeping finds them later. */
export async function wakeSegmentRefresh(temporal: Client, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(segmentRefresh, segmentRefreshStart({ tenantId })).catch(() => {});
}
