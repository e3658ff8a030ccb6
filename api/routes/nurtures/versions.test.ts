import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { castBatch, openCast } from '../../../activities/nurtures/cast.ts';
import { withTenant } from '../../../db/connection.ts';
import { findContentHash } from '../../../db/queries/approvals/approvals.ts';
import type { Nurture, NurtureMember } from '../../../domain/nurtures/nurture.ts';
import { nextCast } from '../../../domain/nurtures/schedule.ts';
import type { NurtureVersion } from '../../../domain/nurtures/version.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { apiNurture } from '../../../test/factories/nurture-api.ts';
import { newPerson } from '../../../test/factories/people.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;
let approver: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  [manager, approver] = [await api.asUser('manager'), await api.asUser('approver')];
  await database.owner.sql`update tenants set postal_address = '1 Main Street' where tenant_id = ${tenantId}`;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

let addresses = 0;
const people = async (count: number) => {
  const ids = await Promise.all(
    Array.from({ length: count }, () =>
      newPerson(api.deps.database, tenantId, { email: `w${(addresses += 1)}@people.example` }),
    ),
  );
  await database.owner.sql`update people set consent = 'granted' where id = any(${ids})`;
  return ids;
};

const schedule = { weekdays: [2], at: '09:00', zone: 'UTC' };
const [main, hot, late] = [
  { key: 'main', name: 'Main' },
  { key: 'hot', name: 'Hot' },
  { key: 'late', name: 'Late' },
];

/** A programme of two streams that runs: three people in the first, two in the second, an item in each and one in both. */
async function running() {
  const made = await apiNurture(
    { api, manager, tenantId },
    {
      name: 'Care',
      definition: { schedule, streams: [main, hot] },
    },
  );
  await made.add('one', { streams: ['main'] });
  await made.add('two', { streams: ['hot'] });
  await made.add('both', { streams: ['main', 'hot'] });
  const [inMain, inHot] = [await people(3), await people(2)];
  await expectBody(manager.request('POST', `${made.path}/members`, { personIds: inMain }));
  await expectBody(manager.request('POST', `${made.path}/members`, { personIds: inHot, stream: 'hot' }));
  await made.begin();
  const versions = `${made.path}/versions`;
  const propose = <T = NurtureVersion>(input: object, query = '', status = 201) =>
    expectBody<T>(manager.request('POST', `${versions}${query}`, input), status);
  return {
    ...made,
    inMain,
    inHot,
    versions,
    propose,
    look: (input: object, status = 200) => propose<Record<string, unknown>>(input, '?dryRun=true', status),
    decide: (by: TestCaller, what: string, status = 200, comment = '') =>
      expectBody<NurtureVersion>(by.request('POST', `${versions}/${what}`, { comment }), status),
    read: () => expectBody<Nurture>(manager.request('GET', made.path)),
    members: async (query = '') =>
      (await expectBody<{ data: NurtureMember[] }>(manager.request('GET', `${made.path}/members?${query}`))).data,
    isPinned: async () => {
      const [row] = await database.owner.sql<{ hash: string }[]>`
        select approved_hash as hash from campaigns where id = ${made.campaignId}`;
      return (
        row?.hash === (await withTenant(api.deps.database.db, tenantId, (db) => findContentHash(db, made.campaignId)))
      );
    },
  };
}

