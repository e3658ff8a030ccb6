import { randomBytes } from 'node:crypto';
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Child } from '../bin/local/child.ts';
import type { Database } from '../db/connection.ts';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { messageTokens } from '../domain/tokens/token.ts';
import { createSentBroadcast, type SentBroadcast } from '../test/factories/engagement.ts';
import { startInstallation, untilApplied } from './installation/installation.ts';
import { cpuOfTree } from './send/cpu.ts';
import { sayFaults } from './command.ts';

sayFaults();

// Follows tracked links at a fixed rate against the product's own API process (with its worker, Postgres and Temporal on the same
// machine) and tells how long the redirects took, counted from when each was due, so that a stall is not hidden by waiting.
const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    people: { type: 'string', default: '5000' },
    json: { type: 'boolean', default: false },
  },
});
const [rate, seconds, people] = [values.rate, values.seconds, values.people].map(Number) as [number, number, number];
if (![rate, seconds, people].every((number) => Number.isInteger(number) && number > 0)) {
  console.error('Usage: npm run bench:tracking -- [--rate 200] [--seconds 20] [--people 5000] [--json]');
  process.exit(2);
}

const warmUpSeconds = 3;
const ring = rotateKeyRing(null, randomBytes(32));
const agent = new Agent({ keepAlive: true, maxSockets: 100 });
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

const { apiPort, owner, startProcesses, stop } = await startInstallation('tracking', ring);
try {
  const sent = await createSentBroadcast(owner, { people, sentSecondsAgo: 7200 });
  const result = await measure(owner, sent, await startProcesses());
  print(result);
  if (result.missing > 0 || result.failed > 0) process.exitCode = 1;
} finally {
  agent.destroy();
  await stop();
}

async function measure(owner: Database, sent: SentBroadcast, children: Child[]) {
  const urls = sent.messageIds.map((messageId, person) => {
    const tokens = messageTokens(ring, { tenantNumber: sent.tenantNumber, messageId });
    return `http://127.0.0.1:${apiPort}/t/c/${tokens.link(person % 3)}`;
  });
  await follow(urls, warmUpSeconds);
  const pids = children.map((child) => child.pid() ?? 0);
  const before = pids.map(cpuOfTree);
  const times = await follow(urls, seconds);
  const [apiCpu = 0, workerCpu = 0] = pids.map((pid, place) => cpuOfTree(pid) - before[place]!);
  const expected = rate * (warmUpSeconds + seconds);
  const settledSeconds = await untilApplied(owner);
  const [row] = await owner.sql<{ recorded: number; counted: number }[]>`
    select (select count(*)::int from engagement_events) as recorded,
      (select coalesce(sum(value), 0)::int from source_counters where name in ('clicks', 'machineClicks', 'unknownClicks')) as counted`;
  const sorted = times.filter((time) => time !== null).sort((a, b) => a - b);
  const at = (share: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
  return {
    rate,
    requests: times.length,
    failed: times.length - sorted.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    maxMs: at(1),
    recorded: row!.recorded,
    counted: row!.counted,
    missing: expected - Math.min(row!.recorded, row!.counted),
    settledSeconds,
    apiCpuMsPerRequest: round((apiCpu * 1000) / times.length),
    workerCpuMsPerRequest: round((workerCpu * 1000) / times.length),
  };
}

/** Follows links at the rate for so long; the time each took in milliseconds, null where the answer was no redirect. */
async function follow(urls: readonly string[], forSeconds: number): Promise<(number | null)[]> {
  const began = performance.now();
  const pending: Promise<number | null>[] = [];
  for (let sentSoFar = 0; sentSoFar < rate * forSeconds;) {
    const due = Math.min(rate * forSeconds, Math.floor(((performance.now() - began) / 1000) * rate) + 1);
    for (; sentSoFar < due; sentSoFar += 1) {
      pending.push(request(urls[Math.floor(Math.random() * urls.length)]!, began + (sentSoFar / rate) * 1000));
    }
    await sleep(1);
  }
  return Promise.all(pending);
}

function request(url: string, dueAt: number): Promise<number | null> {
  return new Promise((resolve) => {
    get(url, { agent, headers: { 'user-agent': userAgent } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode === 302 ? performance.now() - dueAt : null));
    }).on('error', () => resolve(null));
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function print(result: Record<string, number>): void {
  if (values.json) console.log(JSON.stringify(result));
  else console.table(result);
}
