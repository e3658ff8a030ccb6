import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NextAction } from '../../../domain/next-actions/next-action.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createTestNextActions, type TestNextActions } from '../../../test/factories/next-actions.ts';

let test: TestDatabase;
let api: TestApi;
let made: TestNextActions;
let manager: TestCaller;
let analyst: TestCaller;
const now = new Date().toISOString();

beforeAll(async () => {
  test = await createTestDatabase();
  api = await createTestApi(test);
  made = await createTestNextActions(test, test.open('salescompass_app'), { people: 8, nowIso: now });
  await test.owner.sql`update tenants set quiet_from = null, quiet_to = null where tenant_id = ${made.tenantId}`;
  // The tenant was made past sign-in; its keys need to belong to somebody.
  await test.owner.sql`
    insert into auth.organization (id, name, slug, "createdAt") values (${made.tenantId}, 'Acme', ${made.tenantId}, now())`;
  manager = await api.asKey('manager', made.tenantId);
  analyst = await api.asKey('analyst', made.tenantId);
  await made.round(made.personIds.slice(0, 5), 'event/1', now);
});
afterAll(async () => {
  await api.close();
  await test.drop();
});

const suggested = async () =>
  (await bodyOf<{ data: NextAction[] }>(await analyst.request('GET', '/next-actions?status=suggested'))).data;
const messages = async () => (await test.owner.sql`select 1 from messages where tenant_id = ${made.tenantId}`).length;

