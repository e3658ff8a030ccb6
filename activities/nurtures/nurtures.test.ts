import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { mergePeople } from '../../db/queries/people/merge.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { addItem, createTestNurture, type TestNurture } from '../../test/factories/nurtures.ts';
import { unheard } from '../../test/unheard.ts';
import { createNurtureActivities, type NurtureActivities } from './nurtures.ts';

let database: TestDatabase;
let app: Database;
let nurtures: NurtureActivities;

beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
  nurtures = createNurtureActivities({ database: app, temporal: unheard });
});
afterAll(() => database.drop());

const start = '2026-06-01T10:00:00.000Z';
const casts = ['2026-06-02', '2026-06-09', '2026-06-16', '2026-06-23'].map((day) => `${day}T07:00:00.000Z`);

/** Begins it, and gives what the cast of a week does; what it put on the road has arrived by the next one. */
async function running(made: TestNurture) {
  await nurtures.openNurture({ ...made, now: start });
  return async (week: number) => {
    const castAt = casts[week]!;
    const env = new MockActivityEnvironment();
    const round = await (env.run(nurtures.castNurture, { ...made, now: castAt, castAt }) as Promise<{
      enqueued: number;
    }>);
    await database.owner.sql`
      update messages set status = 'sent', sent_at = ${castAt} where tenant_id = ${made.tenantId} and status = 'queued'`;
    return round.enqueued;
  };
}

/** The subjects that a person got, in order. */
const got = async ({ tenantId }: TestNurture, personId: string) =>
  (
    await database.owner.sql<{ subject: string }[]>`
      select e.subject from messages m join editions e on e.id = m.edition_id
      where m.tenant_id = ${tenantId} and m.person_id = ${personId} and m.status = 'sent' order by m.sent_at, m.id`
  ).map(({ subject }) => subject);
const castRow = async ({ nurtureId }: TestNurture, week: number) =>
  (
    await database.owner.sql`
      select enqueued, exhausted, unreachable, moved, departed from nurture_casts where nurture_id = ${nurtureId} and at = ${casts[week]!}`
  )[0];

