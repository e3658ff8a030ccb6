import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandInput } from '../../activities/campaigns/rules.ts';
import { workflowBundle } from '../../bin/workflow-bundle.ts';
import type { CampaignSnapshot } from '../../domain/campaigns/command.ts';
import { transitions } from '../../domain/campaigns/lifecycle.ts';
import { startTimeSkipping } from '../../test/time-skipping.ts';
import { broadcastWorkflowId } from '../broadcasts/messages.ts';
import { campaignLifecycle } from './lifecycle.ts';
import { commandUpdate, type CampaignRef } from './messages.ts';

let env: TestWorkflowEnvironment;

beforeAll(async () => {
  env = await startTimeSkipping();
}, 120_000);
afterAll(() => env.teardown());

const day = 24 * 3600_000;
const by = { kind: 'user', personId: 'p', role: 'admin' } as const;

/** Activities that keep one campaign in memory, and the commands they were given with the clock of the business. */
function fakeCampaign(campaign: CampaignSnapshot, parts: string[] = []) {
  const given: { command: string; now: string }[] = [];
  return {
    given,
    activities: {
      loadCampaign: async ({ campaignId }: CampaignRef): Promise<CampaignSnapshot> =>
        campaignId === 'waiting' ? { status: 'approved', startAt: null, endAt: null, version: 1 } : { ...campaign },
      listParts: async () => [...parts],
      applyCommand: async ({ command, now, startAt }: CommandInput) => {
        given.push({ command, now });
        Object.assign(campaign, { status: transitions[command].to, version: campaign.version + 1 });
        if (startAt) campaign.startAt = startAt;
        return { ...campaign };
      },
    },
  };
}

it('sleeps on a durable timer until a start that is weeks away, rescheduled on the way, and ends at the end date', async () => {
  const now = await env.currentTimeMs();
  const at = (days: number) => new Date(now + days * day).toISOString();
  const { given, activities } = fakeCampaign({ status: 'approved', startAt: null, endAt: at(60), version: 1 });
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: 'schedule',
    workflowBundle: { codePath: await workflowBundle() },
    activities,
  });
  await worker.runUntil(async () => {
    const handle = await env.client.workflow.start(campaignLifecycle, {
      taskQueue: 'schedule',
      workflowId: 'campaign/t/c',
      args: [{ tenantId: 't', campaignId: 'c' }],
    });
    await handle.executeUpdate(commandUpdate, { args: [{ command: 'schedule', actor: by, startAt: at(20) }] });
    await env.sleep('10 days');
    await handle.executeUpdate(commandUpdate, { args: [{ command: 'schedule', actor: by, startAt: at(40) }] });
    expect(await handle.result()).toBe('completed');
  });
  const daysOf = ({ now: moment }: { now: string }) => Math.round((Date.parse(moment) - now) / day);
  expect(given.map((one) => [one.command, daysOf(one)])).toEqual([
    ['schedule', 0],
    ['schedule', 10],
    ['start', 40],
    ['complete', 60],
  ]);
}, 120_000);

it('follows parts of an earlier run for weeks without filling its history, and completes when they have ended', async () => {
  const owner = { tenantId: 't', campaignId: 'long' };
  const parts = ['b'];
  const running = { status: 'running', startAt: null, endAt: null, parts: 1, version: 1 } as const;
  const { given, activities } = fakeCampaign({ ...running }, parts);
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: 'schedule',
    workflowBundle: { codePath: await workflowBundle() },
    activities,
  });
  await worker.runUntil(async () => {
    // Under way under the name of the part, and no child of ours: a campaign that waits for somebody is as good as a message.
    const part = await env.client.workflow.start(campaignLifecycle, {
      taskQueue: 'schedule',
      workflowId: broadcastWorkflowId({ ...owner, broadcastId: 'b' }),
      args: [{ tenantId: 't', campaignId: 'waiting' }],
    });
    const handle = await env.client.workflow.start(campaignLifecycle, {
      taskQueue: 'schedule',
      workflowId: 'campaign/t/long',
      // As the run before left it: its part is adopted before anything else is asked.
      args: [{ ...owner, parts: { open: ['b'], hasFailed: false, wish: 'send' } }],
    });
    await env.sleep('6 hours');
    const { historyLength } = await handle.describe();
    // A look each quarter of an hour is under thirty of them; one a minute would be 360, at some fifteen events each.
    expect(historyLength).toBeGreaterThan(100);
    expect(historyLength).toBeLessThan(30 * 16);
    parts.pop();
    await part.terminate();
    expect(await handle.result()).toBe('completed');
  });
  expect(given.map(({ command }) => command)).toEqual(['complete']);
}, 120_000);
