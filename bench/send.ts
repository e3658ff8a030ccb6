import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { rotateKeyRing } from '../domain/key-ring.ts';
import {
  countHistory,
  listMessages,
  listUncertainIds,
  prepareCampaign,
  readCampaign,
  startCampaign,
  type BenchCampaign,
} from './send/campaign.ts';
import { cpuOfTree, residentMb } from './send/cpu.ts';
import { playMishaps } from './send/mishaps.ts';
import { printReport } from './send/report.ts';
import { playRestore } from './send/restore.ts';
import { startServers } from './send/servers.ts';
import { measureNodemailer, measureSigning } from './sender/measure.ts';
import { startSink } from './sender/sink.ts';
import { sayFaults, wholeNumber } from './command.ts';

sayFaults();

// Sends one broadcast through the whole product (worker, Postgres, Temporal and sink are processes of their own) and measures CPU,
// memory and what arrived: `npm run bench:send -- --people 20000 [--dkim] [--kill 10] [--restart] [--restore] [--workers 2] [--json]`.
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    dkim: { type: 'boolean', default: false },
    kill: { type: 'string', default: '0' },
    restart: { type: 'boolean', default: false },
    restore: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1' },
    delay: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const people = wholeNumber(values, 'people');
const kills = wholeNumber(values, 'kill', 0);
const delayMs = wholeNumber(values, 'delay', 0);
const workerCount = wholeNumber(values, 'workers');
const ring = rotateKeyRing(null, randomBytes(32));
const sink = await startSink(delayMs > 0 ? { delayMs } : {});
const servers = await startServers({ smtpUrl: sink.url, ring });
const warmUpMessages = 5000;
const note = (text: string) => void (values.json ? process.stderr.write(`${text}\n`) : console.log(text));

try {
  note(`preparing ${people} people`);
  const campaign = await prepareCampaign(servers, { people, dkim: values.dkim ? ring : null });
  const workers = await Promise.all(Array.from({ length: workerCount }, () => servers.startWorker()));
  // What a process pays once (compiling code, first plans) is paid before: by both sides, with the same number of messages. Compiling
  // goes on for some thousand of them; a worker sends millions.
  note('warming up');
  const warmUp = await prepareCampaign(servers, { people: warmUpMessages, dkim: values.dkim ? ring : null });
  await startCampaign(servers, warmUp);
  await untilCompleted(warmUp);
  await measureNodemailer(sink.url, warmUpMessages);
  await sink.reset();
  const cpu = () => ({
    sender: workers.reduce((sum, worker) => sum + cpuOfTree(worker.pid!), 0),
    postgres: cpuOfTree(servers.postgres().pid),
    temporal: cpuOfTree(servers.temporal().pid),
  });
  const before = cpu();
  const began = performance.now();
  let peakRssMb = 0;
  const watch = setInterval(
    () => (peakRssMb = Math.max(peakRssMb, ...workers.map((worker) => residentMb(worker.pid!)))),
    200,
  );
  await startCampaign(servers, campaign);
  note('sending');
  const mishaps = await playMishaps({
    servers,
    campaign,
    workers,
    kills,
    restart: values.restart,
    backup: values.restore,
    people,
    note,
  });
  await untilCompleted(campaign);
  const seconds = (performance.now() - began) / 1000;
  const after = cpu();
  clearInterval(watch);

  const restored = values.restore ? await playRestore(servers, campaign, sink) : null;
  const arrived = new Set((await sink.ids()).map((id) => id.replace(/^<|@.*$/g, '')));
  const report = await sink.report();
  const uncertain = await listUncertainIds(servers, campaign);
  const listed = new Set(uncertain);
  const messages = await listMessages(servers, campaign);
  const per10k = (spent: number) => (spent * 10_000) / people;
  note('measuring the baselines');
  const nodemailer =
    kills || values.restart || values.restore ? null : await measureNodemailer(sink.url, Math.min(people, 5000));
  const signing = values.dkim ? await measureSigning() : null;
  const sender = per10k(after.sender - before.sender);
  const postgres = per10k(after.postgres - before.postgres);
  const baseline = nodemailer?.cpuSecondsPer10k ?? null;
  printReport(values.json, {
    people,
    warmUpMessages,
    seconds,
    messagesPerSecond: people / seconds,
    senderCpuSecondsPer10k: kills ? null : sender,
    postgresCpuSecondsPer10k: values.restart || values.restore ? null : postgres,
    temporalCpuSecondsPer10k: values.restart ? null : per10k(after.temporal - before.temporal),
    baseline: { nodemailerCpuSecondsPer10k: baseline, signsPerCpuSecond: signing?.signsPerCpuSecond ?? null },
    senderShareOfNodemailer: baseline && !kills ? sender / baseline : null,
    senderAndPostgresShareOfNodemailer: baseline && !kills ? (sender + postgres) / baseline : null,
    shareOfSignRate: signing ? 10_000 / sender / signing.signsPerCpuSecond : null,
    ...mishaps,
    ...(restored ?? {}),
    duplicates: report.duplicates.length,
    missing: messages.filter(({ id }) => !arrived.has(id) && !listed.has(id)).length,
    uncertain: uncertain.length,
    uncertainReceived: uncertain.filter((id) => arrived.has(id)).length,
    historyEvents: await countHistory(servers, campaign),
    peakRssMb: Math.round(peakRssMb),
  });
} finally {
  if (values.keep || process.exitCode) note(`logs are in ${servers.directory}`);
  else await servers.stop();
  await sink.stop();
}

async function untilCompleted(campaign: BenchCampaign): Promise<void> {
  // Seldom, so that watching is not what is measured.
  while ((await readCampaign(servers, campaign))?.status !== 'completed')
    await new Promise((resolve) => setTimeout(resolve, 300));
}
