import { MockActivityEnvironment } from '@temporalio/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { refreshSegment } from '../../db/queries/segments/members.ts';
import { DripDefinition } from '../../domain/drips/definition.ts';
import type { TestDatabase } from '../../test/database.ts';
import { createTestDripActivities } from '../../test/factories/drip-activities.ts';
import { approveAgain, createTestDrip, sendStep, waitStep } from '../../test/factories/drips.ts';
import type { DripActivities, DripRound } from './drips.ts';

let database: TestDatabase;
let app: Database;
let drips: DripActivities;

beforeAll(async () => {
  ({ database, app, drips } = await createTestDripActivities());
});
afterAll(() => database.drop());

const start = Date.parse('2026-06-01T10:00:00.000Z');
const after = (minutes: number) => new Date(start + minutes * 60_000).toISOString();

/** A drip that people come into by a watched segment: those on a list. The first of them is on it before it begins. */
async function dripBySegment(entry: { existing?: boolean }) {
  const [segmentId, listId] = [uuidv7(), uuidv7()];
  const drip = await createTestDrip(database, app, {
    people: 3,
    definition: () => ({
      entries: [{ kind: 'segment', segmentId, ...entry }],
      reentry: { allowed: true, afterDays: 0 },
      steps: [sendStep('hello')],
    }),
  });
  const { tenantId, dripId, personIds } = drip;
  const { sql } = database.owner;
  await sql`insert into lists (tenant_id, id, name) values (${tenantId}, ${listId}, 'Buyers')`;
  const rule = JSON.stringify({ kind: 'list', is: true, listIds: [listId] });
  await sql`
    insert into segments (tenant_id, id, name, rule, is_watched) values (${tenantId}, ${segmentId}, 'Buyers', ${rule}::text::jsonb, true)`;
  const put = (index: number) =>
    sql`insert into list_people (tenant_id, list_id, person_id) values (${tenantId}, ${listId}, ${personIds[index]!})`;
  const refresh = (minutes: number) =>
    withTenant(app.db, tenantId, (db) => refreshSegment(db, { id: segmentId, nowIso: after(minutes) }));
  await put(0);
  await refresh(-30);
  await put(1);
  await refresh(-10);
  await approveAgain(app, drip);
  await drips.openDrip({ ...drip, now: after(0) });
  return {
    put,
    refresh,
    take: (index: number) =>
      sql`delete from list_people where list_id = ${listId} and person_id = ${personIds[index]!}`,
    round: (minutes: number, environment = new MockActivityEnvironment()) =>
      environment.run(drips.advanceDrip, { ...drip, now: after(minutes) }) as Promise<DripRound>,
    sendAll: (minutes: number) =>
      sql`update messages set status = 'sent', sent_at = ${after(minutes)} where tenant_id = ${tenantId} and status = 'queued'`,
    /** How often each of the people came in. */
    came: async () => {
      const rows = await sql<{ personId: string }[]>`
        select person_id as "personId" from drip_positions where drip_id = ${dripId}`;
      return personIds.map((id) => rows.filter(({ personId }) => personId === id).length);
    },
  };
}

describe('a segment as the way in', () => {
  it('lets in who is in it already, unless told otherwise', async () => {
    const drip = await dripBySegment({});
    const looking = new MockActivityEnvironment();
    const signs: unknown[] = [];
    looking.on('heartbeat', (moved) => void signs.push(moved));
    await drip.round(0, looking);
    expect(await drip.came()).toEqual([1, 1, 0]);
    // Also of people who were let in, before anybody is moved.
    expect(signs).toEqual([0, 2]);
    // Being in it still when they have finished lets nobody in again.
    for (const minutes of [1, 16, 17]) {
      await drip.sendAll(minutes);
      await drip.round(minutes);
    }
    expect(await drip.came()).toEqual([1, 1, 0]);
    await drip.take(0);
    await drip.refresh(20);
    await drip.put(0);
    await drip.refresh(25);
    await drip.round(35);
    expect(await drip.came()).toEqual([2, 1, 0]);
  });

  it('lets in only who comes into it from then on, once for each coming', async () => {
    const drip = await dripBySegment({ existing: false });
    await drip.round(0);
    expect(await drip.came()).toEqual([0, 0, 0]);
    await drip.put(2);
    await drip.round(15);
    // The refresh began before the look and was committed after it.
    await drip.refresh(14);
    await drip.round(30);
    expect(await drip.came()).toEqual([0, 0, 1]);
    await drip.sendAll(31);
    expect(await drip.round(32)).toMatchObject({ open: 0 });
    await drip.round(47);
    await drip.round(62);
    expect(await drip.came()).toEqual([0, 0, 1]);
    await drip.take(2);
    await drip.refresh(65);
    await drip.put(2);
    await drip.refresh(70);
    await drip.round(77);
    await drip.round(92);
    expect(await drip.came()).toEqual([0, 0, 2]);
  });
});

