import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../bin/embedded/port.ts';
import { startPostgres } from '../bin/embedded/postgres.ts';
import { openDatabase, withTenant, type Database } from '../db/connection.ts';
import { migrate } from '../db/migrate.ts';
import { loadRuleContext } from '../db/queries/segments/context.ts';
import { countMatching, patienceMs, previewRule } from '../db/queries/segments/preview.ts';
import { DomainError } from '../domain/errors.ts';
import type { Rule } from '../domain/segments/rule.ts';
import { fillTenant, type FilledTenant } from './segments/fill.ts';
import { typicalRules, worstRule } from './segments/rules.ts';
import { sayFaults } from './command.ts';

sayFaults();

// Counts whom typical rules mean, as the application's role under row-level security, and compares with SQL written by hand for the
// same question by the owner of the tables.
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '200000' },
    events: { type: 'string', default: '2000000' },
    runs: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});
const [people, events, runs] = [values.people, values.events, values.runs].map(Number) as [number, number, number];
if (![people, events, runs].every((value) => Number.isInteger(value) && value > 0)) {
  console.error('Usage: npm run bench:segments -- [--people 200000] [--events 2000000] [--runs 20] [--json]');
  process.exit(2);
}

const server = await startPostgres({
  directory: await mkdtemp(join(tmpdir(), 'salescompass-bench-segments-')),
  port: await freePort(),
  persistent: false,
  settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
});
try {
  await server.createDatabase('bench');
  await migrate(server.url('bench'));
  const owner = openDatabase({ url: server.url('bench'), connections: 1 });
  const app = openDatabase({ url: server.url('bench'), role: 'salescompass_app', connections: 1 });
  for (let ago = 0; ago <= 12; ago++) {
    await owner.sql`call ensure_engagement_partition((now() - make_interval(months => ${ago}::int))::date)`;
  }
  // Somebody else's rows in the same tables.
  await fillTenant(owner, { people: Math.ceil(people / 10), events: Math.ceil(events / 10) });
  const tenant = await fillTenant(owner, { people, events });
  // One moment for both sides: the border of "in 30 days" moves on otherwise.
  const nowIso = new Date().toISOString();
  const rules = [];
  for (const benched of typicalRules(tenant, nowIso)) {
    const counted = await timed(() => count(app, tenant, { rule: benched.rule, nowIso }));
    const bare = await timed(() => owner.sql.unsafe<{ count: number }[]>(benched.bare).then(([row]) => row!.count));
    const previewed = await timed(() => preview(app, tenant, { rule: benched.rule, nowIso }));
    rules.push({
      name: benched.name,
      people: counted.result,
      p50Ms: counted.p50,
      p95Ms: counted.p95,
      barePeople: bare.result,
      bareP50Ms: bare.p50,
      ratio: Math.round((counted.p50 / bare.p50) * 100) / 100,
      previewP50Ms: previewed.p50,
      previewP95Ms: previewed.p95,
    });
  }
  print({ people, events, runs, rules, worst: await measureWorst(app, tenant) });
  await Promise.all([owner, app].map((database) => database.close()));
  if (rules.some((rule) => rule.people !== rule.barePeople)) process.exitCode = 1;
} finally {
  await server.stop();
}

interface Asked {
  rule: Rule;
  nowIso: string;
}

async function count(app: Database, { tenantId }: FilledTenant, { rule, nowIso }: Asked): Promise<number> {
  return withTenant(app.db, tenantId, async (db) => {
    const context = await loadRuleContext(db, { rules: [rule], nowIso });
    return countMatching(db, { rule, context });
  });
}

async function preview(app: Database, { tenantId }: FilledTenant, { rule, nowIso }: Asked): Promise<number> {
  return withTenant(app.db, tenantId, async (db) => {
    const context = await loadRuleContext(db, { rules: [rule], nowIso });
    return (await previewRule(db, { rule, context })).reachable;
  });
}

async function timed(work: () => Promise<number>): Promise<{ result: number; p50: number; p95: number }> {
  let result = await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    result = await work();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]!);
  return { result, p50: at(0.5), p95: at(0.95) };
}

/** A rule that is too slow ends by itself, with what to do about it. */
async function measureWorst(app: Database, tenant: FilledTenant) {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 100) / 10;
  try {
    const people = await count(app, tenant, { rule: worstRule, nowIso: new Date().toISOString() });
    return { people, seconds: seconds(), refused: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return {
      people: null,
      seconds: seconds(),
      limitSeconds: patienceMs / 1000,
      refused: error.message,
      narrow: error.fields.length,
    };
  }
}

function print(result: { people: number; events: number; runs: number; rules: object[]; worst: object }): void {
  if (values.json) console.log(JSON.stringify(result));
  else {
    console.table(result.rules);
    console.log('The worst rule:', result.worst);
  }
}