describe('each cast', () => {
  it('sends every member the first item that they have not had', async () => {
    const made = await createTestNurture(database, app, {
      people: 1200,
      items: [{ name: 'one' }, { name: 'two' }],
      sinceIso: start,
    });
    const cast = await running(made);
    expect(await cast(0)).toBe(1200);
    expect(await cast(1)).toBe(1200);
    expect(await got(made, made.personIds[7]!)).toEqual(['one', 'two']);
  }, 60_000);

  it('is made once, whoever runs it again and however many do', async () => {
    const made = await createTestNurture(database, app, {
      people: 900,
      items: [{ name: 'one' }, { name: 'two' }],
      sinceIso: start,
    });
    const cast = await running(made);
    const rounds = await Promise.all([cast(0), cast(0), cast(0)]);
    expect(rounds.reduce((sum, count) => sum + count, 0)).toBe(900);
    expect(await cast(0)).toBe(0);
    expect(await castRow(made, 0)).toEqual({ enqueued: 900, exhausted: 0, unreachable: 0, moved: 0, departed: 0 });
  }, 60_000);

  it('gives a new top item to everyone, also to who has had all the others', async () => {
    const made = await createTestNurture(database, app, {
      people: 3,
      items: [{ name: 'one' }, { name: 'two' }],
      sinceIso: start,
    });
    const cast = await running(made);
    await cast(0);
    await addItem(app, made, { name: 'news', place: 'top' });
    expect(await cast(1)).toBe(3);
    expect(await cast(2)).toBe(3);
    expect(await got(made, made.personIds[0]!)).toEqual(['one', 'news', 'two']);
  });

  it('finds a member with nothing left exhausted, until an item is added', async () => {
    const made = await createTestNurture(database, app, { people: 2, items: [{ name: 'one' }], sinceIso: start });
    const cast = await running(made);
    await cast(0);
    expect(await cast(1)).toBe(0);
    expect(await castRow(made, 1)).toMatchObject({ enqueued: 0, exhausted: 2 });
    await addItem(app, made, { name: 'two' });
    expect(await cast(2)).toBe(2);
    expect(await got(made, made.personIds[1]!)).toEqual(['one', 'two']);
  });

  it('leaves out whose cadence is paused, what is on hold and what is out of date', async () => {
    const made = await createTestNurture(database, app, {
      people: 2,
      items: [
        { name: 'held', isOnHold: true },
        { name: 'early', validFrom: casts[1]! },
        { name: 'late', validUntil: casts[0]! },
        { name: 'one' },
      ],
      sinceIso: start,
    });
    const cast = await running(made);
    const [paused, normal] = made.personIds as [string, string];
    await database.owner.sql`update nurture_members set cadence = 'paused' where person_id = ${paused}`;
    expect(await cast(0)).toBe(1);
    await database.owner.sql`update nurture_members set cadence = 'normal' where person_id = ${paused}`;
    await database.owner.sql`update nurture_items set is_on_hold = false where id = ${made.items.held!}`;
    expect(await cast(1)).toBe(2);
    expect(await cast(2)).toBe(2);
    expect(await got(made, normal)).toEqual(['one', 'held', 'early']);
    expect(await got(made, paused)).toEqual(['held', 'early']);
  });

  it('does not send the same item twice across streams, and moves people by rule before it', async () => {
    const made = await createTestNurture(database, app, {
      people: 2,
      items: [
        { name: 'both', streams: ['main', 'hot'] },
        { name: 'more', streams: ['hot'] },
      ],
      definition: {
        streams: [
          { key: 'main', name: 'Main' },
          { key: 'hot', name: 'Hot' },
        ],
        transitions: [
          {
            from: 'main',
            to: 'hot',
            rule: { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['DE'] } },
          },
        ],
      },
      sinceIso: start,
    });
    const cast = await running(made);
    await cast(0);
    const [hot, main] = made.personIds as [string, string];
    await database.owner.sql`update people set country = 'DE' where id = ${hot}`;
    expect(await cast(1)).toBe(1);
    expect(await castRow(made, 1)).toEqual({ enqueued: 1, exhausted: 1, unreachable: 0, moved: 1, departed: 0 });
    expect(await got(made, hot)).toEqual(['both', 'more']);
    expect(await got(made, main)).toEqual(['both']);
  });

  it('takes people out by rule before it: they get nothing more of it, and stay on record', async () => {
    const made = await createTestNurture(database, app, {
      people: 2,
      items: [{ name: 'one' }, { name: 'two' }],
      definition: {
        transitions: [
          {
            from: null,
            to: null,
            rule: { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['DE'] } },
          },
        ],
      },
      sinceIso: start,
    });
    const cast = await running(made);
    expect(await cast(0)).toBe(2);
    const [leaver, stayer] = made.personIds as [string, string];
    await database.owner.sql`update people set country = 'DE' where id = ${leaver}`;
    expect(await cast(1)).toBe(1);
    expect(await castRow(made, 1)).toEqual({ enqueued: 1, exhausted: 0, unreachable: 0, moved: 0, departed: 1 });
    expect(await cast(2)).toBe(0);
    expect(await castRow(made, 2)).toMatchObject({ exhausted: 1, departed: 0 });
    expect(await got(made, leaver)).toEqual(['one']);
    expect(await got(made, stayer)).toEqual(['one', 'two']);
    const rows = await database.owner.sql`
      select left_reason as reason, left_at as at from nurture_members where person_id = ${leaver}`;
    expect(rows).toEqual([{ reason: 'left_by_rule', at: new Date(casts[1]!) }]);
  });

  it('keeps an item for who could not be written to, and gives it once they can', async () => {
    const made = await createTestNurture(database, app, {
      people: 2,
      items: [{ name: 'one' }, { name: 'two' }],
      sinceIso: start,
    });
    const cast = await running(made);
    const [silent, capped] = made.personIds as [string, string];
    await database.owner.sql`update people set consent = 'denied' where id = ${silent}`;
    expect(await cast(0)).toBe(1);
    expect(await castRow(made, 0)).toMatchObject({ unreachable: 1 });
    await database.owner.sql`update people set consent = 'granted' where id = ${silent}`;
    // The road skipped it because of the cap: then it was not had either.
    await database.owner.sql`
      update messages set status = 'skipped', reason = 'frequency_cap', sent_at = null where person_id = ${capped}`;
    expect(await cast(1)).toBe(2);
    expect(await got(made, silent)).toEqual(['one']);
    expect(await got(made, capped)).toEqual(['one']);
  });

  it('does not begin with what was not approved, and leaves out an item that cannot be compiled', async () => {
    const made = await createTestNurture(database, app, { people: 1, items: [{ name: 'one' }], sinceIso: start });
    await database.owner.sql`update variants set subject = 'Slipped in' where tenant_id = ${made.tenantId}`;
    await expect(nurtures.openNurture({ ...made, now: start })).rejects.toMatchObject({ code: 'conflict' });
    await database.owner.sql`update variants set subject = 'one' where tenant_id = ${made.tenantId}`;
    const cast = await running(made);
    const broken = await addItem(app, { ...made, senderId: null }, { name: 'broken', place: 'top' });
    expect(await cast(0)).toBe(1);
    expect(await got(made, made.personIds[0]!)).toEqual(['one']);
    const [row] = await database.owner.sql`select failure from nurture_items where id = ${broken}`;
    expect(row?.failure).toMatch(/no sender/);
    await database.owner.sql`update variants set sender_id = ${made.senderId} where source_id = ${broken}`;
    expect(await cast(1)).toBe(1);
    expect(await got(made, made.personIds[0]!)).toEqual(['one', 'broken']);
    expect(await database.owner.sql`select failure from nurture_items where id = ${broken}`).toEqual([
      { failure: null },
    ]);
  });

  it('gives somebody with two records what neither of them has had, and nothing where one of them had left', async () => {
    const made = await createTestNurture(database, app, {
      people: 4,
      items: [{ name: 'one' }, { name: 'two' }],
      sinceIso: start,
    });
    const { tenantId, nurtureId, personIds } = made;
    const [keptId, hadId, newId, leftId] = personIds as [string, string, string, string];
    const cast = await running(made);
    await cast(0);
    await database.owner.sql`
      with unsent as (update messages set status = 'skipped', reason = 'no_address' where tenant_id = ${tenantId} and person_id = ${keptId}),
      outside as (delete from nurture_members where nurture_id = ${nurtureId} and person_id = ${newId})
      update nurture_members set left_at = ${casts[0]!}, left_reason = 'left_by_rule'
      where nurture_id = ${nurtureId} and person_id = ${leftId}`;
    await withTenant(app.db, tenantId, async (db) => {
      await mergePeople(db, { keepId: keptId, mergeId: hadId });
      await mergePeople(db, { keepId: newId, mergeId: leftId });
    });
    expect(await cast(1)).toBe(1);
    expect(await got(made, keptId)).toEqual(['one', 'two']);
  });
});
