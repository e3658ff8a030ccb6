import { Worker } from '@temporalio/worker';
import { workflowBundle } from '../../bin/workflow-bundle.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { startTimeSkipping } from '../../test/time-skipping.ts';
import { nextActionNews, nextBestActionStart } from '../../workflows/next-actions/messages.ts';
import { nextBestAction } from '../../workflows/next-actions/next-best-action.ts';

const day = 24 * 3600_000;

/**
 * Plays a month of somebody for whom something is done: a suggestion that is accepted the next day, an answer some days later, the end of
 * the cool-down, another suggestion that nobody looks at. Returns how many history events that takes.
 */
export async function playLife(): Promise<number> {
  const env = await startTimeSkipping();
  const began = await env.currentTimeMs();
  const on = (days: number) => new Date(began + days * day).toISOString();
  // What looks find, by the day on which they are made.
  const finds = [
    { until: 4, lookAt: on(15) },
    { until: 13, lookAt: on(20) },
    { until: 400, lookAt: null },
  ];
  const lookAtNextAction = ({ now }: { now: string }) =>
    Promise.resolve({ lookAt: finds.find(({ until }) => Date.parse(now) < began + until * day)!.lookAt });
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: taskQueues.main,
    workflowBundle: { codePath: await workflowBundle() },
  });
  const deciding = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: taskQueues.deciding,
    activities: { lookAtNextAction },
  });
  const running = Promise.all([worker.run(), deciding.run()]);
  const ref = { tenantId: '0199aaaa-0000-7000-8000-000000000001', personId: '0199aaaa-0000-7000-8000-00000000000c' };
  try {
    const handle = await env.client.workflow.signalWithStart(
      nextBestAction,
      nextBestActionStart({ ...ref, lookAt: on(7) }),
    );
    await env.sleep(day);
    await handle.signal(nextActionNews);
    await env.sleep(4 * day);
    // They answer; whoever looked says when the cool-down is over.
    await handle.signal(nextActionNews, on(12));
    await handle.result();
    return (await handle.fetchHistory()).events!.length;
  } finally {
    worker.shutdown();
    deciding.shutdown();
    await running;
    await env.teardown();
  }
}
