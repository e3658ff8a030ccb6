import { countSent, enrolSome, type BenchDrip } from './campaign.ts';
import type { DripServers } from './servers.ts';

const trickleMs = 2 * 24 * 3600_000;

/** Lets people in one by one over two days, whatever their number, at moments that do not repeat themselves. */
export async function trickleIn(servers: DripServers, drip: BenchDrip): Promise<void> {
  for (const personId of drip.personIds) {
    await servers.time.pass(Math.max(1, Math.round(((trickleMs * 2) / drip.personIds.length) * Math.random())));
    await enrolSome(servers, drip, [personId]);
  }
}

/** Kills the worker at random moments of the run, as measured by what has been sent; says how often. */
export async function killWhileSending(
  servers: DripServers,
  run: {
    drip: BenchDrip;
    kills: number;
    messages: number;
    finished: Promise<unknown>;
    note: (text: string) => void;
  },
): Promise<number> {
  let isOver = false;
  void run.finished.finally(() => (isOver = true)).catch(() => {});
  for (let kill = 0; kill < run.kills; kill++) {
    const at = ((kill + Math.random()) / (run.kills + 1)) * run.messages;
    for (;;) {
      if (isOver) return kill;
      const sent = await countSent(servers, run.drip);
      if (sent >= at) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    run.note(`killing the worker (${kill + 1} of ${run.kills})`);
    await servers.replaceWorker();
  }
  return run.kills;
}
