import { taskQueues } from '../../domain/task-queues.ts';
import { drip } from '../../workflows/drip.ts';
import { dripWorkflowId, type DripRef } from '../../workflows/drip-messages.ts';
import type { TestStage } from '../stage.ts';

/** Starts the workflow of a drip on a stage and waits until people can come in. */
export async function startDrip(stage: TestStage, { tenantId, campaignId, dripId }: DripRef) {
  const ref = { tenantId, campaignId, dripId };
  const handle = await stage.env.client.workflow.start(drip, {
    taskQueue: taskQueues.main,
    workflowId: dripWorkflowId(ref),
    args: [ref],
  });
  await stage.passUntil(async () => {
    const [row] = await stage.database.owner.sql<{ status: string }[]>`select status from drips where id = ${dripId}`;
    return row?.status === 'running';
  });
  return handle;
}