/** A drip that people come into by a list, and may come into again at once. */
async function dripByList(entry: { existing?: boolean }, afterDays = 0) {
  const listId = uuidv7();
  const drip = await createTestDrip(database, app, {
    people: 2,
    definition: () => ({
      entries: [{ kind: 'list', listId, ...entry }],
      reentry: { allowed: true, afterDays },
      steps: [sendStep('hello')],
    }),
  });
  const { tenantId, dripId, personIds } = drip;
  const { sql } = database.owner;
  await sql`insert into lists (tenant_id, id, name) values (${tenantId}, ${listId}, 'Buyers')`;
  const put = (index: number, minutes: number) => sql`
    insert into list_people (tenant_id, list_id, person_id, added_at)
    values (${tenantId}, ${listId}, ${personIds[index]!}, ${after(minutes)})
    on conflict (tenant_id, list_id, person_id) do update set added_at = excluded.added_at`;
  await put(0, -10);
  await drips.openDrip({ ...drip, now: after(0) });
  return {
    put,
    /** Another version of the drip takes over, with the list as the way in or without it. */
    version: async (number: number, minutes: number, isEntry: boolean) => {
      const entries = isEntry ? [{ kind: 'list', listId, ...entry }] : [];
      const definition = JSON.stringify(DripDefinition.parse({ entries, steps: [waitStep('pause', 2)] }));
      await sql`
        insert into drip_versions (tenant_id, drip_id, number, state, definition, activated_at)
        values (${tenantId}, ${dripId}, ${number}, 'active', ${definition}::text::jsonb, ${after(minutes)})`;
      await sql`update drip_versions set state = 'superseded' where drip_id = ${dripId} and number < ${number}::int`;
      await sql`update drips set current_version = ${number}::int where id = ${dripId}`;
    },
    /** A look at a moment, after which everything that it put on the road has gone. */
    round: async (minutes: number) => {
      await new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now: after(minutes) });
      await sql`update messages set status = 'sent', sent_at = ${after(minutes)} where tenant_id = ${tenantId} and status = 'queued'`;
    },
    came: async () => {
      const rows = await sql<{ personId: string }[]>`
        select person_id as "personId" from drip_positions where drip_id = ${dripId}`;
      return personIds.map((id) => rows.filter(({ personId }) => personId === id).length);
    },
  };
}

describe('a list as the way in', () => {
  it('lets in who was put on it before a look and is seen only after it', async () => {
    const drip = await dripByList({ existing: false });
    await drip.round(0);
    // Written down at 14, committed after the look at 15.
    await drip.round(15);
    await drip.put(1, 14);
    await drip.round(30);
    for (const minutes of [45, 60, 75]) await drip.round(minutes);
    expect(await drip.came()).toEqual([0, 1]);
  });

  it('lets in from a later version on only who comes onto it after that version has begun', async () => {
    const drip = await dripByList({ existing: false });
    await drip.version(2, 5, false);
    await drip.round(15);
    await drip.put(0, 20);
    await drip.version(3, 30, true);
    for (const minutes of [30, 45]) await drip.round(minutes);
    expect(await drip.came()).toEqual([0, 0]);
    await drip.put(1, 50);
    await drip.round(60);
    expect(await drip.came()).toEqual([0, 1]);
  });

  it('lets nobody in again because they are on it still, but who comes onto it anew', async () => {
    const drip = await dripByList({});
    for (const minutes of [0, 15, 30, 45, 60]) await drip.round(minutes);
    expect(await drip.came()).toEqual([1, 0]);
    await drip.put(0, 70);
    for (const minutes of [75, 90, 105]) await drip.round(minutes);
    expect(await drip.came()).toEqual([2, 0]);
  });

  it('lets in again who is on it still when the days in between are over', async () => {
    const drip = await dripByList({}, 1);
    for (const minutes of [0, 15, 30, 24 * 60, 24 * 60 + 30]) await drip.round(minutes);
    expect(await drip.came()).toEqual([2, 0]);
  });
});

