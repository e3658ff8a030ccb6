import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { findContentHash } from '../../../db/queries/approvals/approvals.ts';
import { applyToDrips } from '../../../db/queries/drips/reactions.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { runningDrip } from '../../../test/factories/drip-api.ts';
import { createTestExperiment } from '../../../test/factories/experiments.ts';
import { sendStep, waitStep } from '../../../test/factories/drips.ts';
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
const people = (count: number) =>
  Promise.all(
    Array.from({ length: count }, () =>
      newPerson(api.deps.database, tenantId, { email: `v${(addresses += 1)}@people.example` }),
    ),
  );
const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const standing = async (dripId: string) => {
  const rows = await database.owner.sql<{ step: string | null; state: string; version: number; people: number }[]>`
    select step, state, version, count(*)::int as people from drip_positions where drip_id = ${dripId}
    group by step, state, version order by version, step, state`;
  return rows.map(({ step, state, version, people }) => `v${version} ${step} ${state} ${people}`);
};

it('keeps its approval where only its name and its place among others change while it runs', async () => {
  const drip = await runningDrip({ api, manager, tenantId }, [waitStep('rest', 3)]);
  await drip.begin();
  const pins = async () => {
    const [row] = await database.owner.sql<{ hash: string }[]>`
      select approved_hash as hash from campaigns where id = ${drip.campaignId}`;
    const now = await withTenant(api.deps.database.db, tenantId, (db) => findContentHash(db, drip.campaignId));
    return row?.hash === now;
  };
  expect(await pins()).toBe(true);
  const changed = await expectBody(manager.request('PATCH', drip.path, { name: 'First', priority: 'high' }));
  expect(changed).toMatchObject({ name: 'First', priority: 'high', status: 'running' });
  expect(await pins()).toBe(true);
  const definition = { steps: [] };
  expect((await manager.request('PATCH', drip.path, { definition })).status).toBe(409);
  await database.owner.sql`update drips set status = 'completed' where id = ${drip.dripId}`;
  expect((await manager.request('PATCH', drip.path, { name: 'Late' })).status).toBe(409);
});

/** A drip with `count` people who wait at its first step. */
async function waiting(steps: unknown[], count: number) {
  const drip = await runningDrip({ api, manager, tenantId }, steps);
  await drip.begin();
  await expectBody(manager.request('POST', `${drip.path}/enrol`, { personIds: await people(count) }));
  await drip.round();
  const versions = `${drip.path}/versions`;
  const propose = (input: { steps?: unknown[] } & Record<string, unknown>, query = '', status = 201) => {
    const { steps, ...rest } = input;
    return expectBody<Record<string, unknown>>(
      manager.request('POST', `${versions}${query}`, {
        ...rest,
        ...(steps ? { definition: drip.complete(steps) } : {}),
      }),
      status,
    );
  };
  const approve = (number: number) =>
    expectBody<{ state: string }>(approver.request('POST', `${versions}/${number}/approve`));
  return { ...drip, versions, propose, approve };
}

