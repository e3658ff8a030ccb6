import { v7 as uuidv7 } from 'uuid';
import { withTenant } from '../../../db/connection.ts';
import { insertDrip } from '../../../db/queries/drips/drips.ts';
import { dayIn } from '../../../domain/calendar/day.ts';
import { DripDefinition } from '../../../domain/drips/definition.ts';
import { castsWithin } from '../../../domain/nurtures/schedule.ts';
import { waitStep } from '../../../test/factories/drips.ts';
import { createTestNurture } from '../../../test/factories/nurtures.ts';
import { readOverlaps } from './overlaps.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Calendar, Overlap } from '../../../domain/calendar/calendar.ts';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let admin: TestCaller;
let manager: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  manager = await api.asUser('manager');
  admin = await api.asUser('admin');
  await expectBody(admin.request('PATCH', '/tenant', { timeZone: 'Europe/Berlin' }));
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const campaign = (input: Record<string, unknown>) =>
  expectBody<Campaign>(manager.request('POST', '/campaigns', { name: 'Planned', ...input }), 201);
const range = (from: string, to: string) => new URLSearchParams({ from, to }).toString();
const calendar = (query: string, who = manager) => expectBody<Calendar>(who.request('GET', `/calendar?${query}`));
const setStatus = (id: string, status: string) =>
  database.owner.sql`update campaigns set status = ${status} where id = ${id}`;

