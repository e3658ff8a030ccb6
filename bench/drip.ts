import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { dripWorkflowId } from '../workflows/drip-messages.ts';
import { timeBroadcast } from './drip/broadcast.ts';
import { enrolSome, listDripMessages, listFirstWaits, prepareDrip, startDrip, untilOver } from './drip/campaign.ts';
import { killWhileSending, trickleIn } from './drip/mishaps.ts';
import { playCompetition } from './drip/competition.ts';
import { startDripServers } from './drip/servers.ts';
import { startServers } from './send/servers.ts';
import { printReport } from './send/report.ts';
import { startSink } from './sender/sink.ts';

// Leads people through a drip by the whole product on a clock that skips what nobody does anything in, and counts what it took:
// `npm run bench:drip -- --people 10000 --steps 5 [--trickle] [--kill 5 | --compete] [--json]`. A step is a message and a day's wait after it. Where
// nothing is done to it on purpose, a broadcast of as many messages is sent by the same servers for comparison. `--compete` lets two drips
// and a broadcast want the same people at once, on real servers with two workers.
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
const people = Number(values.people);
const steps = Number(values.steps);
const kills = Number(values.kill);
const note = (text: string) => void (values.json ? process.stderr.write(`${text}\n`) : console.log(text));
const ring = rotateKeyRing(null, randomBytes(32));
const sink = await startSink();
try {
  await (values.compete ? compete() : lead());
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

async function lead() {
  const servers = await startDripServers({ smtpUrl: sink.url, ring, mayDie: kills > 0, playsTime: values.trickle });
  try {
    await servers.startWorker();
    const isPlain = !values.trickle && kills === 0;
    let broadcast: Awaited<ReturnType<typeof timeBroadcast>> | null = null;
    if (isPlain) {
      await timeBroadcast(servers, 1000);
      note(`sending a broadcast of ${people * steps} messages for comparison`);
      broadcast = await timeBroadcast(servers, people * steps);
      await sink.reset();
    }
    note(`preparing ${people} people and ${steps} steps`);
    const drip = await prepareDrip(servers, { people, steps });
    const countEvents = servers.watchEvents(drip);
    const [began, cpu] = [performance.now(), servers.cpuSeconds()];
    const campaign = await startDrip(servers, drip);
    await servers.time.pass(120_000);
    note(values.trickle ? 'letting people in one by one over two days' : 'letting everybody in');
    if (values.trickle) await trickleIn(servers, drip);
    else await enrolSome(servers, drip, drip.personIds);
    await servers.env.client.workflow.getHandle(dripWorkflowId(drip)).signal('close');
    const finished = values.trickle ? untilOver(servers, campaign) : campaign.result();
    const killed = await killWhileSending(servers, { drip, kills, messages: people * steps, finished, note });
    await finished;
    const seconds = (performance.now() - began) / 1000;
    const cpuSeconds = isPlain ? servers.cpuSeconds() - cpu : null;
    const historyEvents = await countEvents();
    const report = await sink.report();
    const arrived = new Set((await sink.ids()).map((id) => id.replace(/^<|@.*$/g, '')));
    const messages = await listDripMessages(servers, drip);
    const waits = values.trickle ? await listFirstWaits(servers, drip) : null;
    const uncertain = messages.filter(({ status }) => status === 'uncertain');
    const missing = messages.filter(({ id, status }) => status !== 'uncertain' && !arrived.has(id)).length;
    printReport(values.json, {
      people,
      steps,
      historyEvents,
      eventsPerMemberStep: historyEvents / (people * steps),
      seconds,
      ...(waits ? { firstMessageAfterSeconds: { p50: at(waits, 0.5), p99: at(waits, 0.99), most: at(waits, 1) } } : {}),
      broadcastSeconds: broadcast && broadcast.seconds,
      timesBroadcast: broadcast && seconds / broadcast.seconds,
      cpuSeconds,
      broadcastCpuSeconds: broadcast && broadcast.cpuSeconds,
      ...(kills > 0 ? { kills: killed } : {}),
      duplicates: report.duplicates.length,
      // A message that was never even meant for somebody is as missing as one that did not arrive.
      missing: missing + (people * steps - messages.length),
      uncertain: uncertain.length,
      uncertainReceived: uncertain.filter(({ id }) => arrived.has(id)).length,
    });
  } finally {
    await servers.stop();
  }
}

function at(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
}
