import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workflowBundle } from '../../bin/workflow-bundle.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { recordHistory } from '../../test/record-history.ts';
import { startTimeSkipping } from '../../test/time-skipping.ts';
import { nextActions } from './next-actions.ts';
import { nextActionNews, nextActionsStart, nextBestActionStart } from './messages.ts';
import { nextBestAction } from './next-best-action.ts';

let env: TestWorkflowEnvironment;
let workers: Worker[];
let runs: Promise<unknown>;
const tenantId = '0199aaaa-0000-7000-8000-000000000001';
const day = 24 * 3600_000;

/** What looks find, by person, and when they were made. */
const plans = new Map<string, (nowMs: number) => string | null>();
const looks: { personId: string; at: number }[] = [];
const rounds: string[] = [];
let left = 3;

const activities = {
  lookAtNextAction: ({ personId, now }: { personId: string; now: string }) => {
    looks.push({ personId, at: Date.parse(now) });
    return Promise.resolve({ lookAt: plans.get(personId)!(Date.parse(now)) });
  },
  decideNextActions: () => {
    rounds.push('decide');
    return Promise.resolve({ people: 200, isMore: rounds.length === 1, isOn: --left > 0 });
  },
  settleOverdue: () => Promise.resolve(rounds.push('settle')),
  evaluateNextActions: () => Promise.resolve(rounds.push('evaluate')),
};

beforeAll(async () => {
  env = await startTimeSkipping();
  const codePath = await workflowBundle();
  const options = { connection: env.nativeConnection, activities };
  workers = await Promise.all([
    Worker.create({ ...options, taskQueue: taskQueues.main, workflowBundle: { codePath } }),
    Worker.create({ ...options, taskQueue: taskQueues.bulk }),
    Worker.create({ ...options, taskQueue: taskQueues.deciding }),
  ]);
  runs = Promise.all(workers.map((worker) => worker.run()));
}, 120_000);
afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await runs;
  await env.teardown();
});

const start = (personId: string, lookAt: string | null) =>
  env.client.workflow.signalWithStart(nextBestAction, nextBestActionStart({ tenantId, personId, lookAt }));
const looksAt = (personId: string) => looks.filter((look) => look.personId === personId);

it('costs one timer until the moment that is known, looks then, and ends when nothing is awaited', async () => {
  const personId = '0199aaaa-0000-7000-8000-00000000000a';
  const began = await env.currentTimeMs();
  plans.set(personId, (now) => (now < began + 10 * day ? new Date(began + 12 * day).toISOString() : null));
  const handle = await start(personId, new Date(began + 7 * day).toISOString());
  await handle.result();
  const days = looksAt(personId).map(({ at }) => Math.round((at - began) / day));
  expect(days).toEqual([7, 12]);
  const { events } = await handle.fetchHistory();
  expect(events!.filter(({ timerStartedEventAttributes }) => timerStartedEventAttributes)).toHaveLength(2);
  await recordHistory(handle, 'nextBestAction-1');
});

it('looks at once where somebody says that there is news, and ends where that leaves nothing', async () => {
  const personId = '0199aaaa-0000-7000-8000-00000000000b';
  const began = await env.currentTimeMs();
  plans.set(personId, () => null);
  const handle = await start(personId, new Date(began + 7 * day).toISOString());
  await handle.signal(nextActionNews);
  await handle.result();
  expect(looksAt(personId)).toHaveLength(1);
  expect(looksAt(personId)[0]!.at - began).toBeLessThan(day);
  await recordHistory(handle, 'nextBestAction-news');
});

it('goes round while there is somebody with a reason, settles and asks once a day, and ends where nobody decides', async () => {
  const handle = await env.client.workflow.signalWithStart(nextActions, nextActionsStart({ tenantId }));
  await handle.result();
  expect(rounds).toEqual(['decide', 'decide', 'settle', 'evaluate', 'decide']);
  await recordHistory(handle, 'nextActions-1');
});