describe('the calendar', () => {
  it('is for those who are signed in, of a range that makes sense, and of the own organisation', async () => {
    const year = range('2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z');
    expect((await api.app.request(`/api/v1/calendar?${year}`)).status).toBe(401);
    expect((await manager.request('GET', '/calendar')).status).toBe(400);
    const backwards = range('2027-02-01T00:00:00Z', '2027-01-01T00:00:00Z');
    expect((await manager.request('GET', `/calendar?${backwards}`)).status).toBe(400);
    const { id } = await campaign({ name: 'Ours', startAt: '2027-05-05T08:00:00Z' });
    const stranger = await api.asUser('analyst', await api.tenant('Other'));
    expect((await calendar(year, stranger)).entries).toEqual([]);
    expect((await stranger.request('GET', `/campaigns/${id}/calendar`)).status).toBe(404);
  });

  it('takes days by the clock of the organisation, the last one whole', async () => {
    const name = 'Late in the evening';
    await campaign({ name, startAt: '2027-08-31T21:30:00Z', endAt: '2027-08-31T21:45:00Z' });
    const on = async (from: string, to: string) =>
      (await calendar(range(from, to))).entries.some((entry) => entry.name === name);
    expect([await on('2027-08-31', '2027-08-31'), await on('2027-09-01', '2027-09-30')]).toEqual([true, false]);
    await expectBody(admin.request('PATCH', '/tenant', { timeZone: 'Europe/Athens' }));
    expect([await on('2027-08-31', '2027-08-31'), await on('2027-09-01', '2027-09-30')]).toEqual([false, true]);
    await expectBody(admin.request('PATCH', '/tenant', { timeZone: 'Europe/Berlin' }));
    expect((await calendar(range('9999-12-01', '9999-12-31'))).isCut).toBe(false);
    const wrong = await manager.request('GET', `/calendar?${range('2027-02-30', '2027-03-01')}`);
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('must be a day')]);
  });

  it('has what touches the range: campaigns from start to end, broadcasts when they go, steps by day', async () => {
    const over = await campaign({ name: 'Long', startAt: '2027-01-20T08:00:00Z', endAt: '2027-03-10T08:00:00Z' });
    const inside = await campaign({ name: 'Inside', startAt: '2027-02-10T08:00:00Z' });
    await campaign({ name: 'Before', startAt: '2027-01-01T08:00:00Z', endAt: '2027-01-31T08:00:00Z' });
    await campaign({ name: 'After', startAt: '2027-03-01T00:00:00Z' });
    await campaign({ name: 'Undated' });
    const sent = await expectBody<{ id: string }>(
      manager.request('POST', `/campaigns/${inside.id}/broadcasts`, { name: 'Letter' }),
      201,
    );
    const steps = [
      { key: 'rest', kind: 'wait', until: { kind: 'duration', amount: 2, unit: 'days' } },
      { key: 'hello', kind: 'send', name: 'Hello', content: { subject: 'Welcome', body: 'Hello' } },
    ];
    const drip = await expectBody<{ id: string }>(
      manager.request('POST', `/campaigns/${over.id}/drips`, { name: 'Welcome', definition: { steps } }),
      201,
    );
    await database.owner.sql`update drips set status = 'running' where id = ${drip.id}`;
    await database.owner.sql`
      with made as (insert into people (tenant_id) select ${manager.tenantId} from generate_series(1, 3) returning id),
      numbered as (select id, row_number() over () as n from made)
      insert into drip_positions (tenant_id, drip_id, person_id, step, waits_for, since, due_at, version, enrolled_at)
      select ${manager.tenantId}, ${drip.id}, id, case n when 1 then 'hello' else 'rest' end, case n when 1 then 'window' else 'time' end, now(),
        case n when 3 then '2027-02-15T23:30:00Z' else '2027-02-15T12:00:00Z' end::timestamptz, 1, now() from numbered`;
    const { entries, timeZone, isCut } = await calendar(range('2027-02-01T00:00:00Z', '2027-03-01T00:00:00Z'));
    expect([timeZone, isCut]).toEqual(['Europe/Berlin', false]);
    expect(entries.map(({ kind, name, startAt, endAt, people }) => [kind, name, startAt, endAt, people])).toEqual([
      ['campaign', 'Long', '2027-01-20T08:00:00.000Z', '2027-03-10T08:00:00.000Z', null],
      ['campaign', 'Inside', '2027-02-10T08:00:00.000Z', null, null],
      ['broadcast', 'Letter', '2027-02-10T08:00:00.000Z', null, null],
      ['drip_step', 'Welcome: Hello', '2027-02-15T12:00:00.000Z', null, 2],
      // Half past midnight in Berlin: the next day.
      ['drip_step', 'Welcome: Hello', '2027-02-15T23:30:00.000Z', null, 1],
    ]);
    expect(entries.find(({ kind }) => kind === 'broadcast')?.id).toBe(`broadcast-${sent.id}`);
    const own = await expectBody<Calendar>(manager.request('GET', `/campaigns/${inside.id}/calendar`));
    expect(own.entries.map(({ name }) => name)).toEqual(['Inside', 'Letter']);
  });

  it('shows what runs without a planned end from its start on, and what was ended until then', async () => {
    const { id } = await campaign({ name: 'Open end', startAt: '2026-08-03T08:00:00Z' });
    const shown = async (from: string, to: string) =>
      (await calendar(`${range(from, to)}&kind=campaign`)).entries
        .filter(({ campaignId }) => campaignId === id)
        .map(({ endAt, goesOn }) => [endAt, goesOn]);
    const august = ['2026-08-01T00:00:00Z', '2026-09-01T00:00:00Z'] as const;
    const october = ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z'] as const;
    expect([await shown(...august), await shown(...october)]).toEqual([[[null, false]], []]);
    await database.owner.sql`update campaigns set status = 'running', started_at = start_at where id = ${id}`;
    expect([await shown(...august), await shown(...october)]).toEqual([[[null, true]], [[null, true]]]);
    await database.owner
      .sql`update campaigns set status = 'completed', completed_at = '2026-09-09T09:00:00Z' where id = ${id}`;
    expect([await shown(...august), await shown(...october)]).toEqual([[['2026-09-09T09:00:00.000Z', false]], []]);
  });

  it('has the casts of nurture programmes: to come by their schedules, and those that were', async () => {
    const { id } = await campaign({ name: 'Care', startAt: '2027-10-20T00:00:00Z', endAt: '2027-11-16T12:00:00Z' });
    const definition = { schedule: { weekdays: [2], at: '09:00', zone: 'Europe/Berlin' } };
    const made = await expectBody<{ id: string }>(
      manager.request('POST', `/campaigns/${id}/nurtures`, { name: 'Letters', definition }),
      201,
    );
    const autumn = range('2027-10-01T00:00:00Z', '2027-12-01T00:00:00Z');
    const casts = async () =>
      (await calendar(`${autumn}&kind=cast`)).entries.map(({ startAt, people }) => [startAt, people]);
    // From the campaign's start to its end, at nine in Berlin, where the clocks change on 31 October.
    const planned = ['10-26T07', '11-02T08', '11-09T08', '11-16T08'].map((at) => [`2027-${at}:00:00.000Z`, null]);
    expect(await casts()).toEqual(planned);
    expect((await calendar(`${autumn}&kind=cast`)).entries[0]).toMatchObject({
      id: `cast-${made.id}-2027-10-26T07:00:00.000Z`,
      name: 'Letters: cast',
      partId: made.id,
      movable: 'none',
    });
    await database.owner.sql`update nurtures set status = 'running' where id = ${made.id}`;
    await setStatus(id, 'running');
    expect((await casts()).slice(0, 2)).toEqual([
      ['2027-10-05T07:00:00.000Z', null],
      ['2027-10-12T07:00:00.000Z', null],
    ]);
    await setStatus(id, 'paused');
    expect(await casts()).toEqual([]);
    await database.owner.sql`
      insert into nurture_casts (tenant_id, nurture_id, at, enqueued) values (${manager.tenantId}, ${made.id}, '2027-10-26T07:00:00Z', 7)`;
    expect(await casts()).toEqual([['2027-10-26T07:00:00.000Z', 7]]);
    await setStatus(id, 'cancelled');
  });

  it('is narrowed by kind, type, owner, status and tag', async () => {
    const types = await expectBody<{ data: { id: string; name: string }[] }>(manager.request('GET', '/campaign-types'));
    const webinar = types.data.find(({ name }) => name === 'Webinar')!.id;
    const startAt = '2027-06-10T08:00:00Z';
    await campaign({ name: 'Plain', startAt });
    await campaign({ name: 'Special', startAt, campaignTypeId: webinar, tags: ['vip'] });
    await setStatus((await campaign({ name: 'Gone', startAt })).id, 'cancelled');
    const june = range('2027-06-01T00:00:00Z', '2027-07-01T00:00:00Z');
    const names = async (query: string) => (await calendar(`${june}&${query}`)).entries.map(({ name }) => name).sort();
    expect(await names(`campaignTypeId=${webinar}`)).toEqual(['Special']);
    expect(await names('tag=vip')).toEqual(['Special']);
    expect(await names('kind=broadcast,cast')).toEqual([]);
    expect(await names('kind=campaign&tag=vip')).toEqual(['Special']);
    await expectBody(manager.request('GET', `/calendar?${june}&kind=odd`), 400);
    expect(await names('status=draft')).toEqual(['Plain', 'Special']);
    expect(await names(`ownerId=${manager.personId}`)).toEqual(['Gone', 'Plain', 'Special']);
    expect(await names('ownerId=nobody')).toEqual([]);
    await expectBody(manager.request('GET', `/calendar?${june}&status=odd`), 400);
  });
});

