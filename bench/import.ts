import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'kysely';
import pino from 'pino';
import { unheard } from '../test/unheard.ts';
import { createImportActivities } from '../activities/imports/imports.ts';
import { freePort } from '../bin/embedded/port.ts';
import { startPostgres } from '../bin/embedded/postgres.ts';
import { openDatabase, withTenant, type Database } from '../db/connection.ts';
import { readFileChunks, writeFileChunks } from '../db/file-store.ts';
import { migrate } from '../db/migrate.ts';
import { findFileChunk, insertFile, markFileComplete } from '../db/queries/files.ts';
import { findImport, insertImport, listImportRemarks } from '../db/queries/imports/imports.ts';
import { EncodingWatcher } from '../domain/imports/encoding.ts';
import { inspectFile } from '../domain/imports/inspect.ts';
import { ImportMapping } from '../domain/imports/mapping.ts';
import { cpuOfTree } from './send/cpu.ts';
import { mapping, writeFile, type ExpectedError, type Variant } from './import-file.ts';
import { sayFaults } from './command.ts';

sayFaults();

// Imports a file with the product's own activity into a Postgres of its own, and compares with a bare COPY of the same rows.
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    variant: { type: 'string', default: 'plain' },
    json: { type: 'boolean', default: false },
  },
});
const rows = Number(values.rows);
const variant = values.variant as Variant;
if (!Number.isInteger(rows) || rows < 1 || !['plain', 'utf16'].includes(variant)) {
  console.error('Usage: npm run bench:import -- --rows 100000 [--variant plain|utf16] [--json]');
  process.exit(2);
}

const directory = await mkdtemp(join(tmpdir(), 'salescompass-bench-import-'));
const server = await startPostgres({
  directory,
  port: await freePort(),
  persistent: false,
  settings: { shared_buffers: '256MB', max_wal_size: '2GB' },
});
try {
  await server.createDatabase('bench');
  await migrate(server.url('bench'));
  const [owner, app, importer] = [undefined, 'salescompass_app', 'salescompass_importer'].map((role) =>
    openDatabase({ url: server.url('bench'), role: role as 'salescompass_app' | undefined, connections: 2 }),
  ) as [Database, Database, Database];
  const result = await measure({ owner, app, importer });
  print(result);
  await Promise.all([owner, app, importer].map((database) => database.close()));
  if (!result.correct) process.exitCode = 1;
} finally {
  await server.stop();
}

async function measure(databases: { owner: Database; app: Database; importer: Database }) {
  const { owner, app, importer } = databases;
  const { rows: made } = await sql<{
    tenantId: string;
  }>`insert into tenants (name) values ('Bench') returning tenant_id`.execute(owner.db);
  const tenantId = made[0]!.tenantId;
  const { importId, fileId, expected } = await upload(app, tenantId);
  const memory = watchMemory();
  const cpu = watchCpu();
  const began = performance.now();
  const activities = createImportActivities({
    ...{ database: app, importer, directory: owner, temporal: unheard },
    log: pino({ level: 'silent' }),
  });
  await new MockActivityEnvironment().run(activities.importRows, { tenantId, importId });
  const seconds = (performance.now() - began) / 1000;
  const used = cpu();
  const peakRssMb = memory.stop();
  await activities.endImport({ tenantId, importId });
  const found = await withTenant(app.db, tenantId, (db) => findImport(db, importId));
  const copySeconds = await bareCopy(owner, app, { tenantId, fileId });
  const errors = await checkErrors(app, { tenantId, importId, expected });
  const progress = found!.progress;
  const correct =
    errors.missing === 0 &&
    errors.unexpected === 0 &&
    progress.created === rows - new Set(expected.map(({ row }) => row)).size;
  return {
    rows,
    variant,
    columns: 20,
    seconds: round(seconds),
    rowsPerSecond: Math.round(rows / seconds),
    ...used,
    copySeconds: round(copySeconds),
    timesBareCopy: round(seconds / copySeconds),
    startRssMb: memory.startMb,
    peakRssMb,
    created: progress.created,
    rejected: progress.rejected,
    withoutConsent: progress.withoutConsent,
    errors,
    correct,
  };
}

