import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ensureLogin } from '../../bin/database-login.ts';
import { formatKeyRing, rotateKeyRing } from '../../domain/key-ring.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestTemporal, type TestTemporal } from '../../test/temporal.ts';
import { startSink, type RunningSink } from '../sender/sink.ts';
import { playCompetition } from './competition.ts';

// Two worker processes, a real database, a real Temporal server and a mail server that counts.
let database: TestDatabase;
let temporal: TestTemporal;
let sink: RunningSink;
let workers: ChildProcess[];

beforeAll(async () => {
  [database, temporal, sink] = await Promise.all([createTestDatabase(), createTestTemporal(), startSink()]);
  const login = database.url.replace(/\/\/[^@]*@/, `//competition_${randomBytes(4).toString('hex')}:worker@`);
  await ensureLogin(database.url, login);
  const secret = formatKeyRing(rotateKeyRing(null, randomBytes(32)));
  workers = [0, 1].map(() =>
    spawn(process.execPath, ['--import', 'tsx', 'bench/drip/worker-process.ts'], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        DATABASE_URL: login,
        TEMPORAL_ADDRESS: inject('temporalAddress'),
        TEMPORAL_NAMESPACE: temporal.namespace,
        SMTP_URL: sink.url,
        SECRET_KEY: secret,
      },
    }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
}, 240_000);
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await temporal.close();
  await sink.stop();
  await database.drop();
});

describe('two drips and a broadcast that want the same people', () => {
  it('stay below the cap together, and what is more important goes first', async () => {
    const arena = { owner: database.owner, app: database.open('salescompass_app'), client: temporal.client, sink };
    const report = await playCompetition(arena, { people: 300, steps: 1 });
    expect(report).toMatchObject({ sent: 600, most: 2, peopleBelowCap: 0, unexplained: 0, duplicates: 0, missing: 0 });
    expect(report.parts).toEqual({
      important: { sent: 300, skipped: {} },
      ordinary: { sent: 300, skipped: {} },
      broadcast: { sent: 0, skipped: { frequency_cap: 300 } },
    });
  }, 240_000);
});
