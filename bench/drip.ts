import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { dripWorkflowId } from '../workflows/drip-messages.ts';
import { enrolSome, listDripMessages, prepareDrip, startDrip } from './drip/campaign.ts';
import { startDripServers } from './drip/servers.ts';
import { printReport } from './send/report.ts';
import { startSink } from './sender/sink.ts';

// Leads people through a drip by the whole product on a clock that skips what nobody does anything in, and counts what it took:
// `npm run bench:drip -- --people 10000 --steps 5 [--trickle] [--kill 3] [--json]`. A step is a message and a day's wait after it.
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1000' },
    steps: { type: 'string', default: '5' },
    trickle: { type: 'boolean', default: false },
    kill: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});
const people = Number(values.people);
const steps = Number(values.steps);
const kills = Number(values.kill);
const note = (text: string) => void (values.json ? process.stderr.write(`${text}\n`) : console.log(text));
const ring = rotateKeyRing(null, randomBytes(32));
const sink = await startSink();
const servers = await startDripServers({ smtpUrl: sink.url, ring });

try {
  note(`preparing ${people} people and ${steps} steps`);
  const drip = await prepareDrip(servers, { people, steps });
  const countEvents = servers.watchEvents(drip);
  await servers.startWorker();
  const began = performance.now();
  const campaign = await startDrip(servers, drip);
  await servers.env.sleep('2 minutes');
  note(values.trickle ? 'letting people in one by one over ten days' : 'letting everybody in');
  // Ten days in all, whatever their number.
  const pause = Math.max(1000, Math.floor((10 * 24 * 3600_000) / people));
  for (let first = 0; first < people; first += values.trickle ? 1 : people) {
    await enrolSome(servers, drip, values.trickle ? [drip.personIds[first]!] : drip.personIds);
    if (values.trickle) await servers.env.sleep(pause);
  }
  await servers.env.client.workflow.getHandle(dripWorkflowId(drip)).signal('close');
  let done = false;
  const finished = campaign.result().then(() => void (done = true));
  for (let kill = 0; kill < kills && !done; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 4000));
    if (done) break;
    note(`killing the worker (${kill + 1} of ${kills})`);
    await servers.replaceWorker();
  }
  await finished;
  const seconds = (performance.now() - began) / 1000;
  const historyEvents = await countEvents();
  const report = await sink.report();
  const arrived = new Set((await sink.ids()).map((id) => id.replace(/^<|@.*$/g, '')));
  const messages = await listDripMessages(servers, drip);
  const uncertain = messages.filter(({ status }) => status === 'uncertain');
  const missing = messages.filter(({ id, status }) => status !== 'uncertain' && !arrived.has(id)).length;
  printReport(values.json, {
    people,
    steps,
    historyEvents,
    eventsPerMemberStep: historyEvents / (people * steps),
    seconds,
    duplicates: report.duplicates.length,
    // A message that was never even meant for somebody is as missing as one that did not arrive.
    missing: missing + (people * steps - messages.length),
    uncertain: uncertain.length,
  });
} finally {
  await servers.stop();
  await sink.stop();
}
