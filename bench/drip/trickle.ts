import { enrolSome, type BenchDrip } from './campaign.ts';
import type { DripServers } from './servers.ts';

const trickleMs = 2 * 24 * 3600_000;
/** So soon whoever stays with a drip asks what has happened (milliseconds). */
const watchMs = 1000;

/** Lets people in one by one over two days, whatever their number, at moments that do not repeat themselves. */
export async function trickleIn(servers: DripServers, drip: BenchDrip, onDone: (share: number) => void): Promise<void> {
  const gapMs = trickleMs / drip.personIds.length;
  for (const [index, personId] of drip.personIds.entries()) {
    await servers.time.pass(Math.max(watchMs, Math.round(2 * gapMs * Math.random())));
    await enrolSome(servers, drip, [personId]);
    await servers.time.rouse(watchMs);
    onDone((index + 1) / drip.personIds.length);
  }
}