describe('a new version of a drip that runs', () => {
  it('says whom it touches, needs somebody else, and is followed from the next step on', async () => {
    const drip = await waiting([waitStep('pause', 2), sendStep('hello')], 3);
    const steps = [waitStep('pause', 9), waitStep('more', 1), sendStep('hello')];
    expect(await drip.propose({ steps }, '?dryRun=true', 200)).toMatchObject({
      inDrip: 3,
      everyone: { touched: 3 },
      newOnly: { touched: 0 },
      added: ['more'],
      changed: ['pause'],
      removed: [],
      needsApproval: true,
    });
    expect((await expectBody<{ data: unknown[] }>(manager.request('GET', drip.versions))).data).toHaveLength(1);
    expect(await drip.propose({ steps })).toMatchObject({ number: 2, state: 'in_review' });
    const part = { kind: 'dripVersion', id: drip.dripId, number: 2, itemName: null };
    const inbox = (who: TestCaller) => expectBody<{ data: { id: string }[] }>(who.request('GET', '/approvals'));
    for (const [who, canDecide] of [[approver, true] as const, [manager, false] as const])
      expect((await inbox(who)).data.find(({ id }) => id === drip.dripId)).toMatchObject({ canDecide, part });
    await drip.propose({ steps }, '', 409);
    expect((await manager.request('POST', `${drip.versions}/2/approve`)).status).toBe(403);
    expect(await standing(drip.dripId)).toEqual(['v1 pause active 3']);
    expect(await drip.approve(2)).toMatchObject({ state: 'approved' });
    await drip.round();
    // The wait that they are in ends as it began; what follows is the new version's.
    expect(await drip.round(later(47))).toMatchObject({ moved: 0 });
    await drip.round(later(49));
    expect(await standing(drip.dripId)).toEqual(['v2 more active 3']);
  });

  it('says which tests it leaves behind, and whose winner it does not have', async () => {
    const drip = await waiting([waitStep('pause', 2), sendStep('hello')], 1);
    const { sql } = database.owner;
    const [step] = await sql<
      { id: string }[]
    >`select id from drip_steps where drip_id = ${drip.dripId} and key = 'hello'`;
    const owner = { tenantId, campaignId: drip.campaignId, broadcastId: null, dripId: drip.dripId, stepId: step!.id };
    const { id, variants } = await createTestExperiment(api.deps.database, owner, { name: 'Two subjects' });
    await sql`update experiments set status = 'testing', drip_version = 1, started_at = now() where id = ${id}`;
    const steps = [waitStep('pause', 9), sendStep('hello')];
    const tests = async (steps: unknown[]) => (await drip.propose({ steps }, '?dryRun=true', 200)).tests;
    expect(await tests(steps)).toMatchObject([{ step: 'hello', name: 'Two subjects', winner: null }]);
    await sql`update experiments set status = 'decided', sent_variant_id = ${variants[1]!.id} where id = ${id}`;
    expect(await tests(steps)).toMatchObject([{ step: 'hello', winner: 'B' }]);
    // The page of the test says so too, once the drip follows it.
    const shown = () =>
      expectBody<{ sentence: string; isLeftBehind: boolean }>(
        manager.request('GET', `/campaigns/${drip.campaignId}/experiments/${id}`),
      );
    expect((await shown()).isLeftBehind).toBe(false);
    await sql`update drips set current_version = 2 where id = ${drip.dripId}`;
    expect((await shown()).sentence).toContain('whoever follows that one gets the message as it stands there');
    await sql`update drips set current_version = 1 where id = ${drip.dripId}`;
    const hello = sendStep('hello');
    const written = { ...hello, content: { ...hello.content, subject: 'Another subject' } };
    expect(await tests([waitStep('pause', 9), written])).toEqual([]);
    expect(await tests([waitStep('pause', 9)])).toEqual([]);
  });

  it('is for those who come later where that is said', async () => {
    const drip = await waiting([waitStep('pause', 2), waitStep('rest', 5)], 2);
    await drip.propose({ steps: [waitStep('pause', 2), waitStep('other', 5)], scope: 'newOnly' });
    await drip.approve(2);
    await drip.round();
    await expectBody(manager.request('POST', `${drip.path}/enrol`, { personIds: await people(1) }));
    await drip.round();
    await drip.round(later(49));
    expect(await standing(drip.dripId)).toEqual(['v1 rest active 2', 'v2 other active 1']);
  });

  it('asks where people at a removed step go, and leads them there or out', async () => {
    const steps = [waitStep('pause', 2), waitStep('rest', 5)];
    const drip = await waiting(steps, 2);
    expect(await drip.propose({ steps: [waitStep('rest', 5)] }, '?dryRun=true', 200)).toMatchObject({
      removed: [{ step: 'pause', people: 2, isDecided: false }],
    });
    expect(await drip.propose({ steps: [waitStep('rest', 5)] }, '', 400)).toMatchObject({
      errors: [{ path: 'moves.pause', code: 'required' }],
    });
    for (const query of ['', '?dryRun=true'])
      expect(await drip.propose({ steps: [waitStep('rest', 5)], moves: { pausd: 'rest' } }, query, 400)).toMatchObject({
        errors: [{ path: 'moves.pausd', code: 'unknown_step' }],
      });
    const twice = waitStep('rest', 5, 'days', { until: { kind: 'weekday', weekdays: [1, 2, 1], at: '09:00' } });
    expect(await drip.propose({ steps: [twice], moves: { pause: 'rest' } }, '', 400)).toMatchObject({
      errors: [{ path: 'definition.steps.0.until.weekdays.2', code: 'duplicate' }],
    });
    await drip.propose({ steps: [waitStep('rest', 5)], moves: { pause: 'rest' } });
    await drip.approve(2);
    await drip.round();
    expect(await standing(drip.dripId)).toEqual(['v2 pause active 2']);
    // They finish the step that is gone, by the name that it had.
    expect(await expectBody(manager.request('GET', `${drip.path}/figures`))).toMatchObject({
      elsewhere: 2,
      elsewhereNext: { nextDueAt: expect.any(String), nextDue: 2 },
      data: [{ step: 'rest', nextDueAt: null }],
    });
    expect(await expectBody(manager.request('GET', `${drip.path}/people`))).toMatchObject({
      data: [{ sentence: 'Is at “Wait 2 days”.' }, { stepName: 'Wait 2 days' }],
    });
    await drip.round(later(49));
    expect(await standing(drip.dripId)).toEqual(['v2 rest active 2']);
    // A third edit takes that away too; this time they leave.
    await drip.propose({ steps: [waitStep('last', 1)], moves: { rest: null } });
    await drip.approve(3);
    await drip.round(later(50));
    expect(await standing(drip.dripId)).toEqual(['v2 rest exited 2']);
    // And back to a version that was approved before: nobody has to look at it again.
    expect(await drip.propose({ restore: 1 }, '?dryRun=true', 200)).toMatchObject({ needsApproval: false });
    expect(await drip.propose({ restore: 1 })).toMatchObject({ number: 4, state: 'approved' });
    await drip.round(later(51));
    const [newest] = (
      await expectBody<{ data: { number: number; state: string }[] }>(manager.request('GET', drip.versions))
    ).data;
    expect(newest).toMatchObject({ number: 4, state: 'active' });
  });

  it('needs nobody where only notes differ, which an approval does not pin', async () => {
    const drip = await waiting([waitStep('pause', 2)], 1);
    const steps = [waitStep('pause', 2, 'days', { note: 'Agreed with sales.' })];
    expect(await drip.propose({ steps }, '?dryRun=true', 200)).toMatchObject({ needsApproval: false });
    expect(await drip.propose({ steps })).toMatchObject({ number: 2, state: 'approved' });
  });

  it('is rejected with a reason, withdrawn, and refused where its messages cannot be sent', async () => {
    const drip = await waiting([waitStep('pause', 2)], 1);
    await drip.propose({ steps: [waitStep('pause', 3)] });
    expect((await approver.request('POST', `${drip.versions}/2/reject`, {})).status).toBe(400);
    expect(
      await expectBody(approver.request('POST', `${drip.versions}/2/reject`, { comment: 'Too slow.' })),
    ).toMatchObject({
      state: 'rejected',
      comment: 'Too slow.',
    });
    await drip.propose({ steps: [waitStep('pause', 4)] });
    expect(await expectBody(manager.request('POST', `${drip.versions}/3/withdraw`))).toMatchObject({
      state: 'withdrawn',
    });
    await drip.propose(
      { steps: [sendStep('hello', { content: { subject: '', body: '' } })], moves: { pause: 'hello' } },
      '',
      400,
    );
    expect(await standing(drip.dripId)).toEqual(['v1 pause active 1']);
  });
});

