import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { workflowBundle } from '../bin/workflow-bundle.ts';
import { taskQueues } from '../domain/task-queues.ts';
import { scoring, scoringStart, wakeScoring } from '../workflows/scoring/scoring.ts';
import { startTimeSkipping } from './time-skipping.ts';

const hour = 3_600_000;

/** When the timer ends for which a workflow waits, in milliseconds of the server's clock: an hour after it began. */
async function endOfTimer(handle: WorkflowHandle): Promise<number> {
  const { events } = await handle.fetchHistory();
  const { seconds, nanos } = events!.findLast(({ timerStartedEventAttributes: timer }) => timer)!.eventTime!;
  return Number(seconds) * 1000 + nanos! / 1e6 + hour;
}

it('goes on where workflows are signalled in the moment in which their timers end', async () => {
  const env = await startTimeSkipping();
  const tenants = Array.from({ length: 16 }, (_, at) => `tenant-${at}`);
  const looks = new Map(tenants.map((tenantId) => [tenantId, 0]));
  const activities = {
    refreshScores: async () => ({ people: 1, scoredBy: 'rule' }),
    scoreAsked: async ({ tenantId }: { tenantId: string }) => {
      looks.set(tenantId, looks.get(tenantId)! + 1);
      return { people: 1, isDone: true, scoredBy: 'rule', hasPeople: true };
    },
  };
  const options = { connection: env.nativeConnection, activities };
  const codePath = await workflowBundle();
  const main = await Worker.create({ ...options, taskQueue: taskQueues.main, workflowBundle: { codePath } });
  const bulk = await Worker.create({ ...options, taskQueue: taskQueues.bulk });
  const play = async () => {
    const handles = await Promise.all(
      tenants.map((tenantId) => env.client.workflow.signalWithStart(scoring, scoringStart({ tenantId }))),
    );
    const wait = { timeout: 20_000, interval: 100 };
    await expect.poll(() => Promise.all(handles.map(endOfTimer)).catch(() => null), wait).not.toBe(null);
    const ends = await Promise.all(handles.map(endOfTimer));
    await env.sleep(Math.min(...ends) - 1000 - (await env.currentTimeMs()));
    // From here on the clock goes as ours does: each is signalled a moment earlier before its end than the last.
    const ahead = (await env.currentTimeMs()) - Date.now();
    await Promise.all(
      handles.map(async (handle, at) => {
        await sleep(ends[at]! - ahead - Date.now() - at);
        await handle.signal(wakeScoring);
      }),
    );
    await env.sleep('1 hour');
    expect([...looks.values()].every((times) => times > 1)).toBe(true);
  };
  await bulk.runUntil(main.runUntil(play));
  await env.teardown();
}, 60_000);

it('ends with a call under way, which fails', async () => {
  const env = await startTimeSkipping();
  // Nobody works for it.
  const handle = await env.client.workflow.signalWithStart(scoring, scoringStart({ tenantId: 'tenant' }));
  const ends = expect(handle.result()).rejects.toThrow();
  await sleep(200);
  await env.teardown();
  await ends;
});
