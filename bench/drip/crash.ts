import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Client } from '@temporalio/client';
import { withTenant } from '../../db/connection.ts';
import { findDrip } from '../../db/queries/drips/drips.ts';
import { campaignLifecycle, campaignStart } from '../../workflows/campaigns/lifecycle.ts';
import { closeDrip, dripWorkflowId } from '../../workflows/drips/messages.ts';
import { outboxWorkflowId } from '../../workflows/outbox.ts';
import type { BenchServers } from '../send/servers.ts';
import { countSent, letIn, prepareDrip, type BenchDrip } from './campaign.ts';

/** How many people go how many steps, how often the worker is killed meanwhile, and who hears how far it is. */
export interface CrashPlan {
  people: number;
  steps: number;
  kills: number;
  note: (text: string) => void;
}

/** What that took; `kills` is how often the worker was really killed. */
export interface CrashRun {
  drip: BenchDrip;
  seconds: number;
  historyEvents: number;
  kills: number;
}

/**
 * Leads people through a drip while its worker is killed, on the servers and with the worker of production and by the clock on the wall: what a
 * crash leaves behind is found out by time that passes. A step is a message and a minute's wait after it.
 */
export async function leadThroughCrashes(servers: BenchServers, plan: CrashPlan): Promise<CrashRun> {
  const { people, steps, kills, note } = plan;
  const { client } = servers;
  const databases = { owner: servers.owner(), app: servers.app() };
  let worker = await servers.startWorker();
  note(`preparing ${people} people and ${steps} steps, a minute apart`);
  const drip = await prepareDrip(databases, { people, steps, unit: 'minutes' });
  const began = performance.now();
  const campaign = await client.workflow.start(campaignLifecycle, campaignStart(drip));
  const find = () => withTenant(databases.app.db, drip.tenantId, (db) => findDrip(db, drip.dripId));
  while ((await find())?.status !== 'running') await pause(100);
  note('letting everybody in');
  const { personIds } = drip;
  await letIn({ ...databases, client }, drip, { personIds, nowIso: new Date().toISOString() });
  await client.workflow.getHandle(dripWorkflowId(drip)).signal(closeDrip);
  let isOver = false;
  const finished = campaign.result().finally(() => (isOver = true));
  finished.catch(() => {});
  let killed = 0;
  for (; killed < kills; killed++) {
    const at = ((killed + Math.random()) / (kills + 1)) * people * steps;
    while (!isOver && (await countSent(databases, drip)) < at) await pause(50);
    if (isOver) break;
    note(`killing the worker (${killed + 1} of ${kills})`);
    await killOff(worker);
    worker = await servers.startWorker();
  }
  await finished;
  const seconds = (performance.now() - began) / 1000;
  return { drip, seconds, historyEvents: await countEvents(client, drip), kills: killed };
}

async function killOff(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit');
  worker.kill('SIGKILL');
  await gone;
}

/** The events of all runs of the drip's, its campaign's and the outbox's workflows. */
async function countEvents(client: Client, drip: BenchDrip): Promise<number> {
  let events = 0;
  for (const id of [dripWorkflowId(drip), campaignStart(drip).workflowId, outboxWorkflowId(drip)])
    for await (const { workflowId, runId } of client.workflow.list({ query: `WorkflowId = '${id}'` }))
      events += (await client.workflow.getHandle(workflowId, runId).describe()).historyLength;
  return events;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
