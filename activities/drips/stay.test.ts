import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSink, type RunningSink } from '../../bench/sender/sink.ts';
import { withTenant, type Database } from '../../db/connection.ts';
import { requestLook, requestWake } from '../../db/queries/drips/enrolments.ts';
import { findDrip, markEntryClosed } from '../../db/queries/drips/drips.ts';
import { beginStay } from '../../db/queries/drips/stays.ts';
import { stayMs } from '../../domain/drips/pace.ts';
import { createSmtpSender, type SmtpSender } from '../../mail/smtp/sender.ts';
import { createTestActivities } from '../../test/activities.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestDrip, enrolInto, sendStep, waitStep, type TestDrip } from '../../test/factories/drips.ts';
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
const stayMinutes = stayMs / minute;

type Happening = (nowIso: string, stop: () => void) => Promise<unknown>;

/**
 * A stay whose time is played: `happens` says what comes about so many minutes after the beginning. `retriedAt`: it is the second attempt,
 * so many minutes later.
 */
async function stayWith(
  drip: TestDrip,
  happens: Record<number, Happening>,
  { retriedAt }: { retriedAt?: number } = {},
) {
  const told: string[] = [];
  const signal = (id: string) => async () => void told.push(id);
  const temporal = {
    workflow: {
      signalWithStart: async (_: unknown, { workflowId }: { workflowId: string }) => void told.push(workflowId),
      getHandle: (id: string) => ({ signal: signal(id) }),
    },
  } as unknown as Client;
  let nowMs = Date.parse(start) + (retriedAt ?? 0) * minute;
  const left = new Map(Object.entries(happens).map(([at, happen]) => [Number(at), happen]));
  const activities = createTestActivities(database, {
    database: app,
    temporal,
    mailer: { smtp },
    clock: {
      now: () => nowMs,
      sleep: async (ms) => {
        nowMs += Math.max(ms, 20_000);
        for (const [at, happen] of left) {
          if (nowMs < Date.parse(start) + at * minute) continue;
          left.delete(at);
          await happen(new Date(nowMs).toISOString(), () => environment.cancel());
        }
      },
    },
  });
  const environment = new MockActivityEnvironment(
    retriedAt === undefined
      ? {}
      : { attempt: 2, scheduledTimestampMs: 1, currentAttemptScheduledTimestampMs: 1 + retriedAt * minute },
  );
  await activities.openDrip({ ...drip, now: start });
  const round = (await environment.run(activities.stayWithDrip, { ...drip, now: start })) as DripRound;
  return { round, told, minutes: (nowMs - Date.parse(start)) / minute };
}

const inTenant = <T>({ tenantId }: TestDrip, work: Parameters<typeof withTenant<T>>[2]) =>
  withTenant(app.db, tenantId, work);
const wake = (drip: TestDrip, at: string) => inTenant(drip, (db) => requestWake(db, drip.dripId, at));
const messages = ({ tenantId }: TestDrip) => database.owner.sql<{ subject: string; personId: string; at: Date }[]>`
  select e.subject, m.person_id as "personId", m.sent_at as at from messages m join editions e on e.id = m.edition_id
  where m.tenant_id = ${tenantId} and m.status = 'sent' order by m.sent_at`;
const comesIn =
  (drip: TestDrip, person: number): Happening =>
  async (nowIso) => {
    await enrolInto(app, drip, drip.personIds.slice(person, person + 1), nowIso);
    await wake(drip, nowIso);
  };
const rests = async (drip: TestDrip) => (await inTenant(drip, (db) => findDrip(db, drip.dripId)))?.restsUntil;

