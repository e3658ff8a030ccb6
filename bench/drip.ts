import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { dripWorkflowId } from '../workflows/drips/messages.ts';
import { timeBroadcast } from './drip/broadcast.ts';
import { enrolSome, listFirstWaits, prepareDrip, startDrip, untilOver } from './drip/campaign.ts';
import { playCompetition } from './drip/competition.ts';
import { leadThroughCrashes } from './drip/crash.ts';
import { startDripServers } from './drip/servers.ts';
import { trickleIn } from './drip/trickle.ts';
import { judge } from './drip/verdict.ts';
import { startServers } from './send/servers.ts';
import { printReport } from './send/report.ts';
import { startSink } from './sender/sink.ts';
import { sayFaults, wholeNumber } from './command.ts';

sayFaults();

// Leads people through a drip by the whole product and counts what it took:
// `npm run bench:drip -- --people 10000 --steps 5 [--trickle | --kill 5 | --compete] [--json]`. A step is a message and a day's wait after it, on a
// clock that skips what nobody does anything in; a broadcast of as many messages is sent by the same servers for comparison.
// `--trickle` lets people in one by one over two days, on a clock that is played for whoever stays with the drip. `--kill` kills the worker so
// often while it sends, on real servers by the clock on the wall, where a wait is a minute. `--compete` lets two drips and a broadcast want
// the same people at once, on real servers with two workers.
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1000' },
    steps: { type: 'string', default: '5' },
    trickle: { type: 'boolean', default: false },
    kill: { type: 'string', default: '0' },
    compete: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const people = wholeNumber(values, 'people');
const steps = wholeNumber(values, 'steps');
const kills = wholeNumber(values, 'kill', 0);
const planned = people * steps;
const note = (text: string) => void (values.json ? process.stderr.write(`${text}\n`) : console.log(text));
const ring = rotateKeyRing(null, randomBytes(32));
const sink = await startSink();
try {
  if (values.compete) await compete();
  else if (kills > 0) await crash();
  else if (values.trickle) await trickle();
  else await lead();
} finally {
  await sink.stop();
}

async function compete() {
  const servers = await startServers({ smtpUrl: sink.url, ring });
  try {
    await Promise.all([servers.startWorker(), servers.startWorker()]);
    note(`two drips of ${steps} messages and a broadcast want the same ${people} people, two workers send`);
    const arena = { owner: servers.owner(), app: servers.app(), client: servers.client, sink };
    printReport(values.json, { workers: 2, ...(await playCompetition(arena, { people, steps })) });
  } finally {
    await servers.stop();
  }
}

async function crash() {
  const servers = await startServers({ smtpUrl: sink.url, ring });
  try {
    const run = await leadThroughCrashes(servers, { people, steps, kills, note });
    const { seconds, historyEvents } = run;
    const verdict = await judge({ owner: servers.owner(), sink }, { tenantId: run.drip.tenantId, planned });
    printReport(values.json, { ...costs({ historyEvents, seconds }), kills: run.kills, ...verdict });
  } finally {
    await servers.stop();
  }
}

async function trickle() {
  const servers = await startDripServers({ smtpUrl: sink.url, ring, playsTime: true });
  try {
    await servers.startWorker();
    note(`preparing ${people} people and ${steps} steps`);
    const drip = await prepareDrip(servers, { people, steps, unit: 'days' });
    const countEvents = servers.watchEvents(drip);
    const [began, cpu] = [performance.now(), servers.cpuSeconds()];
    const campaign = await startDrip(servers, drip);
    await servers.time.pass(120_000);
    note('letting people in one by one over two days');
    const tenths = new Set<number>();
    await trickleIn(servers, drip, (share) => {
      const tenth = Math.floor(share * 10);
      if (!tenths.has(tenth)) note(`${tenth * 10} % are in`);
      tenths.add(tenth);
    });
    await servers.env.client.workflow.getHandle(dripWorkflowId(drip)).signal('close');
    await untilOver(servers, campaign);
    const seconds = (performance.now() - began) / 1000;
    const cpuSeconds = servers.cpuSeconds() - cpu;
    const historyEvents = await countEvents();
    const waits = await listFirstWaits(servers, drip);
    printReport(values.json, {
      ...costs({ historyEvents, seconds }),
      firstMessageAfterSeconds: { p50: at(waits, 0.5), p99: at(waits, 0.99), most: at(waits, 1) },
      cpuSeconds,
      ...(await judge({ owner: servers.owner, sink }, { tenantId: drip.tenantId, planned })),
    });
  } finally {
    await servers.stop();
  }
}

async function lead() {
  const servers = await startDripServers({ smtpUrl: sink.url, ring, playsTime: false });
  try {
    await servers.startWorker();
    await timeBroadcast(servers, 1000);
    note(`sending a broadcast of ${planned} messages for comparison`);
    const broadcast = await timeBroadcast(servers, planned);
    await sink.reset();
    note(`preparing ${people} people and ${steps} steps`);
    const drip = await prepareDrip(servers, { people, steps, unit: 'days' });
    const countEvents = servers.watchEvents(drip);
    const [began, cpu] = [performance.now(), servers.cpuSeconds()];
    const campaign = await startDrip(servers, drip);
    await servers.time.pass(120_000);
    note('letting everybody in');
    await enrolSome(servers, drip, drip.personIds);
    await servers.env.client.workflow.getHandle(dripWorkflowId(drip)).signal('close');
    await campaign.result();
    const seconds = (performance.now() - began) / 1000;
    const cpuSeconds = servers.cpuSeconds() - cpu;
    const historyEvents = await countEvents();
    printReport(values.json, {
      ...costs({ historyEvents, seconds }),
      broadcastSeconds: broadcast.seconds,
      timesBroadcast: seconds / broadcast.seconds,
      cpuSeconds,
      broadcastCpuSeconds: broadcast.cpuSeconds,
      ...(await judge({ owner: servers.owner, sink }, { tenantId: drip.tenantId, planned })),
    });
  } finally {
    await servers.stop();
  }
}

/** What it cost, beside the size of what was done. */
function costs({ historyEvents, seconds }: { historyEvents: number; seconds: number }) {
  return { people, steps, historyEvents, eventsPerMemberStep: historyEvents / planned, seconds };
}

function at(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
}