describe('what a version leaves as it was', () => {
  it('the kind of a step: another kind under its key is refused, also where only former people follow it', async () => {
    const drip = await waiting([waitStep('pause', 2)], 1);
    await drip.propose({ steps: [waitStep('rest', 5)], scope: 'newOnly' });
    await drip.approve(2);
    await drip.round();
    const steps = [sendStep('pause'), waitStep('rest', 5)];
    expect(await drip.propose({ steps }, '?dryRun=true', 200)).toMatchObject({
      changedKinds: [{ step: 'pause', name: 'Wait 2 days', from: 'Wait', to: 'Send an e-mail' }],
    });
    expect(await drip.propose({ steps }, '', 400)).toMatchObject({
      errors: [{ path: 'definition.steps.0.kind', code: 'kind_changed' }],
    });
  });

  it('whether an answer ends it, for who follows a former one', async () => {
    const drip = await waiting([waitStep('pause', 2)], 1);
    const definition = { ...drip.complete([waitStep('pause', 3)]), exitOnReply: false };
    await drip.propose({ definition, scope: 'newOnly' });
    await drip.approve(2);
    await drip.round();
    await expectBody(manager.request('POST', `${drip.path}/enrol`, { personIds: await people(1) }));
    await drip.round();
    const rows = await database.owner.sql<{ personId: string }[]>`
      select person_id as "personId" from drip_positions where drip_id = ${drip.dripId}`;
    const replies = rows.map(({ personId }) => ({ kind: 'reply', verdict: 'unknown', personId, name: null }));
    await withTenant(api.deps.database.db, tenantId, (db) => applyToDrips(db, replies, new Date().toISOString()));
    expect(await standing(drip.dripId)).toEqual(['v1 pause exited 1', 'v2 pause active 1']);
  });
});

