import { defineSignal } from '@temporalio/workflow';

/** Which broadcast a workflow carries. */
export interface BroadcastRef {
  tenantId: string;
  campaignId: string;
  broadcastId: string;
}

/** `broadcast/{tenant}/{broadcast}` */
export const broadcastWorkflowId = ({
  tenantId,
  broadcastId,
}: Pick<BroadcastRef, 'tenantId' | 'broadcastId'>): string => `broadcast/${tenantId}/${broadcastId}`;

/** The campaign was paused: nothing more is taken from the queue. */
export const pauseBroadcast = defineSignal('pause');
/** The campaign goes on. */
export const resumeBroadcast = defineSignal('resume');
/** The campaign was cancelled: what is still queued is taken back. */
export const cancelBroadcast = defineSignal('cancel');
/** The outbox has nothing left of this broadcast. */
export const drainedSignal = defineSignal('drained');
