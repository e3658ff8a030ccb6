import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workflowBundle } from '../../bin/workflow-bundle.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { recordHistory } from '../../test/record-history.ts';
import { startTimeSkipping } from '../../test/time-skipping.ts';
import { attributionRebuild, attributionStart } from '../reports/attribution-rebuild.ts';
import { contentSimilarity, contentSimilarityStart } from '../content-similarity.ts';
import { segmentSuggestion, segmentSuggestionStart } from '../segments/suggestion.ts';

let env: TestWorkflowEnvironment;
let workers: Worker[];
let runs: Promise<unknown>;
/** What was done, in its order. */
const did: string[] = [];
const looks: number[] = [];
const comparisons: number[] = [];
let settled = 0;
let opportunities = 2;

const activities = {
  settleCredits: () => {
    did.push('settle');
    // The first round has not come to its end.
    return Promise.resolve({ opportunities: 100, entries: 7, isDone: ++settled > 1 });
  },
  refit: ({ now }: { now: string }) => {
    did.push(`refit ${now.slice(0, 10)}`);
    return Promise.resolve(did.filter((what) => what.startsWith('refit')).length === 1);
  },
  hasFacts: () => {
    did.push('look');
    return Promise.resolve(--opportunities > 0);
  },
  compareContent: ({ now }: { now: string }) => {
    comparisons.push(Date.parse(now));
    return Promise.resolve({ hasItems: comparisons.length < 3, people: 7, engagements: 20, items: 5 });
  },
  suggestSegments: ({ now }: { now: string }) => {
    looks.push(Date.parse(now));
    // First there is too little to learn from, then enough, and in the end nobody is left.
    const outcome = looks.length < 3 ? 'too_few' : 'nothing';
    return Promise.resolve({ outcome, people: looks.length < 5 ? 100 : 0, converted: 40, searched: 9, found: 0 });
  },
};

beforeAll(async () => {
  env = await startTimeSkipping();
  const codePath = await workflowBundle();
  const options = { connection: env.nativeConnection, activities };
  workers = await Promise.all([
    Worker.create({ ...options, taskQueue: taskQueues.main, workflowBundle: { codePath } }),
    Worker.create({ ...options, taskQueue: taskQueues.bulk }),
  ]);
  runs = Promise.all(workers.map((worker) => worker.run()));
}, 120_000);
afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await runs;
  await env.teardown();
});

it('works off what is asked for, again where the model was fitted anew, looks the next day, and ends where nothing is left', async () => {
  const handle = await env.client.workflow.signalWithStart(
    attributionRebuild,
    attributionStart({ tenantId: '0199aaaa-0000-7000-8000-000000000001' }),
  );
  await handle.result();
  const days = [...new Set(did.filter((what) => what.startsWith('refit')))].map((what) => Date.parse(what.slice(6)));
  expect(days).toHaveLength(2);
  expect(days[1]! - days[0]!).toBe(24 * 3600_000);
  expect(did.map((what) => what.split(' ')[0])).toEqual([
    ...['settle', 'settle', 'refit'],
    ...['settle', 'refit', 'look'],
    ...['settle', 'refit', 'look'],
  ]);
  await recordHistory(handle, 'attributionRebuild-1');
});

it('looks for suggestions every day while there is too little to learn from, then once a week, and ends where nobody is left', async () => {
  const handle = await env.client.workflow.signalWithStart(
    segmentSuggestion,
    segmentSuggestionStart({ tenantId: '0199aaaa-0000-7000-8000-000000000001' }),
  );
  await handle.result();
  const days = looks.slice(1).map((at, index) => Math.round((at - looks[index]!) / (24 * 3600_000)));
  expect(days).toEqual([1, 1, 7, 7]);
  await recordHistory(handle, 'segmentSuggestion-1');
});

it('compares content once a day, and ends where there is none', async () => {
  const handle = await env.client.workflow.signalWithStart(
    contentSimilarity,
    contentSimilarityStart({ tenantId: '0199aaaa-0000-7000-8000-000000000001' }),
  );
  await handle.result();
  const days = comparisons.slice(1).map((at, index) => Math.round((at - comparisons[index]!) / (24 * 3600_000)));
  expect(days).toEqual([1, 1]);
  await recordHistory(handle, 'contentSimilarity-1');
});