describe('moving something', () => {
  const patch = (id: string, change: Record<string, unknown>, status = 200) =>
    expectBody<Campaign>(manager.request('PATCH', `/campaigns/${id}`, change), status);

  it('keeps to the guards of the form: what runs keeps its start, and nothing is moved into the past', async () => {
    const startAt = '2027-08-10T08:00:00Z';
    const { id } = await campaign({ startAt, endAt: '2027-08-12T08:00:00Z' });
    expect((await patch(id, { startAt: '2027-08-11T08:00:00Z' })).startAt).toBe('2027-08-11T08:00:00.000Z');
    await setStatus(id, 'scheduled');
    await patch(id, { startAt: '2020-01-01T08:00:00Z' }, 400);
    await setStatus(id, 'running');
    await patch(id, { startAt: '2027-08-11T09:00:00Z' }, 400);
    await patch(id, { endAt: '2020-01-01T08:00:00Z' }, 400);
    expect((await patch(id, { endAt: '2027-08-20T08:00:00Z' })).endAt).toBe('2027-08-20T08:00:00.000Z');
    await setStatus(id, 'in_review');
    await patch(id, { startAt: '2027-08-12T08:00:00Z' }, 409);
    const march = range('2027-08-01T00:00:00Z', '2027-09-01T00:00:00Z');
    expect((await calendar(march)).entries[0]).toMatchObject({ movable: 'none' });
  });
});