describe('two versions in a row', () => {
  it('are taken over one after the other: a newer one is refused until the drip has taken over the approved one', async () => {
    const drip = await waiting([waitStep('pause', 2)], 1);
    await drip.propose({ steps: [waitStep('pause', 3)] });
    await drip.approve(2);
    const { detail } = await drip.propose({ steps: [waitStep('pause', 4)] }, '', 409);
    expect(detail).toContain('Version 2 is approved and not taken over yet');
    await drip.round();
    expect(await drip.propose({ steps: [waitStep('pause', 4)] })).toMatchObject({ number: 3, state: 'in_review' });
  });

  it('leave the newest in force where both were approved before a look', async () => {
    const drip = await waiting([waitStep('pause', 2)], 1);
    await drip.propose({ steps: [waitStep('pause', 3)] });
    await drip.approve(2);
    await database.owner.sql`update drip_versions set state = 'draft' where drip_id = ${drip.dripId} and number = 2`;
    await drip.propose({ steps: [waitStep('pause', 4)] });
    await drip.approve(3);
    await database.owner.sql`update drip_versions set state = 'approved' where drip_id = ${drip.dripId} and number = 2`;
    await drip.round();
    await drip.round();
    const { data } = await expectBody<{ data: unknown[] }>(manager.request('GET', drip.versions));
    expect(data).toMatchObject([{ state: 'active' }, { state: 'superseded' }, { state: 'superseded' }]);
  });
});

