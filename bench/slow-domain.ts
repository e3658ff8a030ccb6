import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { cancelCampaign, prepareCampaign, startCampaign, type BenchCampaign } from './send/campaign.ts';
import { startServers } from './send/servers.ts';
import { startSink } from './sender/sink.ts';
import { sayFaults, wholeNumber } from './command.ts';

sayFaults();

// One of ten receiving domains answers 421. How long do the other nine take, beside how long they take where that domain is not
// written to at all? Both sorts of runs take turns on the same servers: `npm run bench:slow-domain -- --people 9000 --runs 3 [--json]`.
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '9000' },
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const perDomain = Math.ceil(wholeNumber(values, 'people') / 9);
const runs = wholeNumber(values, 'runs');
const mostRatio = 1.1;
const note = (text: string) => void (values.json ? process.stderr.write(`${text}\n`) : console.log(text));

const sink = await startSink({ domains: { 'sink9.test': { reply: '421 4.7.0 try again later', stage: 'rcpt' } } });
const servers = await startServers({ smtpUrl: sink.url, ring: rotateKeyRing(null, randomBytes(32)) });
try {
  await servers.startWorker();
  note('warming up');
  await play(9, perDomain * 9);
  const seconds: { without: number[]; with: number[] } = { without: [], with: [] };
  for (let run = 1; run <= runs; run += 1) {
    // The order changes, so that neither gains from what the other has warmed up.
    for (const domains of run % 2 === 0 ? [10, 9] : [9, 10]) {
      const took = await play(domains, perDomain * domains);
      seconds[domains === 9 ? 'without' : 'with'].push(took);
      note(`run ${run}, ${domains === 9 ? 'nine domains alone' : 'beside one that says 421'}: ${took.toFixed(2)} s`);
    }
  }
  const ratio = median(seconds.with) / median(seconds.without);
  const report = { messages: perDomain * 9, runs, seconds, ratio, mostRatio, isWithin: ratio <= mostRatio };
  if (values.json) console.log(JSON.stringify(report));
  else console.table({ ...report, seconds: JSON.stringify(seconds) });
  if (!report.isWithin) process.exitCode = 1;
} finally {
  await servers.stop();
  await sink.stop();
}

/** Sends to so many domains; resolves with the seconds from the first to the last message that the nine got. */
async function play(domains: number, people: number): Promise<number> {
  const campaign = await prepareCampaign(servers, { people, dkim: null, domains });
  await servers.owner().sql`delete from token_buckets`;
  await sink.reset();
  await startCampaign(servers, campaign);
  const wanted = perDomain * 9;
  while ((await countSent(campaign)) < wanted) await new Promise((resolve) => setTimeout(resolve, 200));
  const times = Object.values(await sink.times());
  // What waits for the slow domain is taken back, so that the next run has the worker for itself.
  if (domains === 10) await cancelCampaign(servers, campaign);
  if (times.length !== wanted) throw new Error(`${times.length} messages arrived instead of ${wanted}`);
  return (times.reduce((a, b) => Math.max(a, b)) - times.reduce((a, b) => Math.min(a, b))) / 1000;
}

async function countSent({ tenantId, broadcastId }: BenchCampaign): Promise<number> {
  const [row] = await servers.owner().sql<{ sent: number }[]>`
    select coalesce(max(value), 0)::int as sent from source_counters
    where tenant_id = ${tenantId} and source_id = ${broadcastId} and name = 'sent'`;
  return row?.sent ?? 0;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
