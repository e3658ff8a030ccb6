import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSink, type RunningSink } from '../../bench/sender/sink.ts';
import type { Database } from '../../db/connection.ts';
import { rotateKeyRing } from '../../domain/key-ring.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestDrip, enrolInto, sendStep } from '../../test/factories/drips.ts';
import type { ActivityDeps } from '../deps.ts';
import { createDripActivities } from '../drips/drips.ts';
import { openAside } from './aside.ts';
import { createSendingPermits } from './sending-permits.ts';
import { openTelling } from '../campaigns/settled-parts.ts';

let database: TestDatabase;
let app: Database;
let sink: RunningSink;
let smtp: SmtpSender;
beforeAll(async () => {
  [database, sink] = await Promise.all([createTestDatabase(), startSink()]);
  app = database.open('salescompass_app');
  smtp = createSmtpSender({ url: sink.url });
});
afterAll(async () => {
  await smtp.close();
  await sink.stop();
  await database.drop();
});

const start = '2026-06-01T10:00:00.000Z';

/** Somebody beside a drip with so many messages that are due, and a Temporal that `fails` so many times before it hears anything. */
async function besideDrip({ people = 1, fails = 0 } = {}) {
  const drip = await createTestDrip(database, app, { people, definition: () => ({ steps: [sendStep('hello')] }) });
  const told: string[] = [];
  let left = fails;
  const hear = async (id: string) => {
    if (left-- > 0) throw new Error('nobody answers');
    told.push(id);
  };
  const temporal = {
    workflow: {
      signalWithStart: (_: unknown, { workflowId }: { workflowId: string }) => hear(workflowId),
      getHandle: (id: string) => ({ signal: () => hear(id) }),
    },
  } as unknown as Client;
  const quiet = { workflow: { signalWithStart: async () => ({}) } } as unknown as Client;
  const drips = createDripActivities({
    database: app,
    directory: database.open('salescompass_directory'),
    temporal: quiet,
  });
  await drips.openDrip({ ...drip, now: start });
  await enrolInto(app, drip, drip.personIds, start);
  await new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now: start });
  const permits = createSendingPermits(1);
  const clock = { now: Date.parse(start) };
  const deps = {
    database: app,
    log: pino({ level: 'silent' }),
    temporal,
    permits,
    mailer: {
      ring: rotateKeyRing(null, randomBytes(32)),
      publicUrl: 'http://127.0.0.1',
      bounceDomain: 'b.example',
      smtp,
    },
  } as unknown as ActivityDeps & { permits: typeof permits };
  const stop = new AbortController();
  const aside = openAside(deps, { tenantId: drip.tenantId, clock: () => new Date(clock.now), stop: stop.signal });
  const sent = async () =>
    (await database.owner.sql`select from messages where tenant_id = ${drip.tenantId} and status = 'sent'`).length;
  /** As a lane that takes everything that is due. */
  const lease = (is: boolean) => database.owner.sql`
    update message_batches set leased_until = ${is ? leaseEnd() : null}, lease_id = ${is ? drip.dripId : null}
    where tenant_id = ${drip.tenantId}`;
  return { drip, deps, told, permits, clock, aside, sent, lease, outbox: `outbox/${drip.tenantId}`, stop };
}

const leaseEnd = () => new Date(Date.now() + 60_000);

describe('sending by the way', () => {
  it('tells nobody of what it sent itself, but the drip that waits for it', async () => {
    const { aside, told, sent, drip } = await besideDrip();
    await aside.send();
    expect(await sent()).toBe(1);
    expect(aside.owes()).toBe(false);
    expect(told).toEqual([`drip/${drip.tenantId}/${drip.dripId}`]);
  });

  it('tells the outbox of what it left once a minute while others send, at once where nobody does, and sends it where it can', async () => {
    const { aside, told, sent, permits, clock, lease, outbox } = await besideDrip();
    const giveBack = permits.take()!;
    await aside.send();
    expect({ told, owes: aside.owes() }).toEqual({ told: [outbox], owes: false });
    await lease(true);
    for (let second = 0; second < 3; second++, clock.now += 1000) await aside.send();
    expect({ told, owes: aside.owes() }).toEqual({ told: [outbox], owes: true });
    clock.now += 60_000;
    await aside.send();
    expect(told).toEqual([outbox, outbox]);
    await lease(false);
    await aside.send();
    expect({ told, owes: aside.owes() }).toEqual({ told: [outbox, outbox, outbox], owes: false });
    giveBack();
    await aside.send();
    expect(await sent()).toBe(1);
  });

  it('leaves what it is stopped before to the outbox', async () => {
    const { aside, told, stop, lease, permits, outbox } = await besideDrip();
    permits.take();
    await aside.send();
    await lease(true);
    await aside.send();
    expect(told).toEqual([outbox]);
    stop.abort();
    await aside.finish();
    expect(told).toEqual([outbox, outbox]);
  });

  it('keeps who is to hear of what was settled until they are told, and takes no other part for a drip', async () => {
    const { deps, drip, told } = await besideDrip({ fails: 1 });
    const telling = openTelling(deps, { tenantId: drip.tenantId, nowIso: () => start });
    telling.note({ drainedBroadcasts: ['b'], settledParts: ['nurture/n', `drip/${drip.dripId}`] });
    await expect(telling.tell()).rejects.toThrow('nobody answers');
    expect(telling.owes()).toBe(true);
    await telling.tell();
    expect(told).toEqual([`drip/${drip.tenantId}/${drip.dripId}`, `broadcast/${drip.tenantId}/b`]);
    expect(telling.owes()).toBe(false);
  });
});
