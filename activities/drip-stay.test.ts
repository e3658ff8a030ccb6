import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSink, type RunningSink } from '../bench/sender/sink.ts';
import { withTenant, type Database } from '../db/connection.ts';
import { requestLook, requestWake } from '../db/queries/drip-enrolments.ts';
import { findDrip } from '../db/queries/drips.ts';
import { beginStay } from '../db/queries/drip-stays.ts';
import { stayMs } from '../domain/drips/pace.ts';
import { createSmtpSender, type SmtpSender } from '../mail/smtp/sender.ts';
import { createTestActivities } from '../test/activities.ts';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { createTestDrip, enrolInto, sendStep, waitStep, type TestDrip } from '../test/factories/drips.ts';
import type { DripRound } from './drips.ts';

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
const minute = 60_000;

/** A stay whose time is played: `happens` says what comes about so many minutes after its beginning. */
async function stayWith(drip: TestDrip, happens: Record<number, (nowIso: string) => Promise<unknown>>) {
  const told: string[] = [];
  const signal = (id: string) => async () => void told.push(id);
  const temporal = {
    workflow: {
      signalWithStart: async (_: unknown, { workflowId }: { workflowId: string }) => void told.push(workflowId),
      getHandle: (id: string) => ({ signal: signal(id) }),
    },
  } as unknown as Client;
  let nowMs = Date.parse(start);
  const left = new Map(Object.entries(happens).map(([at, happen]) => [Number(at), happen]));
  const activities = createTestActivities(database, {
    database: app,
    temporal,
    mailer: { smtp },
    clock: {
      now: () => nowMs,
      sleep: async (ms) => {
        nowMs += Math.max(ms, 5000);
        for (const [at, happen] of left) {
          if (nowMs < Date.parse(start) + at * minute) continue;
          left.delete(at);
          await happen(new Date(nowMs).toISOString());
        }
      },
    },
  });
  await activities.openDrip({ ...drip, now: start });
  const round = (await new MockActivityEnvironment().run(activities.stayWithDrip, {
    ...drip,
    now: start,
  })) as DripRound;
  return { round, told, minutes: (nowMs - Date.parse(start)) / minute };
}

const inTenant = <T>({ tenantId }: TestDrip, work: Parameters<typeof withTenant<T>>[2]) =>
  withTenant(app.db, tenantId, work);
const wake = (drip: TestDrip, at: string) => inTenant(drip, (db) => requestWake(db, drip.dripId, at));
const messages = ({ tenantId }: TestDrip) => database.owner.sql<{ subject: string; personId: string; at: Date }[]>`
  select e.subject, m.person_id as "personId", m.sent_at as at from messages m join editions e on e.id = m.edition_id
  where m.tenant_id = ${tenantId} and m.status = 'sent' order by m.sent_at`;
const rests = async (drip: TestDrip) => (await inTenant(drip, (db) => findDrip(db, drip.dripId)))?.restsUntil;

describe('staying with a busy drip', () => {
  it('moves and sends to people as they come in and fall due, and tells no workflow of it', async () => {
    const drip = await createTestDrip(database, app, {
      people: 3,
      definition: () => ({ steps: [sendStep('hello'), waitStep('pause', 10, 'minutes'), sendStep('more')] }),
    });
    const comes = new Map<string, number>();
    const comesIn = (person: number) => async (nowIso: string) => {
      comes.set(drip.personIds[person]!, Date.parse(nowIso));
      expect(await enrolInto(app, drip, [drip.personIds[person]!], nowIso)).toBe(1);
      expect(await wake(drip, nowIso)).toBe(false);
    };
    const { round, told, minutes } = await stayWith(drip, { 2: comesIn(0), 9: comesIn(1), 16: comesIn(2) });
    expect(minutes).toBeGreaterThanOrEqual(30);
    expect(round).toMatchObject({ isBusy: true, open: 0, moved: 12 });
    expect(told).toEqual([]);
    const sent = await messages(drip);
    expect(sent).toHaveLength(6);
    for (const { subject, personId, at } of sent) {
      const seconds = (at.getTime() - comes.get(personId)!) / 1000 - (subject === 'more' ? 600 : 0);
      expect({ subject, seconds, isPrompt: seconds <= 60 }).toMatchObject({ isPrompt: true });
    }
    // The workflow goes on at once: until then whoever comes in needs to tell nobody.
    expect(await wake(drip, new Date(Date.parse(start) + stayMs).toISOString())).toBe(false);
  }, 60_000);

  it('is over where nobody came: the drip sleeps until somebody is due, and whoever comes in tells it', async () => {
    const drip = await createTestDrip(database, app, { definition: () => ({ steps: [waitStep('pause', 1)] }) });
    const { round } = await stayWith(drip, {});
    expect(round).toMatchObject({ isBusy: false, moved: 0, nextDueAt: null });
    expect(await wake(drip, round.restsUntil)).toBe(true);
  }, 60_000);

  it('goes on at once where somebody asked for a look after its last one, and nobody has to be told', async () => {
    const drip = await createTestDrip(database, app, { definition: () => ({ steps: [waitStep('pause', 1)] }) });
    const told: boolean[] = [];
    const { round } = await stayWith(drip, { 30: async (nowIso) => told.push(await wake(drip, nowIso)) });
    expect(told).toEqual([false]);
    expect(round).toMatchObject({ isBusy: false, nextDueAt: round.restsUntil });
  }, 60_000);

  it.each<[string, (drip: TestDrip) => Promise<unknown>]>([
    [
      'the campaign is paused',
      ({ campaignId }) => database.owner.sql`update campaigns set status = 'paused' where id = ${campaignId}`,
    ],
    [
      'somebody does something by hand',
      (drip) => inTenant(drip, (db) => requestLook(db, drip.dripId, '2026-06-01T10:03:00.000Z')),
    ],
    [
      'another one stays with it',
      (drip) => inTenant(drip, (db) => beginStay(db, drip.dripId, '2026-06-01T10:33:00.000Z')),
    ],
  ])('ends within moments where %s, and leaves the row as it finds it', async (_, strike) => {
    const drip = await createTestDrip(database, app, { definition: () => ({ steps: [sendStep('hello')] }) });
    const rested: unknown[] = [];
    const { round, minutes } = await stayWith(drip, {
      1: async (nowIso) => {
        await enrolInto(app, drip, drip.personIds.slice(0, 1), nowIso);
        await wake(drip, nowIso);
      },
      3: async () => {
        await strike(drip);
        rested.push(await rests(drip));
        await enrolInto(app, drip, drip.personIds.slice(1, 2), '2026-06-01T10:03:00.000Z');
      },
    });
    expect(round.isBusy).toBe(false);
    expect(minutes).toBeLessThan(4);
    expect(await messages(drip)).toHaveLength(1);
    const isPaused = round.nextDueAt === null;
    if (!isPaused) expect([await rests(drip)]).toEqual(rested);
  });
});