describe('staying with a busy drip', () => {
  it('moves and sends to people as they come in and fall due, and tells no workflow of it', async () => {
    const drip = await createTestDrip(database, app, {
      people: 7,
      definition: () => ({ steps: [sendStep('hello'), waitStep('pause', 10, 'minutes'), sendStep('more')] }),
    });
    const comes = new Map<string, number>();
    const isIn = (person: number) => async (nowIso: string) => {
      comes.set(drip.personIds[person]!, Date.parse(nowIso));
      expect(await enrolInto(app, drip, [drip.personIds[person]!], nowIso)).toBe(1);
      expect(await wake(drip, nowIso)).toBe(false);
    };
    const { round, told, minutes } = await stayWith(
      drip,
      Object.fromEntries([2, 9, 16, 23, 31, 38, 46].map((at, person) => [at, isIn(person)])),
    );
    expect(minutes).toBeGreaterThanOrEqual(stayMinutes);
    expect(round).toMatchObject({ isBusy: true, open: 0, moved: 28 });
    expect(told).toEqual([]);
    const sent = await messages(drip);
    expect(sent).toHaveLength(14);
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
    const { round } = await stayWith(drip, { [stayMinutes]: async (nowIso) => told.push(await wake(drip, nowIso)) });
    expect(told).toEqual([false]);
    expect(round).toMatchObject({ isBusy: false, nextDueAt: round.restsUntil });
  }, 60_000);

  it('is tried again by the time that has passed meanwhile, and no longer than the first attempt was to be', async () => {
    const drip = await createTestDrip(database, app, { people: 1, definition: () => ({ steps: [sendStep('hello')] }) });
    const dies = async () => Promise.reject(new Error('the worker is gone'));
    await expect(stayWith(drip, { 5: dies })).rejects.toThrow('gone');
    const { minutes } = await stayWith(drip, { 8: comesIn(drip, 0) }, { retriedAt: 6 });
    expect(minutes).toBeCloseTo(stayMinutes, 1);
    const [sent] = await messages(drip);
    expect(Math.floor((sent!.at.getTime() - Date.parse(start)) / minute)).toBe(8);
  }, 60_000);

  it('is not worth it for one person in hours: the account of looks begins anew', async () => {
    const drip = await createTestDrip(database, app, { people: 1, definition: () => ({ steps: [sendStep('hello')] }) });
    const { round, minutes } = await stayWith(drip, { 5: comesIn(drip, 0) });
    expect(minutes).toBeGreaterThanOrEqual(stayMinutes);
    expect(round).toMatchObject({ isBusy: false, moved: 2, busyUntil: round.restsUntil, nextDueAt: null });
  }, 60_000);

  it('is over at once where nobody comes in any more and the last one has left', async () => {
    const drip = await createTestDrip(database, app, { people: 1, definition: () => ({ steps: [sendStep('hello')] }) });
    const { round, minutes } = await stayWith(drip, {
      1: comesIn(drip, 0),
      2: (nowIso) => inTenant(drip, (db) => markEntryClosed(db, drip.dripId, nowIso)),
    });
    expect(minutes).toBeLessThan(3);
    expect(round).toMatchObject({ isBusy: false, open: 0, isEntryClosed: true });
  }, 60_000);

  it('leaves more people than it moves in single file to those who move them side by side', async () => {
    const drip = await createTestDrip(database, app, {
      people: 501,
      definition: () => ({ steps: [waitStep('pause', 1)] }),
    });
    let passed = 0;
    const real = Date.now;
    const slow = vi.spyOn(Date, 'now').mockImplementation(() => real() + (passed += 11_000));
    const { round, minutes } = await stayWith(drip, {
      1: async (nowIso) => {
        await enrolInto(app, drip, drip.personIds, nowIso);
        await wake(drip, nowIso);
      },
    }).finally(() => slow.mockRestore());
    expect(minutes).toBeLessThan(2);
    expect(round).toMatchObject({ isBusy: false, isMore: true, moved: 500 });
    expect(Date.parse(round.nextDueAt!)).toBeLessThanOrEqual(Date.parse(round.restsUntil));
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
      (drip) => inTenant(drip, (db) => beginStay(db, drip.dripId, '2026-06-01T16:03:00.000Z')),
    ],
    [
      'it was thought dead and tried again',
      (drip) => stayWith(drip, { 3: async (_, stop) => stop() }, { retriedAt: 2 }),
    ],
  ])('ends within moments where %s, and leaves the row as it finds it', async (_, strike) => {
    const drip = await createTestDrip(database, app, { definition: () => ({ steps: [sendStep('hello')] }) });
    const rested: unknown[] = [];
    const { round, minutes } = await stayWith(drip, {
      1: comesIn(drip, 0),
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
