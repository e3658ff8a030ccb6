import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readCampaign, type BenchCampaign } from './campaign.ts';
import { takeBackup } from './restore.ts';
import type { BenchServers } from './servers.ts';

/** What goes wrong while it sends: kills of a worker at random moments, and servers that are stopped and started again. */
export interface Mishaps {
  servers: BenchServers;
  campaign: BenchCampaign;
  /** The running workers; a killed one is replaced in place. */
  workers: ChildProcess[];
  kills: number;
  restart: boolean;
  /** A backup is made at half of the way, to be put back when all is sent. */
  backup: boolean;
  people: number;
  note: (text: string) => void;
}

/** Plays them, spread over the run, and says what was done. */
export async function playMishaps(input: Mishaps): Promise<{ kills?: number; restarts?: string[] }> {
  const done: { kills?: number; restarts?: string[] } = {};
  for (let kill = 0; kill < input.kills; kill++) {
    // At a random moment of its share of the run, as measured by what has been sent.
    if (!(await untilSent(input, ((kill + Math.random()) / (input.kills + 1)) * input.people))) break;
    const victim = Math.floor(Math.random() * input.workers.length);
    const worker = input.workers[victim]!;
    const gone = once(worker, 'exit');
    worker.kill('SIGKILL');
    await gone;
    done.kills = kill + 1;
    input.note(`killed a worker (${kill + 1} of ${input.kills})`);
    input.workers[victim] = await input.servers.startWorker();
  }
  if (input.backup && (await untilSent(input, input.people / 2))) {
    input.note('making a backup');
    await takeBackup(input.servers);
  }
  if (!input.restart) return done;
  done.restarts = [];
  for (const [index, name] of (['temporal', 'postgres'] as const).entries()) {
    if (!(await untilSent(input, ((index + 1) / 3) * input.people))) break;
    input.note(`restarting ${name}`);
    if (name === 'temporal') await input.servers.restartTemporal();
    else await input.servers.restartPostgres();
    done.restarts.push(name);
  }
  return done;
}

/** Waits until so many are sent; false where the campaign ended before. */
async function untilSent({ servers, campaign }: Mishaps, count: number): Promise<boolean> {
  for (;;) {
    const state = await readCampaign(servers, campaign);
    if (state?.status === 'completed') return false;
    if ((state?.counters.sent ?? 0) >= count) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
