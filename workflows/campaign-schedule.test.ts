import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandInput } from '../activities/campaign-rules.ts';
import { workflowBundle } from '../bin/workflow-bundle.ts';
import type { CampaignSnapshot } from '../domain/campaigns/command.ts';
import { transitions } from '../domain/campaigns/lifecycle.ts';
import { startTimeSkipping } from '../test/time-skipping.ts';
import { campaignLifecycle, commandUpdate } from './campaign-lifecycle.ts';

let env: TestWorkflowEnvironment;

beforeAll(async () => {
  env = await startTimeSkipping();
}, 120_000);
afterAll(() => env.teardown());

const day = 24 * 3600_000;
const by = { kind: 'user', personId: 'p', role: 'admin' } as const;

/** Activities that keep one campaign in memory, and the commands they were given with the clock of the business. */
function fakeCampaign(campaign: CampaignSnapshot) {
  const given: { command: string; now: string }[] = [];
  return {
    given,
    activities: {
      loadCampaign: async () => ({ ...campaign }),
      listParts: async () => [],
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
