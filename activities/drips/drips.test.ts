import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { requestLook, requestWake } from '../../db/queries/drips/enrolments.ts';
import { readOutlook } from '../../db/queries/drips/positions.ts';
import { setWake } from '../../db/queries/drips/rounds.ts';
import { findDrip } from '../../db/queries/drips/drips.ts';
import type { TestDatabase } from '../../test/database.ts';
import { createTestDripActivities } from '../../test/factories/drip-activities.ts';
import { createTestDrip, enrolInto, sendStep, waitStep, type TestDrip } from '../../test/factories/drips.ts';
import type { DripActivities, DripRound } from './drips.ts';

let database: TestDatabase;
let app: Database;
let drips: DripActivities;

beforeAll(async () => {
  ({ database, app, drips } = await createTestDripActivities());
});
afterAll(() => database.drop());

const start = '2026-06-01T10:00:00.000Z';
const after = (iso: string, hours: number) => new Date(Date.parse(iso) + hours * 3_600_000).toISOString();

/** Opens the drip, lets everybody in, and gives what a round at some moment does. */
async function running(drip: TestDrip, people = drip.personIds) {
  await drips.openDrip({ ...drip, now: start });
  await enrolInto(app, drip, people, start);
  return (now: string) => new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now }) as Promise<DripRound>;
}

const positions = ({ dripId }: TestDrip) => database.owner.sql<
  { personId: string; state: string; step: string; dueAt: Date | null; waitsFor: string; reason: string | null }[]
>`
  select person_id as "personId", state, step, due_at as "dueAt", waits_for as "waitsFor", reason
  from drip_positions where drip_id = ${dripId} order by person_id`;
const messages = ({ tenantId }: TestDrip) => database.owner.sql<
  { subject: string; personId: string; status: string }[]
>`
  select e.subject, m.person_id as "personId", m.status from messages m join editions e on e.id = m.edition_id
  where m.tenant_id = ${tenantId} order by m.id`;
const sendAll = ({ tenantId }: TestDrip, at: string) => database.owner.sql`
  update messages set status = 'sent', sent_at = ${at} where tenant_id = ${tenantId} and status = 'queued'`;

