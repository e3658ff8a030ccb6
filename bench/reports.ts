import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../bin/embedded/port.ts';
import { startPostgres } from '../bin/embedded/postgres.ts';
import { openDatabase, withTenant } from '../db/connection.ts';
import { migrate } from '../db/migrate.ts';
import { rebuildHours } from '../db/queries/campaigns/hours.ts';
import { fillYear } from './reports/fill.ts';
import { questionsOf } from './reports/questions.ts';
import { sayFaults } from './command.ts';

sayFaults();

// Opens every report over a year of events and opportunities, as the application's role under row-level security, and compares with
// SQL written by hand over the bare rows; counts the hours anew and says how long that takes and that a second time finds nothing.
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '200000' },
    events: { type: 'string', default: '5000000' },
    opportunities: { type: 'string', default: '50000' },
    campaigns: { type: 'string', default: '200' },
    runs: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});
const size = {
  people: Number(values.people),
  events: Number(values.events),
  opportunities: Number(values.opportunities),
  campaigns: Number(values.campaigns),
};
const runs = Number(values.runs);
if (![...Object.values(size), runs].every((value) => Number.isInteger(value) && value > 0) || size.campaigns < 7) {
  console.error(
    'Usage: npm run bench:reports -- [--people 200000] [--events 5000000] [--opportunities 50000] [--campaigns 200] [--runs 20] [--json]',
  );
  process.exit(2);
}

const server = await startPostgres({
  directory: await mkdtemp(join(tmpdir(), 'salescompass-bench-reports-')),
  port: await freePort(),
  persistent: false,
  settings: { shared_buffers: '1GB', max_wal_size: '4GB' },
});
try {
  await server.createDatabase('bench');
  await migrate(server.url('bench'));
  const owner = openDatabase({ url: server.url('bench'), connections: 1 });
  const app = openDatabase({ url: server.url('bench'), role: 'salescompass_app', connections: 1 });
  for (let ago = 0; ago <= 13; ago++) {
    await owner.sql`call ensure_engagement_partition((now() - make_interval(months => ${ago}::int))::date)`;
  }
  const filled = await fillYear(owner, size);
  const began = performance.now();
  await withTenant(app.db, filled.tenantId, rebuildHours);
  const rebuildSeconds = Math.round((performance.now() - began) / 100) / 10;
  const rebuildAgainOff = await withTenant(app.db, filled.tenantId, rebuildHours);
  await owner.sql`vacuum analyze`;
  const [{ hours } = { hours: 0 }] = await owner.sql<
    { hours: number }[]
  >`select count(*)::int as hours from campaign_hours`;
  const reports = [];
  for (const { name, ask, bare } of questionsOf(filled, new Date().toISOString())) {
    const asked = await timed(() => withTenant(app.db, filled.tenantId, ask));
    const byHand = bare === null ? null : await timed(() => owner.sql.unsafe(bare));
    reports.push({
      name,
      ...asked,
      bareP50Ms: byHand?.p50Ms ?? null,
      ratio: byHand && Math.round((asked.p50Ms / byHand.p50Ms) * 1000) / 1000,
    });
  }
  const result = { ...size, hours, runs, rebuildSeconds, rebuildAgainOff, reports };
  if (values.json) console.log(JSON.stringify(result));
  else {
    console.table(reports);
    console.log(
      `${hours} hours were counted in ${rebuildSeconds} s; a second time ${rebuildAgainOff} of them were off.`,
    );
  }
  await Promise.all([owner, app].map((database) => database.close()));
  if (rebuildAgainOff !== 0) process.exitCode = 1;
} finally {
  await server.stop();
}

async function timed(work: () => Promise<unknown>): Promise<{ p50Ms: number; p95Ms: number }> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]! * 10) / 10;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}
