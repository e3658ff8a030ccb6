import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDripsToWake } from '../../../db/queries/outbox/open-work.ts';
import { mostAtOnce } from '../../../domain/intakes/intake.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { runningDrip } from '../../../test/factories/drip-api.ts';
import { sendStep, waitStep } from '../../../test/factories/drips.ts';
import { newPerson } from '../../../test/factories/people.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let manager: TestCaller;
let operator: TestCaller;
let analyst: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  [manager, operator, analyst] = [
    await api.asUser('manager'),
    await api.asUser('operator'),
    await api.asUser('analyst'),
  ];
  await database.owner.sql`update tenants set postal_address = '1 Main Street' where tenant_id = ${tenantId}`;
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

let addresses = 0;
const person = () =>
  newPerson(api.deps.database, tenantId, { email: `p${(addresses += 1)}@people.example`, firstName: 'Ada' });
interface Shown {
  state: string;
  step: string | null;
  sentence: string;
  next: string;
  waitsFor: string;
  reason: string | null;
}

describe('people in a drip', () => {
  it('come in once it has begun, once, and again only where that is said', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [waitStep('pause', 2)]);
    const ada = await person();
    const unknown = '0198c0de-0000-7000-8000-000000000000';
    const enrol = (personIds: string[], more = {}) =>
      manager.request('POST', `${drip.path}/enrol`, { personIds, ...more });
    expect((await enrol([ada])).status).toBe(409);
    await drip.begin();
    expect((await analyst.request('POST', `${drip.path}/enrol`, { personIds: [ada] })).status).toBe(403);
    expect(await expectBody(enrol([ada, ada, unknown]))).toEqual({
      enrolled: 1,
      alreadyIn: 0,
      notAgain: 0,
      notFound: [unknown],
    });
    expect(await expectBody(enrol([ada]))).toMatchObject({ enrolled: 0, alreadyIn: 1 });
    await expectBody(operator.request('POST', `${drip.path}/people/${ada}/exit`));
    expect(await expectBody(enrol([ada]))).toMatchObject({ enrolled: 0, notAgain: 1 });
    expect(await expectBody(enrol([ada], { again: true }))).toMatchObject({ enrolled: 1 });
    const people = await expectBody<{ data: Shown[] }>(analyst.request('GET', `${drip.path}/people`));
    expect(people.data.map(({ state, reason }) => [state, reason])).toEqual([
      ['enrolled', null],
      ['exited', 'by_hand'],
    ]);
  });

  it('leave at once where they say to a colleague that they want no mail, and not by what they said before', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [waitStep('pause', 2)]);
    await drip.begin();
    const [ada, twin] = [await person(), await person()];
    await expectBody(manager.request('POST', `${drip.path}/enrol`, { personIds: [ada, twin] }));
    await drip.round();
    const say = (of: string, state: string, more: object = {}) =>
      expectBody(
        manager.request('POST', `/people/${of}/consents`, { state, source: 'phone', basis: 'consent', ...more }),
        201,
      );
    const states = async () =>
      (await expectBody<{ data: Shown[] }>(analyst.request('GET', `${drip.path}/people`))).data
        .map(({ state, reason }) => `${state} ${reason}`)
        .sort();
    await say(ada, 'granted');
    await say(ada, 'denied', { at: '2020-01-01T00:00:00Z' });
    expect(await states()).toEqual(['active null', 'active null']);
    await say(ada, 'denied');
    expect(await states()).toEqual(['active null', 'exited unsubscribed']);
    const other = await person();
    await say(other, 'denied');
    await expectBody(manager.request('POST', '/people/merge', { keepId: twin, mergeId: other }));
    expect(await states()).toEqual(['exited unsubscribed', 'exited unsubscribed']);
  });

  it('have a drip that nobody comes into any more looked at once the last of them has left', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [waitStep('pause', 2)]);
    await drip.begin();
    const ada = await person();
    await expectBody(manager.request('POST', `${drip.path}/enrol`, { personIds: [ada] }));
    await drip.round();
    await database.owner.sql`update drips set entry_closed_at = now() - interval '1 hour' where id = ${drip.dripId}`;
    const waiting = async () =>
      (await listDripsToWake(api.deps.directory.db, new Date().toISOString())).some(
        ({ dripId }) => dripId === drip.dripId,
      );
    expect(await waiting()).toBe(false);
    await expectBody(
      manager.request('POST', `/people/${ada}/consents`, { state: 'denied', source: 'phone', basis: 'consent' }),
      201,
    );
    expect(await waiting()).toBe(true);
  });

  it('come in once where several let them in at once, and each is told who is in it', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [waitStep('pause', 2)]);
    await drip.begin();
    const personIds = await Promise.all(Array.from({ length: 6 }, person));
    const told = await Promise.all(
      Array.from({ length: 5 }, () =>
        expectBody<{ enrolled: number; alreadyIn: number; notAgain: number }>(
          manager.request('POST', `${drip.path}/enrol`, { personIds }),
        ),
      ),
    );
    expect(told.reduce((sum, { enrolled }) => sum + enrolled, 0)).toBe(6);
    expect(told.map(({ enrolled, alreadyIn, notAgain }) => [enrolled + alreadyIn, notAgain])).toEqual(
      told.map(() => [6, 0]),
    );
  });

  it('come in once from a list or a segment, counted by reason, and only from what is there', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [waitStep('pause', 2)]);
    const [ada, bea, cyd] = await Promise.all([person(), person(), person()]);
    const made = async (path: string, input: object) =>
      (await expectBody<{ id: string }>(manager.request('POST', path, input), 201)).id;
    const listId = await made('/lists', { name: 'Guests' });
    await expectBody(manager.request('POST', `/lists/${listId}/people`, { personIds: [ada, bea, cyd] }));
    const rule = { kind: 'list', is: true, listIds: [listId] };
    const segmentId = await made('/segments', { name: 'On the list', rule });
    const enrol = (input: object) => manager.request('POST', `${drip.path}/enrol`, input);
    expect((await enrol({ listId })).status).toBe(409);
    await drip.begin();
    expect((await enrol({ listId, segmentId })).status).toBe(400);
    expect((await enrol({ listId: segmentId })).status).toBe(404);
    expect((await enrol({ segmentId: listId })).status).toBe(404);
    expect((await analyst.request('POST', `${drip.path}/enrol`, { listId })).status).toBe(403);
    await expectBody(enrol({ personIds: [ada, bea] }));
    await expectBody(operator.request('POST', `${drip.path}/people/${bea}/exit`));
    await drip.round();
    const counts = { enrolled: 1, alreadyIn: 1, notAgain: 1, notFound: [] };
    expect(await expectBody(enrol({ listId }))).toEqual(counts);
    const [row] = await database.owner.sql<{ at: Date | null }[]>`
      select next_wake_at as at from drips where id = ${drip.dripId}`;
    expect(row!.at!.getTime()).toBeLessThan(Date.now() + 61_000);
    expect(await expectBody(enrol({ listId }))).toEqual({ ...counts, enrolled: 0, alreadyIn: 2 });
    expect(await expectBody(enrol({ segmentId }))).toEqual({ ...counts, enrolled: 0, alreadyIn: 2 });
    expect(await expectBody(enrol({ segmentId, again: true }))).toEqual({ ...counts, alreadyIn: 2, notAgain: 0 });
    const [noted] = await database.owner.sql<{ changes: unknown }[]>`
      select changes from audit_log where tenant_id = ${tenantId} and action = 'drip.enrol' order by id desc limit 1`;
    expect(noted!.changes).toEqual([
      { field: 'people', from: null, to: 1 },
      { field: 'segmentId', from: null, to: segmentId },
    ]);
  });

  it('come in 20,000 at once, and one more makes an intake that can be followed and stopped', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [waitStep('pause', 2)]);
    await drip.begin();
    const many = await expectBody<{ id: string }>(manager.request('POST', '/lists', { name: 'Everybody' }), 201);
    // What is known of the tables is of before they came, as it is after a big import.
    await database.owner.sql`analyze people, list_people, drip_positions`;
    await database.owner.sql`
      with made as (
        insert into people (tenant_id, kind, email, email_key)
        select ${tenantId}, 'contact', 'm' || n || '@many.example', 'm' || n || '@many.example' from generate_series(1, ${mostAtOnce + 1}::int) n
        returning id)
      insert into list_people (tenant_id, list_id, person_id) select ${tenantId}, ${many.id}, id from made`;
    const rule = { kind: 'list', is: true, listIds: [many.id] };
    const segment = await expectBody<{ id: string }>(manager.request('POST', '/segments', { name: 'All', rule }), 201);
    const enrol = (input: object, status: number) =>
      expectBody<Record<string, unknown>>(manager.request('POST', `${drip.path}/enrol`, input), status);
    const intake = await enrol({ listId: many.id }, 202);
    expect(intake).toMatchObject({
      target: 'drip',
      targetId: drip.dripId,
      sourceName: 'Everybody',
      status: 'queued',
      progress: { people: null, done: 0, added: 0 },
      workflow: { id: `intake/${tenantId}/${String(intake['id'])}` },
    });
    const campaign = drip.path.split('/drips/')[0]!;
    const path = `${campaign}/intakes/${String(intake['id'])}`;
    const listed = await expectBody<{ data: object[] }>(
      analyst.request('GET', `${campaign}/intakes?targetId=${drip.dripId}`),
    );
    expect(listed.data).toEqual([await expectBody(analyst.request('GET', path))]);
    await expectBody(analyst.request('POST', `${path}/cancel`), 403);
    const stranger = await api.asUser('manager', await api.tenant('Elsewhere'));
    await expectBody(stranger.request('GET', path), 404);
    const [none] = await database.owner
      .sql`select count(*)::int as n from drip_positions where drip_id = ${drip.dripId}`;
    expect(none!.n).toBe(0);
    await database.owner.sql`
      delete from list_people
      where person_id = (select person_id from list_people where list_id = ${many.id} limit 1) and list_id = ${many.id}`;
    expect(await enrol({ segmentId: segment.id }, 200)).toMatchObject({ enrolled: mostAtOnce, alreadyIn: 0 });
    expect(await enrol({ listId: many.id }, 200)).toMatchObject({ enrolled: 0, alreadyIn: mostAtOnce });
  }, 120_000);

  it('are held, let go on, moved over a step and taken out, one by one', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [waitStep('pause', 2), waitStep('rest', 3)]);
    await drip.begin();
    const ada = await person();
    await expectBody(manager.request('POST', `${drip.path}/enrol`, { personIds: [ada] }));
    await drip.round();
    const give = (command: string, status = 200) =>
      expectBody<Shown>(operator.request('POST', `${drip.path}/people/${ada}/${command}`), status);
    const due = async () => {
      const path = `${drip.path}/figures`;
      const { data } = await expectBody<{ data: { waiting: number; nextDue: number; nextDueAt: string | null }[] }>(
        analyst.request('GET', path),
      );
      return data.map(({ waiting, nextDue, nextDueAt }) => [waiting, nextDue, nextDueAt?.slice(0, 10) ?? null]);
    };
    const inTwoDays = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    expect(await due()).toEqual([
      [1, 1, inTwoDays],
      [0, 0, null],
    ]);
    expect(await give('pause')).toMatchObject({
      state: 'paused',
      step: 'pause',
      sentence: 'Is held at “Wait 2 days”.',
    });
    expect((await due())[0]).toEqual([1, 0, null]);
    await give('pause', 409);
    await give('skip', 409);
    expect(await give('resume')).toMatchObject({ state: 'active', waitsFor: 'time' });
    expect(await give('skip')).toMatchObject({ waitsFor: 'nothing' });
    await drip.round();
    const [journey] = (
      await expectBody<{ data: (Shown & { moves: unknown[] })[] }>(analyst.request('GET', `/people/${ada}/journeys`))
    ).data;
    expect(journey).toMatchObject({
      step: 'rest',
      sentence: 'Is at “Wait 3 days”.',
      next: 'Then it ends.',
      moves: [{ step: 'pause', outcome: 'skipped', reason: 'by_hand' }],
    });
    expect(await give('exit')).toMatchObject({
      state: 'exited',
      sentence: 'Left at “Wait 3 days”: taken out by hand.',
    });
    await give('resume', 409);
    expect((await operator.request('POST', `${drip.path}/people/${await person()}/exit`)).status).toBe(404);
  });

  it('are counted at each step', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [
      waitStep('pause', 0, 'days'),
      sendStep('hello'),
      waitStep('rest', 1),
    ]);
    await drip.begin();
    const people = await Promise.all([person(), person(), person()]);
    await expectBody(manager.request('POST', `${drip.path}/enrol`, { personIds: people }));
    await drip.round();
    await database.owner.sql`
      insert into source_counters (tenant_id, source_id, name, value)
      select s.tenant_id, s.id, c.name, c.value from drip_steps s, (values ('uncertain', 2), ('failed', 1)) as c (name, value)
      where s.drip_id = ${drip.dripId} and s.key = 'hello'`;
    const figures = await expectBody<{ enrolled: number; data: Record<string, unknown>[] }>(
      analyst.request('GET', `${drip.path}/figures`),
    );
    expect(figures.enrolled).toBe(3);
    expect(figures.data).toMatchObject([
      { step: 'pause', entered: 3, waiting: 0, wentOn: 3, conversion: 1 },
      { step: 'hello', entered: 3, waiting: 3, wentOn: 0, sent: 0, uncertain: 2, failed: 1 },
      { step: 'rest', entered: 0, conversion: 0 },
    ]);
    const waiting = await expectBody<{ data: Shown[]; nextCursor: string }>(
      analyst.request('GET', `${drip.path}/people?step=hello&limit=2`),
    );
    expect(waiting.data).toHaveLength(2);
    expect(waiting.data[0]).toMatchObject({ sentence: 'The message of “Send an e-mail” is on its way.' });
    const rest = await expectBody<{ data: Shown[] }>(
      analyst.request('GET', `${drip.path}/people?step=hello&limit=2&cursor=${waiting.nextCursor}`),
    );
    expect(rest.data).toHaveLength(1);
  });
});