async function upload(
  app: Database,
  tenantId: string,
): Promise<{ importId: string; fileId: string; expected: ExpectedError[] }> {
  const { pieces, expected } = writeFile(rows, variant);
  const watcher = new EncodingWatcher();
  const file = { name: 'bench.csv', contentType: 'text/csv', createdBy: 'bench', retentionDays: 1 };
  const fileId = await withTenant(app.db, tenantId, (db) => insertFile(db, file));
  const observe = (bytes: Uint8Array) => watcher.push(bytes);
  const bytes = await writeFileChunks(app.db, { tenantId, fileId }, { source: pieces, maxBytes: 500e6, observe });
  const importId = fileId;
  await withTenant(app.db, tenantId, async (db) => {
    await markFileComplete(db, { id: fileId, bytes, detected: watcher.result() });
    const start = await findFileChunk(db, fileId, 0);
    const { format } = inspectFile(start!.data, watcher.result());
    await insertImport(db, {
      id: importId,
      fileId,
      fileName: 'bench.csv',
      fileBytes: bytes,
      format,
      entity: 'people',
      mapping: ImportMapping.parse(mapping),
      dryRun: false,
      createdBy: 'bench',
    });
  });
  return { importId, fileId, expected };
}

/** What the database alone takes for the same rows: COPY of the file, as it is, into a plain table of 20 text columns. */
async function bareCopy(owner: Database, app: Database, file: { tenantId: string; fileId: string }): Promise<number> {
  await owner.sql.unsafe(
    `create table bare (${Array.from({ length: 20 }, (_, place) => `c${place} text`).join(', ')})`,
  );
  const decoder = new TextDecoder(variant === 'plain' ? 'utf-8' : 'utf-16le');
  const began = performance.now();
  const stream = await owner.sql
    .unsafe(
      `copy bare from stdin (format csv, header, delimiter '${variant === 'plain' ? ',' : ';'}', on_error stop)`.replace(
        ', on_error stop',
        '',
      ),
    )
    .writable();
  for await (const piece of variant === 'plain' ? readFileChunks(app.db, file) : wellFormed(decoder))
    stream.write(piece);
  stream.end();
  await new Promise((resolve, reject) => stream.once('finish', resolve).once('error', reject));
  return (performance.now() - began) / 1000;
}

/** COPY knows no UTF-16 and stops at the first bad row: it gets the good rows in UTF-8. */
async function* wellFormed(decoder: InstanceType<typeof TextDecoder>): AsyncGenerator<Buffer> {
  for await (const piece of writeFile(rows, 'utf16').pieces) {
    const text = decoder.decode(piece, { stream: true });
    yield Buffer.from(text.replace(/^(?:[^;\n"]*;){16}[^;\n"]*\r\n/gm, ''));
  }
}

async function checkErrors(app: Database, ref: { tenantId: string; importId: string; expected: ExpectedError[] }) {
  const wanted = new Map(ref.expected.map((error) => [`${error.row} ${error.field}`, error.reason]));
  let [found, unexpected] = [0, 0];
  for (let after: [number, string] | null = null; ;) {
    const remarks = await withTenant(app.db, ref.tenantId, (db) =>
      listImportRemarks(db, { importId: ref.importId, limit: 5_000, after }),
    );
    for (const { row, field, reason, severity } of remarks) {
      if (severity !== 'error') continue;
      if (wanted.get(`${row} ${field}`)?.test(reason)) found++;
      else unexpected++;
    }
    const last = remarks.at(-1);
    if (!last) break;
    after = [last.row, last.field];
  }
  return { expected: wanted.size, found, missing: wanted.size - found, unexpected };
}

/** On a machine with other work, CPU-seconds tell more than the clock. */
function watchCpu() {
  const [began, postgresBegan] = [process.cpuUsage(), cpuOfTree(server.pid)];
  return () => {
    const { user, system } = process.cpuUsage(began);
    return {
      workerCpuSeconds: round((user + system) / 1e6),
      postgresCpuSeconds: round(cpuOfTree(server.pid) - postgresBegan),
    };
  };
}

function watchMemory() {
  const megabytes = () => Math.round(process.memoryUsage.rss() / 1024 / 1024);
  const startMb = megabytes();
  let peak = startMb;
  const timer = setInterval(() => (peak = Math.max(peak, megabytes())), 50);
  return { startMb, stop: () => (clearInterval(timer), Math.max(peak, megabytes())) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function print(result: Record<string, unknown>): void {
  if (values.json) console.log(JSON.stringify(result));
  else
    console.table(
      Object.entries(result).map(([what, value]) => ({
        what,
        value: typeof value === 'object' ? JSON.stringify(value) : value,
      })),
    );
}
