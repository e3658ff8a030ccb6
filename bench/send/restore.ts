import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { outbox, wakeOutboxOptions } from '../../workflows/outbox.ts';
import type { RunningSink } from '../sender/sink.ts';
import type { BenchCampaign } from './campaign.ts';
import type { BenchServers } from './servers.ts';

const run = promisify(execFile);

/** Copies the files of the stopped database, as a backup in mid-send would. */
export async function takeBackup(servers: BenchServers): Promise<void> {
  await servers.restartPostgres((data) => copy(data, `${data}.backup`));
}

/** What happened after the backup was put back under a product that had sent everything since. */
export interface RestoreReport {
  queuedInBackup: number;
  killSwitch: string | null;
  sentAfterRestore: number;
}

/** Puts the backup back, starts a new worker on it, wakes the outbox, and looks for a while whether anything leaves. */
export async function playRestore(
  servers: BenchServers,
  campaign: BenchCampaign,
  sink: RunningSink,
): Promise<RestoreReport> {
  const before = (await sink.report()).messages;
  await servers.restartPostgres(async (data) => {
    await rm(data, { recursive: true });
    await copy(`${data}.backup`, data);
  });
  const [{ queued }] = await servers.owner().sql<[{ queued: number }]>`
    select count(*)::int as queued from messages where tenant_id = ${campaign.tenantId} and status in ('queued', 'sending')`;
  await servers.startWorker();
  await servers.client.workflow.signalWithStart(outbox, wakeOutboxOptions({ tenantId: campaign.tenantId }));
  await new Promise((resolve) => setTimeout(resolve, 20_000));
  const [installation] = await servers.owner().sql<{ reason: string | null }[]>`
    select sending_stopped_reason as reason from installation where sending_stopped_at is not null`;
  return {
    queuedInBackup: queued,
    killSwitch: installation?.reason ?? null,
    sentAfterRestore: (await sink.report()).messages - before,
  };
}

async function copy(from: string, to: string): Promise<void> {
  await run('cp', ['-a', from, to]);
}