describe('a suggestion', () => {
  it('says what, why, how likely and worth what, and why not something else', async () => {
    const [first] = await suggested();
    expect(first).toMatchObject({ kind: 'send_email', label: 'Send the guide', status: 'suggested', decidedBy: null });
    expect(first!.reasons.at(-1)).toMatch(/\u00a0% answer, and an answer is worth 100/);
    expect(first!.rejected).toContainEqual({ label: 'Call them', code: 'no_owner', why: 'nobody owns this person' });
  });

  it('is done once it is accepted, by who may, and not twice', async () => {
    const [{ id }] = (await suggested()) as [NextAction];
    expect((await analyst.request('POST', `/next-actions/${id}/accept`)).status).toBe(403);
    expect(await messages()).toBe(0);
    const accepted = await bodyOf<NextAction>(await manager.request('POST', `/next-actions/${id}/accept`));
    expect(accepted).toMatchObject({ id, status: 'accepted' });
    expect(await messages()).toBe(1);
    expect((await manager.request('POST', `/next-actions/${id}/accept`)).status).toBe(409);
    const [entry] = await test.owner.sql`
      select entity_kind as kind, entity_id as person, part, changes from audit_log
      where tenant_id = ${made.tenantId} and action = 'nextActions.accept'`;
    expect(entry).toEqual({
      kind: 'person',
      person: accepted.person.id,
      part: { kind: 'nextAction', id, name: 'Send the guide' },
      changes: [{ field: 'status', from: 'suggested', to: 'accepted' }],
    });
    const done = await bodyOf<NextAction>(await manager.request('POST', `/next-actions/${id}/done`));
    expect(done.status).toBe('done');
    const again = await manager.request('POST', `/next-actions/${id}/done`);
    expect(await again.json()).toMatchObject({ detail: 'Only what was accepted can be finished; this is done.' });
  });

  it('says what became of it to who decided a moment later', async () => {
    const [, { id }] = (await suggested()) as [NextAction, NextAction];
    const decide = () => manager.request('POST', `/next-actions/${id}/reject`, { reason: 'Not now' });
    const answers = await Promise.all([decide(), decide(), decide()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const late = answers.find(({ status }) => status === 409)!;
    expect(await late.json()).toMatchObject({ detail: 'It was rejected already. Nothing was changed.' });
  });

  it('is kept away for the cool-down once it is rejected, with the reason', async () => {
    const [{ id }] = (await suggested()) as [NextAction];
    const answer = await manager.request('POST', `/next-actions/${id}/reject`, { reason: 'Knows it already' });
    const rejected = await bodyOf<NextAction>(answer);
    expect(rejected).toMatchObject({ status: 'rejected', statusReason: 'Knows it already' });
    const [entry] = await test.owner.sql<{ part: object }[]>`
      select part from audit_log where action = 'nextActions.reject' and part ->> 'id' = ${id}`;
    expect(entry!.part).toEqual({ kind: 'nextAction', id, name: rejected.label });
    const days = (Date.parse(rejected.notBefore!) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(await messages()).toBe(1);
  });

  it('is accepted with others at once, each saying what became of it', async () => {
    const ids = (await suggested()).map(({ id }) => id);
    await test.owner.sql`
      update people set consent = 'denied' where id = (select person_id from next_actions where id = ${ids[0]!})`;
    // The second has had it meanwhile.
    await test.owner.sql`
      insert into messages (tenant_id, batch_id, person_id, source_id, occurrence, edition_id, status)
      select m.tenant_id, m.batch_id, a.person_id, m.source_id, m.occurrence, m.edition_id, 'sent'
      from next_actions a, messages m where a.id = ${ids[1]!} and m.tenant_id = ${made.tenantId} limit 1`;
    const answer = await bodyOf<{ accepted: number; results: { id: string; result: string }[] }>(
      await manager.request('POST', '/next-actions/accept', { ids }),
    );
    expect(answer.accepted).toBe(ids.length - 2);
    expect(answer.results.slice(0, 2)).toEqual(ids.slice(0, 2).map((id) => ({ id, result: 'not_open' })));
    expect(await messages()).toBe(ids.length);
  });

  it('stands with the tasks of its person', async () => {
    const answer = await bodyOf<{ data: NextAction[]; tasks: unknown[] }>(
      await analyst.request('GET', `/people/${made.personIds[0]}/next-actions`),
    );
    expect(answer.data).toHaveLength(1);
    expect(answer.tasks).toEqual([]);
  });
});

describe('tasks', () => {
  interface Tasks {
    data: { id: string; title: string; ownerName: string | null; person: { id: string; name: string } }[];
    nextCursor: string | null;
  }
  const list = async (query: string, by = manager) => bodyOf<Tasks>(await by.request('GET', `/tasks?${query}`));
  const titles = ({ data }: Tasks) => data.map(({ title }) => title);

  it('stand in a list by their day, of whom they are for, until they are done', async () => {
    const [first, second] = made.personIds;
    await test.owner.sql`
      insert into tasks (tenant_id, person_id, owner_id, title, due_at) values
        (${made.tenantId}, ${first!}, ${manager.personId}, 'Call later', now() + interval '2 days'),
        (${made.tenantId}, ${second!}, null, 'Some day', null),
        (${made.tenantId}, ${second!}, 'somebody else', 'Call now', now() - interval '1 day')`;
    expect(titles(await list(''))).toEqual(['Call now', 'Call later', 'Some day']);
    expect(titles(await list('owner=me'))).toEqual(['Call later']);
    expect(titles(await list('owner=me', analyst))).toEqual([]);
    expect(titles(await list('owner=nobody'))).toEqual(['Some day']);
    const page = await list('limit=1');
    expect(titles(page)).toEqual(['Call now']);
    const rest = await list(`limit=2&cursor=${encodeURIComponent(page.nextCursor!)}`);
    expect(titles(rest)).toEqual(['Call later', 'Some day']);
    expect(rest.nextCursor).toBeNull();
    expect(page.data[0]).toMatchObject({ ownerName: null, person: { id: second } });

    const done = await manager.request('POST', `/tasks/${page.data[0]!.id}/done`);
    expect(done.status).toBe(200);
    expect(titles(await list(''))).toEqual(['Call later', 'Some day']);
    expect(titles(await list('status=done'))).toEqual(['Call now']);
    expect((await manager.request('GET', '/tasks?owner=them')).status).toBe(400);
  });
});

describe('the policy', () => {
  it('is set at the version that was read, with what it offers', async () => {
    const read = await analyst.request('GET', '/next-actions/policy');
    const { decides, version, ...policy } = await bodyOf<{
      decides: object;
      version: number;
      offers: { label: string }[];
    }>(read);
    expect(decides).toEqual({ kind: 'rule', number: 1 });
    expect(policy.offers).toHaveLength(3);
    const etag = read.headers.get('etag')!;
    expect(etag).toBe(`"${version}"`);
    const next = { ...policy, mode: 'bulk', offers: policy.offers.slice(0, 2) };
    const put = (by: TestCaller) => by.request('PUT', '/next-actions/policy', next, { 'If-Match': etag });
    expect((await put(analyst)).status).toBe(403);
    const never = { ...next, hours: { from: '17:00', to: '09:00' } };
    expect((await manager.request('PUT', '/next-actions/policy', never, { 'If-Match': etag })).status).toBe(400);
    expect((await bodyOf<typeof policy>(await put(manager))).offers).toHaveLength(2);
    expect((await put(manager)).status).toBe(412);
  });

  it('takes back what waits to be sent, and not what was sent, when it is turned off', async () => {
    await made.round(made.personIds.slice(5), 'event/off', now);
    const waiting = await suggested();
    const accept = { ids: waiting.map(({ id }) => id) };
    await bodyOf(await manager.request('POST', '/next-actions/accept', accept));
    const [sent] = await test.owner.sql`
      update messages set status = 'sent' where tenant_id = ${made.tenantId} and person_id = ${waiting[0]!.person.id} returning 1`;
    expect(sent).toBeDefined();
    const standing = await bodyOf<{ decides?: object; version?: number }>(
      await manager.request('GET', '/next-actions/policy'),
    );
    const { decides: _, version: __, ...policy } = standing;
    await bodyOf(await manager.request('PUT', '/next-actions/policy', { ...policy, mode: 'off' }));
    const standingNow = await test.owner.sql<{ message: string; action: string; count: number }[]>`
      select m.status as message, a.status as action, count(*)::int as count
      from messages m join next_actions a on a.tenant_id = m.tenant_id and a.person_id = m.person_id and a.item_id = m.source_id
      where m.tenant_id = ${made.tenantId} and a.id = any(${accept.ids}::uuid[]) group by 1, 2 order by 1`;
    expect(standingNow).toEqual([
      { message: 'sent', action: 'accepted', count: 1 },
      { message: 'skipped', action: 'withdrawn', count: accept.ids.length - 1 },
    ]);
    await bodyOf(await manager.request('PUT', '/next-actions/policy', policy));
  });

  it('lets nobody accept what waits once it is turned off, and says why, until it is on again', async () => {
    await made.round(
      made.personIds.slice(0, 2),
      'event/waits',
      new Date(Date.parse(now) + 40 * 24 * 3600_000).toISOString(),
    );
    const [{ id }] = (await suggested()) as [NextAction];
    const {
      decides: _,
      version: __,
      ...policy
    } = await bodyOf<{ decides?: object; version?: number }>(await manager.request('GET', '/next-actions/policy'));
    await bodyOf(await manager.request('PUT', '/next-actions/policy', { ...policy, mode: 'off' }));
    expect((await suggested())[0]).toMatchObject({ id, obstacle: 'turned_off' });
    const accept = () => manager.request('POST', `/next-actions/${id}/accept`);
    const refused = await accept();
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { detail: 'It cannot be accepted: the next actions that proposed it are turned off. Nothing was changed.' },
    ]);
    const many = await manager.request('POST', '/next-actions/accept', { ids: [id] });
    expect(await many.json()).toMatchObject({ accepted: 0, results: [{ id, result: 'not_open' }] });
    await bodyOf(await manager.request('PUT', '/next-actions/policy', policy));
    await test.owner.sql`
      with own as (update next_action_policies set campaign_id = ${made.campaignId} where tenant_id = ${made.tenantId})
      update campaigns set status = 'completed' where id = ${made.campaignId}`;
    expect((await suggested())[0]).toMatchObject({ id, obstacle: 'campaign_over' });
    expect((await accept()).status).toBe(409);
    await test.owner.sql`
      with own as (update next_action_policies set campaign_id = null where tenant_id = ${made.tenantId})
      update campaigns set status = 'running' where id = ${made.campaignId}`;
    expect((await accept()).status).toBe(200);
  });

  it('names an offer that is about nothing', async () => {
    const policy = await bodyOf<{ decides?: object; version?: number; offers: object[] }>(
      await manager.request('GET', '/next-actions/policy'),
    );
    delete policy.decides;
    delete policy.version;
    const offers = [{ kind: 'add_to_drip', label: 'To the welcome' }];
    const answer = await manager.request('PUT', '/next-actions/policy', { ...policy, offers });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).toContain('offers.0.targetId');
  });
});

it('says honestly that there are too few to tell the effect', async () => {
  expect(await bodyOf(await analyst.request('GET', '/next-actions/effect'))).toMatchObject({
    verdict: 'too_few',
    difference: null,
    evaluations: [],
  });
});

it('looks at the members of a campaign who have nothing open', async () => {
  const answer = await manager.request('POST', `/campaigns/${made.campaignId}/next-actions/look`);
  expect(answer.status).toBe(202);
  expect((await bodyOf<{ people: number }>(answer)).people).toBeGreaterThanOrEqual(0);
});