describe('a drip', () => {
  it('moves everybody step by step, and a delay counts from when the message before it went', async () => {
    const drip = await createTestDrip(database, app, {
      people: 1200,
      definition: () => ({ steps: [sendStep('hello'), waitStep('pause', 3), sendStep('more')] }),
    });
    const round = await running(drip);
    expect(await round(start)).toMatchObject({ moved: 1200, enqueued: 1200, open: 1200, nextDueAt: null });
    expect(await round(after(start, 1))).toMatchObject({ moved: 0, enqueued: 0 });
    await sendAll(drip, after(start, 5));
    expect(await round(after(start, 6))).toMatchObject({ moved: 1200, nextDueAt: after(start, 5 + 72) });
    expect(await round(after(start, 5 + 71))).toMatchObject({ moved: 0 });
    expect(await round(after(start, 5 + 72))).toMatchObject({ moved: 1200, enqueued: 1200 });
    await sendAll(drip, after(start, 80));
    expect(await round(after(start, 81))).toMatchObject({ moved: 1200, open: 0 });
    const states = await positions(drip);
    expect(new Set(states.map(({ state, reason }) => `${state} ${reason}`))).toEqual(new Set(['completed finished']));
    expect(await messages(drip)).toHaveLength(2400);
  }, 60_000);

  it('lets nobody be moved twice by rounds at once, and enqueues each message once', async () => {
    const drip = await createTestDrip(database, app, {
      people: 1500,
      definition: () => ({ steps: [sendStep('hello')] }),
    });
    const round = await running(drip);
    const taken = await Promise.all([round(start), round(start), round(start)]);
    expect(taken.reduce((sum, { moved }) => sum + moved, 0)).toBe(1500);
    expect(await messages(drip)).toHaveLength(1500);
  }, 60_000);

  it('rests after a look: whoever comes meanwhile is moved at the end of the rest, and the workflow is told once at most', async () => {
    const drip = await createTestDrip(database, app, { people: 3, definition: () => ({ steps: [sendStep('hello')] }) });
    const round = await running(drip, drip.personIds.slice(0, 1));
    const first = await round(start);
    expect(first.restsUntil).toBe('2026-06-01T10:01:00.000Z');
    const ask = (atIso: string) => withTenant(app.db, drip.tenantId, (db) => requestWake(db, drip.dripId, atIso));
    const wakesAt = () =>
      withTenant(app.db, drip.tenantId, async (db) => (await findDrip(db, drip.dripId))?.nextWakeAt);
    expect(await ask('2026-06-01T10:00:10.000Z')).toBe(true);
    expect(await wakesAt()).toEqual(new Date(first.restsUntil));
    expect(await ask('2026-06-01T10:00:20.000Z')).toBe(false);
    // Where somebody is due anyway when the rest is over, nobody needs to say so.
    await enrolInto(app, drip, drip.personIds.slice(1, 2), '2026-06-01T10:01:00.000Z');
    await round('2026-06-01T10:00:59.000Z');
    expect(await ask('2026-06-01T10:01:30.000Z')).toBe(false);
    // What is done by hand is looked at without waiting for the end of the rest.
    const byHand = '2026-06-01T10:01:40.000Z';
    await withTenant(app.db, drip.tenantId, (db) => requestLook(db, drip.dripId, byHand));
    expect(await wakesAt()).toEqual(new Date(byHand));
    expect(await ask('2026-06-01T10:01:39.000Z')).toBe(true);
  });

  it('waits for nobody who has its campaign locked, where there is no version to take over', async () => {
    const drip = await createTestDrip(database, app, {
      people: 1,
      definition: () => ({ steps: [waitStep('pause', 1)] }),
    });
    const round = await running(drip);
    await database.owner.sql.begin(async (sql) => {
      await sql`select from campaigns where id = ${drip.campaignId} for update`;
      expect(await round(start)).toMatchObject({ moved: 1 });
    });
  }, 15_000);

  it('looks once more where somebody asked after the look had begun, even where nobody it can see is due', async () => {
    const drip = await createTestDrip(database, app, { people: 1, definition: () => ({ steps: [sendStep('hello')] }) });
    const round = await running(drip);
    await round(start);
    const isTold = await withTenant(app.db, drip.tenantId, async (db) => {
      await requestWake(db, drip.dripId, '2026-06-01T10:00:30.000Z');
      const restsUntil = '2026-06-01T10:02:00.000Z';
      const work = { restsUntil, read: () => readOutlook(db, drip.dripId), wakeAt: () => null };
      expect(await setWake(db, drip.dripId, work)).toMatchObject({ read: { nextDueAt: null }, nextDueAt: restsUntil });
      expect((await findDrip(db, drip.dripId))?.nextWakeAt).toEqual(new Date(restsUntil));
      return requestWake(db, drip.dripId, '2026-06-01T10:01:00.000Z');
    });
    expect(isTold).toBe(false);
    expect(await round('2026-06-01T10:02:00.000Z')).toMatchObject({ nextDueAt: null });
  }, 60_000);

  it('branches by what people did, splits by shares, and changes what it is told to', async () => {
    const [listId] = await database.owner.sql<{ id: string }[]>`select uuidv7() as id`;
    const drip = await createTestDrip(database, app, {
      people: 200,
      definition: () => ({
        steps: [
          sendStep('hello'),
          {
            key: 'opened',
            kind: 'branch',
            condition: { kind: 'step', step: 'hello', did: 'opened' },
            yes: 'add',
            no: 'toss',
          },
          { key: 'add', kind: 'changeList', listId: listId!.id, action: 'add', next: null },
          {
            key: 'toss',
            kind: 'split',
            paths: [
              { label: 'A', percent: 50, next: 'won' },
              { label: 'B', percent: 50, next: null },
            ],
          },
          { key: 'won', kind: 'goal' },
        ],
      }),
    });
    await database.owner
      .sql`insert into lists (tenant_id, id, name) values (${drip.tenantId}, ${listId!.id}, 'Openers')`;
    const round = await running(drip);
    await round(start);
    await sendAll(drip, start);
    const opener = drip.personIds[0]!;
    await database.owner.sql`update messages set opened_at = now() where person_id = ${opener}`;
    expect(await round(after(start, 1))).toMatchObject({ open: 0 });
    const onList = await database.owner.sql`select person_id from list_people where list_id = ${listId!.id}`;
    expect(onList).toEqual([{ person_id: opener }]);
    const ends = (await positions(drip)).filter(({ personId }) => personId !== opener);
    const goals = ends.filter(({ reason }) => reason === 'goal').length;
    expect(goals).toBeGreaterThan(60);
    expect(goals).toBeLessThan(140);
    expect(ends.filter(({ reason }) => reason === 'finished')).toHaveLength(199 - goals);
  });

  it('holds messages until window and quiet hours allow them, each person in their own zone', async () => {
    const drip = await createTestDrip(database, app, {
      people: 2,
      definition: () => ({ steps: [sendStep('hello')] }),
    });
    await database.owner.sql`
      update tenants set quiet_from = '21:00', quiet_to = '08:00' where tenant_id = ${drip.tenantId}`;
    const [berlin, kathmandu] = drip.personIds as [string, string];
    await database.owner.sql`update people set time_zone = 'Europe/Berlin' where id = ${berlin}`;
    await database.owner.sql`update people set time_zone = 'Asia/Kathmandu' where id = ${kathmandu}`;
    const round = await running(drip);
    const evening = '2026-06-01T17:00:00.000Z';
    expect(await round(evening)).toMatchObject({ enqueued: 1, nextDueAt: '2026-06-02T02:15:00.000Z' });
    expect((await messages(drip)).map(({ personId }) => personId)).toEqual([berlin]);
    expect(await round('2026-06-02T02:15:00.000Z')).toMatchObject({ enqueued: 1, nextDueAt: null });
  });

  it.each([
    [
      'an unsubscribe',
      'unsubscribed',
      (id: string) => database.owner.sql`update people set consent = 'denied' where id = ${id}`,
    ],
    [
      'a hard bounce',
      'hard_bounce',
      (id: string) => database.owner.sql`update people set email_status = 'bounced' where id = ${id}`,
    ],
    ['an erasure', 'erased', (id: string) => database.owner.sql`update people set erased_at = now() where id = ${id}`],
  ])('lets people leave before the next message after %s', async (_, reason, happen) => {
    const drip = await createTestDrip(database, app, {
      people: 2,
      definition: () => ({ steps: [waitStep('pause', 1), sendStep('hello')] }),
    });
    const round = await running(drip);
    await round(start);
    await happen(drip.personIds[0]!);
    expect(await round(after(start, 24))).toMatchObject({ enqueued: 1, open: 1 });
    const left = (await positions(drip)).find(({ personId }) => personId === drip.personIds[0]);
    expect(left).toMatchObject({ state: 'exited', reason });
  });

  it('looks at goals and exits before each step, also at what an earlier step has just changed', async () => {
    const [list] = await database.owner.sql<{ id: string }[]>`select uuidv7() as id`;
    const drip = await createTestDrip(database, app, {
      people: 3,
      definition: () => ({
        goal: { kind: 'rule', rule: { kind: 'list', listIds: [list!.id] } },
        steps: [{ key: 'add', kind: 'changeList', listId: list!.id, action: 'add' }, sendStep('hello')],
      }),
    });
    await database.owner.sql`insert into lists (tenant_id, id, name) values (${drip.tenantId}, ${list!.id}, 'Buyers')`;
    const round = await running(drip);
    expect(await round(start)).toMatchObject({ moved: 3, enqueued: 0, open: 0 });
    expect((await positions(drip)).map(({ state, reason }) => [state, reason])).toEqual(
      Array.from({ length: 3 }, () => ['exited', 'goal']),
    );
  });

  it('lets people in from a list, on their birthday once a year, and never twice at once', async () => {
    const [list] = await database.owner.sql<{ id: string }[]>`select uuidv7() as id`;
    const drip = await createTestDrip(database, app, {
      people: 3,
      definition: () => ({
        entries: [
          { kind: 'list', listId: list!.id },
          { kind: 'dateField', attribute: 'birthday' },
        ],
        steps: [sendStep('hello')],
      }),
    });
    const { tenantId, personIds } = drip;
    await database.owner.sql`insert into lists (tenant_id, id, name) values (${tenantId}, ${list!.id}, 'New')`;
    await database.owner.sql`
      insert into list_people (tenant_id, list_id, person_id) values (${tenantId}, ${list!.id}, ${personIds[0]!})`;
    await database.owner.sql`
      insert into attribute_definitions (tenant_id, key, label, type, slot) values (${tenantId}, 'birthday', 'Birthday', 'date', 'date01')`;
    await database.owner.sql`
      insert into person_attributes (tenant_id, person_id, date01) values (${tenantId}, ${personIds[1]!}, '1990-06-01')`;
    const round = await running(drip, []);
    expect(await round(start)).toMatchObject({ enqueued: 2 });
    await sendAll(drip, start);
    await round(after(start, 1));
    expect(await round(after(start, 2))).toMatchObject({ enqueued: 0, open: 0 });
    expect(await round('2027-06-01T10:00:00.000Z')).toMatchObject({ enqueued: 1 });
    const counts = await withTenant(app.db, tenantId, (db) =>
      db.selectFrom('dripPositions').select(['personId', 'occasion']).orderBy('enrolledAt').execute(),
    );
    expect(counts).toEqual(
      expect.arrayContaining([
        { personId: personIds[0], occasion: null },
        { personId: personIds[1], occasion: '2026-06-01' },
        { personId: personIds[1], occasion: '2027-06-01' },
      ]),
    );
  });

  it('does not begin where it is not what was approved', async () => {
    const drip = await createTestDrip(database, app, { definition: () => ({ steps: [sendStep('hello')] }) });
    await database.owner.sql`update variants set subject = 'Slipped in' where tenant_id = ${drip.tenantId}`;
    await expect(drips.openDrip({ ...drip, now: start })).rejects.toMatchObject({ code: 'conflict' });
  });
});
