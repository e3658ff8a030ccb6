import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { nextActionsStart } from '../workflows/next-actions/messages.ts';
import { nextActions } from '../workflows/next-actions/next-actions.ts';
import { playLife } from './next-actions/life.ts';
import { fillPeople } from './next-actions/people.ts';
import { startSink } from './sender/sink.ts';
import { cpuOfTree, residentMb } from './send/cpu.ts';
import { printReport } from './send/report.ts';
import { startServers } from './send/servers.ts';
import { sayFaults } from './command.ts';

sayFaults();

// How much it costs that something is awaited for many people, and that nothing is for as many others:
// `npm run bench:next-actions -- --open 50000 [--json]`. On real servers, each a process of its own, everybody of the first half does
// something once; then nothing happens for half a minute. A typical month of one person is played on a clock that skips.
const { values } = parseArgs({
  options: { open: { type: 'string', default: '5000' }, json: { type: 'boolean', default: false } },
});
const open = Number(values.open);
if (!Number.isInteger(open) || open < 1) {
  console.error('Usage: npm run bench:next-actions -- --open 50000 [--json]');
  process.exit(2);
}
const note = (text: string) => void (values.json ? process.stderr.write(`${text}\n`) : console.log(text));
const idleSeconds = 30;

const life = await playLife();
const sink = await startSink();
const servers = await startServers({ smtpUrl: sink.url, ring: rotateKeyRing(null, randomBytes(32)) });
try {
  const worker = await servers.startWorker();
  note(`making ${open * 2} people, of whom ${open} do something`);
  const tenantId = await fillPeople({ owner: servers.owner(), app: servers.app() }, open);
  const running = async () =>
    (await servers.client.workflow.count("WorkflowType = 'nextBestAction' and ExecutionStatus = 'Running'")).count;
  const left = async () => {
    const [row] = await servers.owner().sql<{ waiting: number }[]>`
      select count(*)::int as waiting from next_action_work`;
    return row!.waiting;
  };
  note(`what a worker costs that has nothing to do, for ${idleSeconds} seconds`);
  const cpuAtFirst = cpuOfTree(worker.pid!);
  await sleep(idleSeconds * 1000);
  const cpuWithout = cpuOfTree(worker.pid!) - cpuAtFirst;
  const before = residentMb(worker.pid!);
  const [began, cpuBefore] = [performance.now(), cpuOfTree(worker.pid!)];
  await servers.client.workflow.signalWithStart(nextActions, nextActionsStart({ tenantId }));
  for (let waiting = open; waiting > 0; await sleep(1000)) {
    waiting = await left();
    if (waiting > 0 && waiting % 10 === 0) note(`${open - waiting} of ${open} decided and awaited`);
  }
  const seconds = (performance.now() - began) / 1000;
  const cpuSeconds = cpuOfTree(worker.pid!) - cpuBefore;
  // Visibility follows what happens.
  for (let tries = 0; tries < 60 && (await running()) < open; tries++) await sleep(1000);
  const cpuAtRest = cpuOfTree(worker.pid!);
  note(`nothing happens for ${idleSeconds} seconds`);
  await sleep(idleSeconds * 1000);
  const idleCpu = cpuOfTree(worker.pid!) - cpuAtRest;
  const [decisions] = await servers.owner().sql<{ open: number; idle: number }[]>`
    select count(*) filter (where a.status = 'suggested')::int as open,
      (select count(*)::int from people p where not exists (
        select from next_actions d where d.tenant_id = p.tenant_id and d.person_id = p.id)) as idle
    from next_actions a`;
  printReport(values.json, {
    open,
    openSequences: decisions!.open,
    workflows: await running(),
    seconds,
    peoplePerSecond: open / seconds,
    workerCpuSecondsPer10k: (cpuSeconds / open) * 10_000,
    workerRssMb: { before, after: residentMb(worker.pid!) },
    historyEventsPerOpenSequence: await meanHistory(),
    historyEventsPerPersonMonth: life,
    // Nobody did anything: without a workflow there is no timer either.
    idle: {
      people: decisions!.idle,
      workflows: Math.max(0, (await running()) - decisions!.open),
      workerCpuSecondsInHalfAMinute: { without: cpuWithout, with: idleCpu },
    },
  });
} finally {
  await servers.stop();
  await sink.stop();
}

/** How many events those have of whom something is awaited, from some of them. */
async function meanHistory(): Promise<number> {
  let [events, seen] = [0, 0];
  for await (const { workflowId } of servers.client.workflow.list({ query: "WorkflowType = 'nextBestAction'" })) {
    events += (await servers.client.workflow.getHandle(workflowId).describe()).historyLength;
    if (++seen === 50) break;
  }
  return events / Math.max(1, seen);
}