/** A drip that people come into by their birthday, each with their own, from the first of June 2026 on; nobody stays in it. */
async function dripByDate(days: string[], more: { offsetDays?: number; yearly?: boolean; again?: boolean } = {}) {
  const { again = true, ...entry } = more;
  const drip = await createTestDrip(database, app, {
    people: days.length,
    definition: () => ({
      entries: again ? [{ kind: 'dateField', attribute: 'birthday', ...entry }] : [],
      steps: [sendStep('hello')],
    }),
  });
  const { tenantId, dripId, personIds } = drip;
  const { sql } = database.owner;
  await sql`
    insert into attribute_definitions (tenant_id, key, label, type, slot) values (${tenantId}, 'birthday', 'Birthday', 'date', 'date01')`;
  for (const [index, day] of days.entries())
    await sql`insert into person_attributes (tenant_id, person_id, date01) values (${tenantId}, ${personIds[index]!}, ${day})`;
  await drips.openDrip({ ...drip, now: after(0) });
  const look = async (now: string) => {
    await new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now });
    await sql`update messages set status = 'sent', sent_at = ${now} where tenant_id = ${tenantId} and status = 'queued'`;
  };
  return {
    look,
    /** A version that has the entry takes over from one that has not. */
    addEntry: async (now: string) => {
      const definition = JSON.stringify(
        DripDefinition.parse({
          entries: [{ kind: 'dateField', attribute: 'birthday' }],
          steps: [waitStep('pause', 2)],
        }),
      );
      await sql`
        insert into drip_versions (tenant_id, drip_id, number, state, definition, activated_at)
        values (${tenantId}, ${dripId}, 2, 'active', ${definition}::text::jsonb, ${now})`;
      await sql`update drips set current_version = 2 where id = ${dripId}`;
    },
    /** For which days each of them came in. */
    came: async () => {
      const rows = await sql<{ personId: string; occasion: string }[]>`
        select person_id as "personId", occasion from drip_positions where drip_id = ${dripId} order by occasion`;
      return personIds.map((id) => rows.filter(({ personId }) => personId === id).map(({ occasion }) => occasion));
    },
  };
}

describe('a date as the way in', () => {
  it('lets in once whose day came while nobody looked, and not for a day before it began', async () => {
    const drip = await dripByDate(['1990-06-03', '1990-05-31', '2026-06-03', '2026-06-20', '1990-06-01']);
    await drip.look(after(0));
    expect(await drip.came()).toEqual([[], [], [], [], ['2026-06-01']]);
    // It was held from the second to the fifth.
    await drip.look('2026-06-05T10:00:00.000Z');
    await drip.look('2026-06-05T11:00:00.000Z');
    expect(await drip.came()).toEqual([['2026-06-03'], [], ['2026-06-03'], [], ['2026-06-01']]);
  });

  it('counts the last of several days that nobody looked on, over New Year and a leap day too', async () => {
    const drip = await dripByDate(['1990-12-30', '2024-02-29', '1990-06-02']);
    await drip.look(after(0));
    await drip.look('2027-01-03T10:00:00.000Z');
    expect(await drip.came()).toEqual([['2026-12-30'], [], ['2026-06-02']]);
    // Nobody is in it any more.
    await drip.look('2027-01-03T11:00:00.000Z');
    await drip.look('2028-07-01T10:00:00.000Z');
    expect(await drip.came()).toEqual([['2026-12-30', '2027-12-30'], ['2028-02-29'], ['2026-06-02', '2028-06-02']]);
  });

  it('counts a day once where it does so, some days before it too', async () => {
    const drip = await dripByDate(['2026-06-13', '2025-06-13'], { yearly: false, offsetDays: -10 });
    await drip.look(after(0));
    await drip.look('2026-06-05T10:00:00.000Z');
    expect(await drip.came()).toEqual([['2026-06-13'], []]);
  });

  it('looks back no further than to the version that has it', async () => {
    const drip = await dripByDate(['1990-06-03', '1990-06-05', '1990-06-06'], { again: false });
    await drip.look(after(0));
    await drip.addEntry('2026-06-05T10:00:00.000Z');
    await drip.look('2026-06-06T11:00:00.000Z');
    expect(await drip.came()).toEqual([[], ['2026-06-05'], ['2026-06-06']]);
  });
});