describe('overlaps', () => {
  it('say how many people are hit twice on one day of the organisation, and by what', async () => {
    const people = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) =>
        expectBody<{ id: string }>(manager.request('POST', '/people', { email: `${name}@overlap.example` }), 201),
      ),
    );
    const ids = people.map(({ id }) => id);
    await database.owner.sql`
      update people set consent = 'granted', email_status = 'ok' where id = any(${ids.slice(0, 3)})`;
    const list = async (name: string, personIds: string[]) => {
      const { id } = await expectBody<{ id: string }>(manager.request('POST', '/lists', { name }), 201);
      await expectBody(manager.request('POST', `/lists/${id}/people`, { personIds }));
      return id;
    };
    const first = await list('First', ids.slice(0, 3));
    const second = await list('Second', ids.slice(1));
    const without = await list('Without', [ids[2]!]);
    const send = async (startAt: string, audience: Record<string, unknown>) => {
      const { id } = await campaign({ name: 'Send', startAt });
      await expectBody(manager.request('POST', `/campaigns/${id}/broadcasts`, { name: 'Mail', audience }), 201);
      return id;
    };
    const overlaps = async () =>
      (
        await expectBody<{ data: Overlap[] }>(
          manager.request('GET', `/calendar/overlaps?${range('2027-10-01T00:00:00Z', '2027-11-30T00:00:00Z')}`),
        )
      ).data;
    const year = range('2027-01-01T00:00:00Z', '2027-12-01T00:00:00Z');
    await expectBody(manager.request('GET', `/calendar/overlaps?${year}`), 400);
    // Both on 5 October in Berlin, although on two days in UTC.
    await send('2027-10-04T22:30:00Z', { listIds: [first] });
    await send('2027-10-05T20:00:00Z', { listIds: [second] });
    await send('2027-10-05T22:30:00Z', { listIds: [second] });
    // b and c: d gave no consent and gets nothing.
    expect(await overlaps()).toMatchObject([{ date: '2027-10-05', people: 2, sends: [{}, {}] }]);
    const third = await send('2027-10-05T10:00:00Z', { everyone: true, excludeListIds: [without] });
    expect(await overlaps()).toMatchObject([{ date: '2027-10-05', people: 3, sends: [{}, {}, {}] }]);
    await setStatus(third, 'cancelled');
    expect((await overlaps())[0]?.people).toBe(2);
  });

  it('count casts of programmes and steps of drips that people are due at', async () => {
    const app = api.deps.database;
    const made = await createTestNurture(database, app, {
      people: 3,
      items: [{ name: 'one' }, { name: 'two' }],
      definition: { schedule: { weekdays: [2], at: '09:00', zone: 'Europe/Berlin' } },
      sinceIso: new Date().toISOString(),
    });
    const { tenantId, campaignId, nurtureId, personIds } = made;
    await database.owner.sql`update nurtures set status = 'running' where id = ${nurtureId}`;
    await database.owner.sql`update nurture_items set state = 'active' where nurture_id = ${nurtureId}`;
    const dripId = uuidv7();
    const definition = DripDefinition.parse({
      steps: [
        waitStep('rest', 3),
        { key: 'more', kind: 'send', name: 'More', content: { subject: 'More', body: 'More' } },
      ],
    });
    // The Tuesdays to come: two of them have something to give, the third has nothing left.
    const schedule = { weekdays: [2], at: '09:00', zone: 'Europe/Berlin' };
    const soon = { from: new Date().toISOString(), to: new Date(Date.now() + 40 * 86_400_000).toISOString(), limit: 3 };
    const [first, second, third] = castsWithin(schedule, soon) as [string, string, string];
    await withTenant(app.db, tenantId, async (db) => {
      const author = { id: 'author-1', name: 'Author' };
      await insertDrip(db, { id: dripId, campaignId, name: 'Welcome', priority: 'normal', definition, author });
      await db.updateTable('drips').set({ status: 'running' }).where('id', '=', dripId).execute();
      for (const [index, dueAt] of [first, second, third].entries())
        await db
          .insertInto('dripPositions')
          .values({
            ...{ dripId, personId: personIds[index]!, state: 'active', step: 'rest', waitsFor: 'time', version: 1 },
            ...{ source: 'by_hand', dueAt, since: dueAt, enrolledAt: dueAt },
          })
          .execute();
    });
    const found = await withTenant(app.db, tenantId, (db) => readOverlaps(db, soon, soon.from));
    const day = (iso: string) => dayIn(iso, 'Europe/Berlin');
    const sends = [
      { kind: 'cast', partId: nurtureId, name: expect.stringContaining('Care, cast') as string },
      { kind: 'drip_step', partId: dripId, name: expect.stringContaining('Welcome, More') as string },
    ];
    expect(found).toMatchObject([
      { date: day(first), people: 1, sends },
      { date: day(second), people: 1, sends },
    ]);
  });
});
