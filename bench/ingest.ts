import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { newWriteKeyText } from '../api/routes/ingest/write-key-text.ts';
import type { Database } from '../db/connection.ts';
import { rotateKeyRing } from '../domain/key-ring.ts';
import { startInstallation, untilApplied } from './installation/installation.ts';
import { sayFaults } from './command.ts';

sayFaults();

// Sends events to the product's own API process, with its worker, Postgres and Temporal on the same machine: batches as fast as they are
// taken, some of them twice, then single calls at a fixed rate, each timed from when it was due, so that a stall is not hidden by waiting.
// The bare database is given the same events once more, as plain rows of one table by one statement a batch.
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    batch: { type: 'string', default: '500' },
    connections: { type: 'string', default: '4' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
  },
});
const [events, batchSize, connections, rate, seconds] = [
  values.events,
  values.batch,
  values.connections,
  values.rate,
  values.seconds,
].map(Number) as [number, number, number, number, number];
if (![events, batchSize, connections, rate, seconds].every((number) => Number.isInteger(number) && number > 0)) {
  console.error(
    'Usage: npm run bench:ingest -- [--events 100000] [--batch 500] [--connections 4] [--rate 200] [--seconds 15] [--json]',
  );
  process.exit(2);
}

const people = 10_000;
/** Every so manieth batch is sent twice. */
const repeatEvery = 10;
const agent = new Agent({ keepAlive: true, maxSockets: 100 });
const { apiPort, owner, startProcesses, stop } = await startInstallation(
  'ingest',
  rotateKeyRing(null, randomBytes(32)),
);
try {
  const key = await fill(owner);
  await startProcesses();
  const result = await measure(owner, key);
  if (values.json) console.log(JSON.stringify(result));
  else console.table(result);
  if (result.missing > 0 || result.duplicates > 0) process.exitCode = 1;
} finally {
  agent.destroy();
  await stop();
}

/** A tenant with people and a server's key; returns the key. */
async function fill(owner: Database): Promise<string> {
  const tenantId = randomUUID();
  const { text, start, hash } = newWriteKeyText(tenantId);
  await owner.sql`insert into tenants (tenant_id, name) values (${tenantId}, 'Bench')`;
  await owner.sql`
    insert into write_keys (tenant_id, name, kind, start, key_hash) values (${tenantId}, 'Bench', 'server', ${start}, ${hash})`;
  await owner.sql`
    insert into people (tenant_id, external_id, email, email_key)
    select ${tenantId}, 'user-' || n, 'p' || n || '@people.example', 'p' || n || '@people.example' from generate_series(1, ${people}) n`;
  return text;
}

/** An event as a shop sends it: three in five are pages, one in ten comes by a tagged link, half of the visitors are known. */
function eventOf(place: number): Record<string, unknown> {
  const person = (place * 7919) % (people * 2);
  const isPage = place % 5 < 3;
  const url = `https://shop.example/products/${place % 300}${place % 10 === 0 ? '?utm_source=news&utm_medium=email&utm_id=spring' : ''}`;
  return {
    type: isPage ? 'page' : 'track',
    messageId: `bench-${place}`,
    anonymousId: `visitor-${person}`,
    ...(person <= people ? { userId: `user-${person}` } : {}),
    timestamp: new Date().toISOString(),
    ...(isPage ? { name: 'Product' } : { event: 'Product added' }),
    properties: { sku: `sku-${place % 300}`, price: 19.9, currency: 'EUR', category: 'shoes' },
    context: { page: { url, title: 'A product', referrer: 'https://shop.example/' }, locale: 'de-DE' },
  };
}

async function measure(owner: Database, key: string) {
  const batches = Array.from({ length: Math.ceil(events / batchSize) }, (_, batch) => {
    const size = Math.min(batchSize, events - batch * batchSize);
    const some = Array.from({ length: size }, (_, place) => eventOf(batch * batchSize + place));
    return JSON.stringify({ batch: some, sentAt: new Date().toISOString() });
  });
  await post('track', key, JSON.stringify({ ...eventOf(0), messageId: 'warm-up', event: 'Warm-up' }));
  const again = batches.filter((_, place) => place % repeatEvery === 0);
  const queue = [...batches, ...again];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let body = queue.shift(); body !== undefined; body = queue.shift()) await post('batch', key, body);
    }),
  );
  const took = (performance.now() - began) / 1000;
  const sent =
    events + again.reduce((sum, _, place) => sum + Math.min(batchSize, events - place * repeatEvery * batchSize), 0);
  const settledSeconds = await untilApplied(owner);
  const times = await sendSingly(key);
  const [row] = await owner.sql<{ stored: number; distinct: number }[]>`
    select count(*)::int as stored, count(distinct id)::int as distinct from engagement_events`;
  const expected = events + 1 + times.length;
  const bare = await bareDatabase(owner, batches);
  const perSecond = sent / took;
  return {
    events: sent,
    seconds: round(took),
    eventsPerSecond: Math.round(perSecond),
    settledSeconds,
    trackP50Ms: at(times, 0.5),
    trackP95Ms: at(times, 0.95),
    bareDatabaseEventsPerSecond: Math.round(bare),
    ratio: round(perSecond / bare),
    duplicates: Math.max(0, row!.stored - expected),
    missing: Math.max(0, expected - row!.stored),
  };
}

/** Single tracks at the rate; how long each took from when it was due, in milliseconds. */
async function sendSingly(key: string): Promise<number[]> {
  const began = performance.now();
  const pending: Promise<number>[] = [];
  for (let sent = 0; sent < rate * seconds;) {
    const due = Math.min(rate * seconds, Math.floor(((performance.now() - began) / 1000) * rate) + 1);
    for (; sent < due; sent += 1) {
      const dueAt = began + (sent / rate) * 1000;
      const body = JSON.stringify({ ...eventOf(events + sent), event: 'Product added' });
      pending.push(post('track', key, body).then(() => performance.now() - dueAt));
    }
    await sleep(1);
  }
  return (await Promise.all(pending)).sort((a, b) => a - b);
}

function post(path: string, key: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const to = { port: apiPort, path: `/api/v1/${path}`, method: 'POST', agent, auth: `${key}:`, headers };
    const sending = request({ host: '127.0.0.1', ...to }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () =>
        answer.statusCode === 200
          ? resolve()
          : reject(new Error(`${path}: ${answer.statusCode} ${Buffer.concat(pieces).toString().slice(0, 300)}`)),
      );
    });
    sending.on('error', reject).end(body);
  });
}

/** How many of the same events a second the database takes as rows of one table with one index, a statement and a commit for each batch. */
async function bareDatabase(owner: Database, batches: readonly string[]): Promise<number> {
  await owner.sql`create table bare (id text primary key, event jsonb not null)`;
  const began = performance.now();
  for (const batch of batches) {
    await owner.sql`
      insert into bare select event ->> 'messageId', event from jsonb_array_elements(${batch}::text::jsonb -> 'batch') event`;
  }
  return events / ((performance.now() - began) / 1000);
}

function at(sorted: readonly number[], share: number): number {
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
