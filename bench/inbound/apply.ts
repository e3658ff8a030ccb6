import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { freePort } from '../../bin/embedded/port.ts';
import { startPostgres } from '../../bin/embedded/postgres.ts';
import { openInboundDatabase } from '../../bin/worker/inbound.ts';
import { createInboundRecorder } from '../../bin/worker/inbound-recorder.ts';
import { openDatabase, type Database } from '../../db/connection.ts';
import { migrate } from '../../db/migrate.ts';
import { rotateKeyRing, type KeyRing } from '../../domain/key-ring.ts';
import { messageTokens } from '../../domain/tokens/token.ts';
import { readMime } from '../../mail/inbound/read-mime.ts';
import { cpuOfTree } from '../send/cpu.ts';
import { createSentBroadcast, type SentBroadcast } from '../../test/factories/engagement.ts';

/** What recording mails in a real database came to. */
export interface ApplyResult {
  mails: number;
  seconds: number;
  mailsPerSecond: number;
  /** Of this process and of Postgres, in ms for each mail: what says most on a machine that has other things to do. */
  cpuMsPerMail: number;
  postgresCpuMsPerMail: number;
  /** Of the heap at rest after a tenth, in the middle and at the end, in MB. */
  memoryMb: [early: number, middle: number, late: number];
  kept: number;
  /** Events of messages that had more than one of a kind; must be 0. */
  doubled: number;
}

/** Mails that are recorded at once, as the receiver's connections would. */
const atOnce = 16;

/**
 * Records mails as the receiver does, each at the return path of a message of its own and every tenth a second time: read, understood,
 * sealed and applied in Postgres, as the application's role. Starts and stops a Postgres of its own.
 */
export async function applyMails(samples: readonly Buffer[], mails: number): Promise<ApplyResult> {
  const directory = await mkdtemp(join(tmpdir(), 'salescompass-bench-inbound-'));
  const server = await startPostgres({ directory, port: await freePort(), persistent: false });
  try {
    await server.createDatabase('bench');
    await migrate(server.url('bench'));
    const open = (role?: 'salescompass_directory', connections = 1) =>
      openDatabase({ url: server.url('bench'), connections, ...(role ? { role } : {}) });
    const [owner, directory] = [open(), open('salescompass_directory', 2)];
    const database = openInboundDatabase(server.url('bench'));
    const ring = rotateKeyRing(null, randomBytes(32));
    const sent = await createSentBroadcast(owner, { people: mails });
    const record = createInboundRecorder({ database, directory, ring, log: pino({ level: 'silent' }) });
    const [began, user] = [cpuOfTree(server.pid), process.cpuUsage()];
    const result = await measure({ samples, mails, sent, ring, record });
    const own = process.cpuUsage(user);
    const counted = await count(owner);
    const postgresCpu = cpuOfTree(server.pid) - began;
    await Promise.all([owner.close(), database.close(), directory.close()]);
    return {
      ...result,
      cpuMsPerMail: (own.user + own.system) / 1_000 / mails,
      postgresCpuMsPerMail: (postgresCpu * 1_000) / mails,
      ...counted,
    };
  } finally {
    await server.stop();
  }
}

interface Work {
  samples: readonly Buffer[];
  mails: number;
  sent: SentBroadcast;
  ring: KeyRing;
  record: ReturnType<typeof createInboundRecorder>;
}

async function measure({
  samples,
  mails,
  sent,
  ring,
  record,
}: Work): Promise<Omit<ApplyResult, 'kept' | 'doubled' | 'cpuMsPerMail' | 'postgresCpuMsPerMail'>> {
  const { tenantNumber, messageIds } = sent;
  const receive = async (place: number): Promise<void> => {
    const raw = samples[place % samples.length]!;
    const recipients = [messageTokens(ring, { tenantNumber, messageId: messageIds[place]! }).verp];
    for (let times = place % 10 === 0 ? 2 : 1; times > 0; times -= 1)
      await record({ raw, recipients, mail: readMime(raw), isCut: false });
  };
  const marks = [Math.floor(mails / 10), Math.floor(mails / 2), mails];
  const memoryMb: number[] = [];
  let [seconds, done] = [0, 0];
  for (const mark of marks) {
    const start = performance.now();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (done < mark) await receive(done++);
      }),
    );
    seconds += (performance.now() - start) / 1_000;
    memoryMb.push(await restingMb());
  }
  const rounded = Math.round(seconds * 10) / 10;
  return {
    mails,
    seconds: rounded,
    mailsPerSecond: Math.round(mails / seconds),
    memoryMb: memoryMb as ApplyResult['memoryMb'],
  };
}

async function restingMb(): Promise<number> {
  globalThis.gc?.();
  await sleep(50);
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 100_000) / 10;
}

async function count(owner: Database): Promise<Pick<ApplyResult, 'kept' | 'doubled'>> {
  const [row] = await owner.sql<{ kept: number; doubled: number }[]>`
    select (select count(*)::int from inbound_mails) as kept, (select count(*)::int from (
      select from engagement_events group by message_id, kind having count(*) > 1) twice) as doubled`;
  return row!;
}