describe('a new version of a nurture programme that runs', () => {
  it('says whom it touches, needs somebody else, and is cast by from its approval on', async () => {
    const care = await running();
    const definition = { schedule: { ...schedule, weekdays: [4] }, streams: [main, hot] };
    expect((await manager.request('PATCH', care.path, { definition })).status).toBe(409);
    const { nextCastAt } = await care.read();
    expect(await care.look({ definition })).toMatchObject({
      inNurture: 5,
      castAt: { before: nextCastAt, after: nextCast({ ...schedule, weekdays: [4] }, new Date().toISOString()) },
      gets: { before: 5, after: 5 },
      removed: [],
      needsApproval: true,
    });
    expect((await expectBody<{ data: unknown[] }>(manager.request('GET', care.versions))).data).toHaveLength(1);
    expect(await care.propose({ definition, note: 'Thursdays' })).toMatchObject({ number: 2, state: 'in_review' });
    await care.propose({ definition }, '', 409);
    expect(await care.read()).toMatchObject({ nextCastAt, currentVersion: 1, pendingVersion: 2 });
    const part = { kind: 'nurtureVersion', id: care.nurtureId, number: 2, itemName: null };
    const inbox = (who: TestCaller) => expectBody<{ data: { id: string }[] }>(who.request('GET', '/approvals'));
    for (const [who, canDecide] of [[approver, true] as const, [manager, false] as const])
      expect((await inbox(who)).data.find(({ id }) => id === care.nurtureId)).toMatchObject({ canDecide, part });

    await care.decide(manager, '2/approve', 403);
    await care.decide(await api.asUser('admin', await api.tenant()), '2/approve', 404);
    expect(await care.decide(approver, '2/approve')).toMatchObject({ state: 'active' });
    await care.decide(approver, '2/approve', 409);
    const after = await care.read();
    expect(after).toMatchObject({
      currentVersion: 2,
      pendingVersion: null,
      definition: { schedule: { weekdays: [4] } },
    });
    expect(new Date(after.nextCastAt!).getUTCDay()).toBe(4);
    expect(await care.isPinned()).toBe(true);
    const trail = await database.owner.sql<{ action: string }[]>`
      select action from audit_log where entity_id = ${care.campaignId} and action like 'nurture.version%' order by id`;
    expect(trail.map(({ action }) => action)).toEqual(['nurture.version', 'nurture.version.approve']);
  });

  it('asks where the people of a removed stream go, takes them there or out, and can be gone back from', async () => {
    const care = await running();
    await care.cast();
    const without = { schedule, streams: [main, late] };
    const preview = await care.look({ definition: without });
    expect(preview).toMatchObject({
      added: ['late'],
      removed: [{ stream: 'hot', name: 'Hot', people: 2, items: 1, goesTo: null, isDecided: false }],
      gets: { before: 5, after: 5 },
      findings: [{ code: 'empty_stream', where: 'late' }],
    });
    expect(await care.propose({ definition: without }, '', 400)).toMatchObject({ errors: [{ path: 'moves.hot' }] });
    const unknown = { definition: without, moves: { hot: 'main', hott: 'main' } };
    expect(await care.propose(unknown, '', 400)).toMatchObject({ errors: [{ path: 'moves.hott' }] });
    const lost = { definition: without, moves: { hot: 'cold' } };
    expect(await care.propose(lost, '', 400)).toMatchObject({ errors: [{ code: 'unknown_reference' }] });
    expect(await care.look({ definition: without, moves: { hot: null } })).toMatchObject({
      gets: { before: 5, after: 3 },
    });
    expect(await care.look({ definition: without, moves: { hot: 'late' } })).toMatchObject({
      gets: { before: 5, after: 3 },
      exhausted: { before: 0, after: 2 },
    });
    await care.propose({ definition: without, moves: { hot: 'main' } });
    await care.decide(approver, '2/reject', 400);
    await care.decide(approver, '2/reject', 200, 'Let them go');
    await care.propose({ definition: without, moves: { hot: null } });
    await care.decide(manager, '3/withdraw');
    await care.propose({ definition: without, moves: { hot: 'main' } });
    await care.decide(approver, '4/approve');
    expect((await care.members()).map(({ stream }) => stream)).toEqual(['main', 'main', 'main', 'main', 'main']);
    // What they had in the other stream they do not get again, and what only stood there nobody gets.
    await database.owner.sql`update messages set status = 'sent' where tenant_id = ${tenantId} and status = 'queued'`;
    expect(await care.cast()).toMatchObject({ enqueued: 5 });
    expect((await care.read()).items.find(({ name }) => name === 'two')?.places).toEqual([]);

    // Back to the first: it was approved once, and the item stands where it stood.
    expect(await care.look({ restore: 1 })).toMatchObject({ needsApproval: false, added: ['hot'] });
    expect(await care.propose({ restore: 1 })).toMatchObject({ number: 5, state: 'active' });
    expect((await care.read()).items.find(({ name }) => name === 'two')?.places).toMatchObject([{ stream: 'hot' }]);
    expect(await care.isPinned()).toBe(true);
    expect(await care.propose({ restore: 9 }, '', 404)).toMatchObject({ status: 404 });
  });

  it('takes people out where that was chosen: nothing more goes to them, and they may be let in again', async () => {
    const care = await running();
    expect(await care.cast()).toMatchObject({ enqueued: 5 });
    await care.propose({ definition: { schedule, streams: [main] }, moves: { hot: null } });
    await care.decide(approver, '2/approve');
    expect(await care.members()).toHaveLength(3);
    expect(await care.read()).toMatchObject({ members: { normal: 3 } });
    const obstacles = await database.owner.sql<{ obstacle: string }[]>`
      select nurture_obstacle(m.source_id, m.person_id) as obstacle from messages m, set_config('app.tenant_id', ${tenantId}, false)
      where m.tenant_id = ${tenantId} and m.person_id = any(${care.inHot})`;
    expect(obstacles.map(({ obstacle }) => obstacle)).toEqual(['left_nurture', 'left_nurture']);
    type Where = { nurtures: { sentence: string; next: string }[] };
    const where = await expectBody<Where>(manager.request('GET', `/people/${care.inHot[0]}/journeys`));
    expect(where.nurtures[0]).toMatchObject({ next: 'Nothing more, unless they come in again.' });
    const back = await expectBody(manager.request('POST', `${care.path}/members`, { personIds: [care.inHot[0]] }));
    expect(back).toMatchObject({ added: 1 });
    expect(await care.members()).toHaveLength(4);
  });

  it('may take people out by a rule, and says whom before', async () => {
    const care = await running();
    const rule = { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['AT'] } };
    await database.owner.sql`update people set country = 'AT' where id = ${care.inMain[0]!}`;
    const definition = { schedule, streams: [main, hot], transitions: [{ from: 'main', to: null, rule }] };
    expect(await care.look({ definition })).toMatchObject({
      gets: { before: 5, after: 4 },
      leaving: { before: 0, after: 1 },
    });
    await care.propose({ definition });
    await care.decide(approver, '2/approve');
    const forecast = await expectBody<{ sentence: string }>(manager.request('GET', `${care.path}/next-cast`));
    expect(forecast).toMatchObject({ leaves: 1, moving: 0 });
    expect(forecast.sentence).toContain('1 leaves by a rule');
    expect(await care.members('outcome=leaves')).toMatchObject([{ personId: care.inMain[0], nextStream: null }]);
    expect(await care.cast()).toMatchObject({ enqueued: 4 });
    expect(await care.members()).toHaveLength(4);
  });

  it('is gone by from the next batch on where it comes into use amid a cast: nobody twice, nobody passed over', async () => {
    const care = await running();
    const castAt = (await care.read()).nextCastAt!;
    const within = <T>(work: Parameters<typeof withTenant<T>>[2]) => withTenant(api.deps.database.db, tenantId, work);
    const how = { limit: 2, nowIso: castAt };
    let cast = await within((db) => openCast(db, { ...care, castAt }));
    const first = await within((db) => castBatch(db, cast, how));
    ({ cast } = first);
    await care.propose({ definition: { schedule, streams: [hot, main] }, moves: {} });
    await care.decide(approver, '2/approve');
    await care.propose({ definition: { schedule, streams: [hot] }, moves: { main: 'hot' } });
    await care.decide(approver, '3/approve');
    const rest: number[] = [];
    for (let taken = 1; taken > 0;) {
      const batch = await within((db) => castBatch(db, cast, how));
      ({ cast, taken } = batch);
      rest.push(batch.enqueued);
    }
    expect(cast.version).toBe(3);
    expect([first.enqueued, ...rest]).toEqual([2, 2, 1, 0]);
    const got = await database.owner.sql<{ name: string; people: number }[]>`
      select i.name, count(distinct m.person_id)::int as people from messages m join nurture_items i on i.id = m.source_id
      where i.nurture_id = ${care.nurtureId} group by 1 order by 1`;
    expect(Object.fromEntries(got.map(({ name, people }) => [name, people]))).toEqual({ one: 2, two: 3 });
    expect((await care.members()).every(({ stream }) => stream === 'hot')).toBe(true);
  });

  it('leaves out a cast that the version before it had planned for later than its approval', async () => {
    const care = await running();
    const planned = (await care.read()).nextCastAt!;
    await care.propose({ definition: { schedule: { ...schedule, at: '10:00' }, streams: [main, hot] } });
    await care.decide(approver, '2/approve');
    const { activities, campaignId, nurtureId } = care;
    const look = await activities.readNurture({ tenantId, campaignId, nurtureId, now: new Date().toISOString() });
    expect(look.nextCastAt).toBe(planned.replace('T09', 'T10'));
    const [row] = await database.owner.sql`select unheard_at as "unheardAt" from nurtures where id = ${nurtureId}`;
    expect(row).toEqual({ unheardAt: null });
    expect(await care.cast(planned)).toEqual({ enqueued: 0, isMore: false });
    expect(await care.cast()).toMatchObject({ enqueued: 5 });
    // One whose moment had come before the approval is made, however late, and by the new rules.
    const before = new Date(Date.now() - 60_000).toISOString();
    await database.owner.sql`
      update nurture_members set added_at = ${before}, last_cast_at = null where nurture_id = ${nurtureId}`;
    expect(await care.cast(before)).toMatchObject({ enqueued: 5 });
  });
});
