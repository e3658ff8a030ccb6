import { taskQueues } from '../../domain/task-queues.ts';
import { drip, type DripInput } from '../../workflows/drips/drip.ts';
import { dripWorkflowId, type DripRef } from '../../workflows/drips/messages.ts';
import type { TestStage } from '../stage.ts';

/** Starts the workflow of a drip on a stage, with `more` than a new one has, and waits until people can come in. */
export async function startDrip(
  stage: TestStage,
  { tenantId, campaignId, dripId }: DripRef,
  more: Pick<DripInput, 'busyUntil'> = {},
) {
  const ref = { tenantId, campaignId, dripId };
  const handle = await stage.env.client.workflow.start(drip, {
    taskQueue: taskQueues.main,
    workflowId: dripWorkflowId(ref),
    args: [{ ...ref, ...more }],
  });
  await stage.passUntil(async () => {
    const [row] = await stage.database.owner.sql<{ status: string }[]>`select status from drips where id = ${dripId}`;
    return row?.status === 'running';
  });
  return handle;
}