describe('a drip that was held', () => {
  it.each([
    [{ overdue: 'atOnce' }, 4, 0],
    [{ overdue: 'skip' }, 0, 4],
    [{ overdue: 'spread', hours: 4 }, 1, 0],
  ])('goes on with %j', async (choice, enqueued, passed) => {
    const drip = await waiting([waitStep('pause', 1), sendStep('hello'), waitStep('rest', 5)], 4);
    expect(await expectBody(manager.request('POST', `${drip.path}/pause`))).toMatchObject({ status: 'paused' });
    expect(await drip.round(later(48))).toMatchObject({ moved: 0, nextDueAt: null });
    await database.owner
      .sql`update drip_positions set due_at = now() - interval '1 hour' where drip_id = ${drip.dripId}`;
    expect(await expectBody(manager.request('POST', `${drip.path}/resume`, choice))).toMatchObject({ overdue: 4 });
    expect(await drip.round()).toMatchObject({ enqueued });
    const [row] = await database.owner.sql<{ people: number }[]>`
      select count(*)::int as people from drip_positions where drip_id = ${drip.dripId} and step = 'rest'`;
    expect(row?.people).toBe(passed);
    if ('hours' in choice) expect(await drip.round(later(4))).toMatchObject({ enqueued: 3 });
  });

  it.each([{ overdue: 'skip' }, { overdue: 'spread', hours: 4 }])(
    'goes on with %j but for who is held by hand, and by the way that a new version named',
    async (choice) => {
      const drip = await waiting([waitStep('pause', 1), waitStep('rest', 5), sendStep('hello')], 2);
      const dueAt = '2026-01-01T00:00:00.000Z';
      await database.owner.sql`
        update drip_positions set due_at = ${dueAt}, goes_to = 'hello' where drip_id = ${drip.dripId}`;
      const [held] = await database.owner.sql<{ id: string; personId: string }[]>`
        select id, person_id as "personId" from drip_positions where drip_id = ${drip.dripId} limit 1`;
      await expectBody(manager.request('POST', `${drip.path}/people/${held!.personId}/pause`));
      await expectBody(manager.request('POST', `${drip.path}/pause`));
      expect(await expectBody(manager.request('POST', `${drip.path}/resume`, choice))).toMatchObject({ overdue: 1 });
      const rows = await database.owner.sql`
        select step, due_at as "dueAt" from drip_positions where drip_id = ${drip.dripId} order by id = ${held!.id} desc`;
      const going = choice.overdue === 'skip' ? 'hello' : 'pause';
      expect(rows).toMatchObject([{ step: 'pause', dueAt: new Date(dueAt) }, { step: going }]);
    },
  );

  /** People who wait for hours in a drip, the last of them first, and how the organisation's hours become others. */
  async function waitingForHours(count: number) {
    const drip = await waiting([waitStep('pause', 1), sendStep('hello'), waitStep('rest', 5)], count);
    const admin = await api.asUser('admin', tenantId);
    const { sql } = database.owner;
    const rows = await sql<
      { id: string }[]
    >`select id from drip_positions where drip_id = ${drip.dripId} order by id desc`;
    const ids = rows.map(({ id }) => id);
    for (const [place, id] of ids.entries())
      await sql`
        update drip_positions set step = 'hello', waits_for = 'window', due_at = now() + interval '1 day' + make_interval(secs => ${place})
        where id = ${id}`;
    const due = () => sql`
      select distinct step, due_at > now() + interval '1 hour' as waits from drip_positions where drip_id = ${drip.dripId}`;
    const setCampaign = (status: string) => sql`update campaigns set status = ${status} where id = ${drip.campaignId}`;
    const changeHours = async () => {
      const { timeZone } = await expectBody<{ timeZone: string }>(admin.request('GET', '/tenant'));
      const change = { timeZone: timeZone === 'Asia/Tokyo' ? 'Asia/Seoul' : 'Asia/Tokyo' };
      await expectBody(admin.request('PATCH', '/tenant', change));
    };
    const hold = () => expectBody(manager.request('POST', `${drip.path}/pause`));
    const goOn = (choice: object) => expectBody(manager.request('POST', `${drip.path}/resume`, choice));
    return { ...drip, ids, due, setCampaign, changeHours, hold, goOn };
  }

  it.each([{ overdue: 'skip' }, { overdue: 'spread', hours: 4 }, { overdue: 'skip', isCampaignHeld: true }])(
    'goes on with %j: who waits for hours that became others meanwhile is looked at anew, and not overdue',
    async ({ isCampaignHeld = false, ...choice }) => {
      const drip = await waitingForHours(4);
      await drip.hold();
      if (isCampaignHeld) await drip.setCampaign('paused');
      await drip.changeHours();
      expect(await drip.due()).toEqual([{ step: 'hello', waits: true }]);
      expect(await drip.goOn(choice)).toMatchObject({ overdue: 0 });
      expect(await drip.due()).toEqual([{ step: 'hello', waits: isCampaignHeld }]);
      await drip.setCampaign('running');
      expect(await drip.round(later(0.1))).toMatchObject({ enqueued: isCampaignHeld ? 0 : 4 });
    },
  );

  it.each([{ overdue: 'skip' }, { overdue: 'spread', hours: 4 }])(
    'goes on with %j: who was brought forward by new hours and not looked at before it was held is not overdue, but who was due before them',
    async (choice) => {
      const drip = await waitingForHours(4);
      await database.owner.sql`
        update drip_positions set since = now() - interval '2 hours', due_at = now() - interval '1 hour' where id = ${drip.ids[0]!}`;
      await drip.changeHours();
      expect(await drip.due()).toEqual([{ step: 'hello', waits: false }]);
      await drip.hold();
      expect(await drip.goOn(choice)).toMatchObject({ overdue: 1 });
      expect(await drip.round(later(0.1))).toMatchObject({ enqueued: choice.overdue === 'skip' ? 3 : 4 });
    },
  );

  it.each([{ overdue: 'atOnce' }, { overdue: 'skip' }])(
    'goes on with %j and holds people in the order in which whoever takes them away does',
    async (choice) => {
      const drip = await waitingForHours(4);
      await drip.hold();
      if (choice.overdue === 'skip')
        await database.owner
          .sql`update drip_positions set due_at = due_at - interval '2 days' where drip_id = ${drip.dripId}`;
      else await drip.changeHours();
      let going: Promise<unknown> | undefined;
      await database.owner.sql.begin(async (sql) => {
        await sql`select from drip_positions where id = ${drip.ids.at(-1)!} for update`;
        going = drip.goOn(choice);
        await database.untilWaiting();
        await sql`select from drip_positions where id = ${drip.ids[0]!} for update nowait`;
      });
      await going;
    },
  );

  it('looks anew also where its campaign goes on at the same moment, and did not see that it does', async () => {
    const drip = await waitingForHours(1);
    await drip.hold();
    await drip.setCampaign('paused');
    await drip.changeHours();
    let going: Promise<unknown> | undefined;
    await database.owner.sql.begin(async (sql) => {
      await sql`update campaigns set status = 'running' where id = ${drip.campaignId}`;
      await sql`select from campaigns where id = ${drip.campaignId} for update`;
      going = drip.goOn({ overdue: 'atOnce' });
      await database.untilWaiting();
    });
    await going;
    expect(await drip.due()).toEqual([{ step: 'hello', waits: false }]);
  });

  it('is asked of a campaign, too, in the same words', async () => {
    const drip = await waiting([waitStep('pause', 1)], 1);
    const given = { overdue: 'spread', hours: 0 };
    for (const path of [drip.path, `/campaigns/${drip.campaignId}`])
      expect((await manager.request('POST', `${path}/resume`, given)).status).toBe(400);
  });
});
