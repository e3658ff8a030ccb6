import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;
let analyst: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  [manager, analyst] = [await api.asUser('manager'), await api.asUser('analyst')];
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

interface Member {
  id: string;
  personId: string;
  statusName: string;
  hasResponded: boolean;
  firstRespondedAt: string | null;
  source: string;
}
interface Summary {
  members: number;
  leads: number;
  converted: number;
  contacts: number;
  responded: number;
  statuses: { id: string; name: string; members: number }[];
  sources: { source: string; members: number }[];
}
interface BulkAnswer {
  done: number;
  results: { personId: string | null; email?: string; externalId?: string; result: string }[];
}
interface Type {
  id: string;
  name: string;
  version: number;
  statuses: { id: string; name: string }[];
}

/** Leads straight into the table: what is tested begins with them. */
async function leads(count: number): Promise<{ id: string; email: string; externalId: string }[]> {
  const rows = await database.owner.sql<{ id: string; email: string; external_id: string }[]>`
    insert into people (tenant_id, email, email_key, external_id)
    select ${manager.tenantId}, e || '@people.example', e || '@people.example', e
    from (select 'p' || uuidv7() as e from generate_series(1, ${count})) made
    returning id, email, external_id`;
  return rows.map(({ id, email, external_id: externalId }) => ({ id, email, externalId }));
}
async function newCampaign(): Promise<string> {
  const types = await expectBody<{ data: Type[] }>(manager.request('GET', '/campaign-types'));
  const campaignTypeId = types.data.find(({ name }) => name === 'Webinar')!.id;
  return (
    await expectBody<{ id: string }>(manager.request('POST', '/campaigns', { name: 'Webinar', campaignTypeId }), 201)
  ).id;
}
async function statusIds(): Promise<Record<string, string>> {
  const types = await expectBody<{ data: Type[] }>(manager.request('GET', '/campaign-types'));
  const { statuses } = types.data.find(({ name }) => name === 'Webinar')!;
  return Object.fromEntries(statuses.map(({ id, name }) => [name, id]));
}
const bulk = (campaignId: string, change: Record<string, unknown>, status = 200) =>
  expectBody<BulkAnswer>(manager.request('POST', `/campaigns/${campaignId}/members/bulk`, change), status);
const list = async (campaignId: string, query = '') =>
  (await expectBody<{ data: Member[] }>(manager.request('GET', `/campaigns/${campaignId}/members${query}`))).data;
const summary = (campaignId: string) =>
  expectBody<Summary>(manager.request('GET', `/campaigns/${campaignId}/members/summary`));

describe('members in bulk', () => {
  it('do 4,997 of 5,000 rows where 3 are bad, and say what became of each', async () => {
    const campaignId = await newCampaign();
    const people = await leads(4997);
    const unknown = '01970000-0000-7000-8000-000000000000';
    const personIds = [...people.map(({ id }) => id), unknown, 'nonsense', unknown.replace('8000', '8001')];
    const added = await bulk(campaignId, { action: 'add', personIds });
    expect([added.done, added.results.length]).toEqual([4997, 5000]);
    expect(added.results.slice(-3).map(({ result }) => result)).toEqual([
      'unknown_person',
      'invalid_id',
      'unknown_person',
    ]);
    const statusId = (await statusIds()).Attended;
    const changed = await bulk(campaignId, { action: 'setStatus', personIds, statusId });
    expect(changed.done).toBe(4997);
    const removed = await bulk(campaignId, { action: 'remove', personIds });
    expect(removed.done).toBe(4997);
    await bulk(campaignId, { action: 'add', personIds: [...personIds, unknown] }, 400);
  });

  it('keep the campaign at its type, whose statuses they have', async () => {
    const campaignId = await newCampaign();
    const types = await expectBody<{ data: { id: string; name: string }[] }>(manager.request('GET', '/campaign-types'));
    const campaignTypeId = types.data.find(({ name }) => name === 'E-mail')!.id;
    const [lead] = await leads(1);
    await bulk(campaignId, { action: 'add', personIds: [lead!.id] });
    const refused = await expectBody<{ errors: { path: string }[] }>(
      manager.request('PATCH', `/campaigns/${campaignId}`, { campaignTypeId }),
      400,
    );
    expect(refused.errors.map(({ path }) => path)).toEqual(['campaignTypeId']);
    await bulk(campaignId, { action: 'remove', personIds: [lead!.id] });
    await expectBody<{ id: string }>(manager.request('PATCH', `/campaigns/${campaignId}`, { campaignTypeId }));
  });

  it('know people by address and by the id of another system, and name one person once', async () => {
    const campaignId = await newCampaign();
    const [ana, ben] = await leads(2);
    const byMail = await bulk(campaignId, {
      action: 'add',
      emails: [ana!.email.toUpperCase(), 'nobody@people.example', 'not an address', ana!.email],
    });
    expect(byMail).toEqual({
      done: 1,
      results: [
        { personId: ana!.id, email: ana!.email.toUpperCase(), result: 'added' },
        { personId: null, email: 'nobody@people.example', result: 'unknown_person' },
        { personId: null, email: 'not an address', result: 'invalid_email' },
        { personId: ana!.id, email: ana!.email, result: 'repeated' },
      ],
    });
    const byId = await bulk(campaignId, { action: 'add', externalIds: [ben!.externalId, ana!.externalId] });
    expect(byId.results.map(({ result }) => result)).toEqual(['added', 'already_member']);
    expect((await list(campaignId)).map(({ source }) => source)).toEqual(['file', 'file']);
    // By the id of a record that was merged into theirs, too.
    const former = await expectBody<{ id: string }>(manager.request('POST', '/people', { externalId: 'former' }), 201);
    await expectBody<{ id: string }>(manager.request('POST', '/people/merge', { keepId: ana!.id, mergeId: former.id }));
    const byFormer = await bulk(campaignId, { action: 'remove', externalIds: ['former', ana!.externalId] });
    expect(byFormer.results.map(({ personId, result }) => [personId, result])).toEqual([
      [ana!.id, 'removed'],
      [ana!.id, 'repeated'],
    ]);
    await bulk(campaignId, { action: 'add', emails: [ana!.email], personIds: [ana!.id] }, 400);
    await bulk(campaignId, { action: 'add' }, 400);
  });

  it('are for those who may write, in their own tenant', async () => {
    const campaignId = await newCampaign();
    const path = `/api/v1/campaigns/${campaignId}/members`;
    const change = { action: 'add', emails: ['a@people.example'] };
    expect((await api.app.request(`${path}/summary`)).status).toBe(401);
    await expectBody<{ id: string }>(analyst.request('POST', `${path}/bulk`, change), 403);
    await expectBody<{ id: string }>(
      analyst.request('POST', `${path}/add-from`, { from: { kind: 'list', listId: campaignId } }),
      403,
    );
    await expectBody<{ id: string }>(analyst.request('GET', `${path}/summary`));
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    await expectBody<{ id: string }>(stranger.request('POST', `${path}/bulk`, change), 404);
    await expectBody<{ id: string }>(stranger.request('GET', `${path}/summary`), 404);
    await expectBody<{ id: string }>(
      stranger.request('POST', `${path}/add-from`, { from: { kind: 'list', listId: campaignId } }),
      404,
    );
  });

  it('write the audit log only where something changed', async () => {
    const campaignId = await newCampaign();
    const [one] = await leads(1);
    for (let time = 0; time < 2; time++) await bulk(campaignId, { action: 'add', personIds: [one!.id] });
    const [row] = await database.owner.sql<{ count: number }[]>`
      select count(*)::int from audit_log where entity_id = ${campaignId} and action = 'members.add'`;
    expect(row!.count).toBe(1);
  });
});

describe('members from elsewhere', () => {
  it('come from a list or another campaign, once each', async () => {
    const people = await leads(4);
    const listed = await expectBody<{ id: string }>(manager.request('POST', '/lists', { name: 'Guests' }), 201);
    const personIds = people.slice(0, 3).map(({ id }) => id);
    await expectBody<{ id: string }>(manager.request('POST', `/lists/${listed.id}/people`, { personIds }));
    const [first, second] = [await newCampaign(), await newCampaign()];
    const from = (campaignId: string, where: unknown, status = 200) =>
      expectBody<{ id: string }>(
        manager.request('POST', `/campaigns/${campaignId}/members/add-from`, { from: where }),
        status,
      );
    await bulk(first, { action: 'add', personIds: [people[0]!.id, people[3]!.id] });
    expect(await from(first, { kind: 'list', listId: listed.id })).toEqual({ people: 3, added: 2, alreadyMembers: 1 });
    const { Registered: statusId } = await statusIds();
    await bulk(first, { action: 'setStatus', personIds: [people[1]!.id], statusId });
    const responders = { kind: 'campaign', campaignId: first, hasResponded: true };
    expect(await from(second, responders)).toEqual({ people: 1, added: 1, alreadyMembers: 0 });
    expect(await from(second, { kind: 'campaign', campaignId: first })).toEqual({
      people: 4,
      added: 3,
      alreadyMembers: 1,
    });
    expect((await summary(first)).sources).toEqual([
      { source: 'list', members: 2 },
      { source: 'manual', members: 2 },
    ]);
    const rule = { kind: 'member', is: true, campaignId: first };
    const segment = await expectBody<{ id: string }>(
      manager.request('POST', '/segments', { name: 'Of the first', rule }),
      201,
    );
    const third = await newCampaign();
    const inSegment = { kind: 'segment', segmentId: segment.id };
    expect(await from(third, inSegment)).toEqual({ people: 4, added: 4, alreadyMembers: 0 });
    expect(await from(third, inSegment)).toEqual({ people: 4, added: 0, alreadyMembers: 4 });
    await from(third, { kind: 'segment', segmentId: first }, 404);
    await from(second, { kind: 'list', listId: first }, 404);
    await from(second, { kind: 'elsewhere' }, 400);
  });
});

describe('leads and contacts among the members', () => {
  it('are 10 leads, 1 converted, 1 contact and 10 members after one of 10 leads is converted', async () => {
    const campaignId = await newCampaign();
    const people = await leads(10);
    const { Registered: statusId } = await statusIds();
    await bulk(campaignId, { action: 'add', personIds: people.map(({ id }) => id) });
    await bulk(campaignId, { action: 'setStatus', personIds: [people[0]!.id], statusId });
    await expectBody<{ id: string }>(manager.request('POST', `/people/${people[0]!.id}/convert`, {}));
    expect(await summary(campaignId)).toMatchObject({
      leads: 10,
      converted: 1,
      contacts: 1,
      members: 10,
      responded: 1,
    });
    const [member] = await list(campaignId, '?hasResponded=true');
    expect(member).toMatchObject({ personId: people[0]!.id, statusName: 'Registered', personKind: 'contact' });
  });

  it('count the same when a change of the kind converts, which is not taken back', async () => {
    const campaignId = await newCampaign();
    const [one, two] = await leads(2);
    await bulk(campaignId, { action: 'add', personIds: [one!.id, two!.id] });
    const set = (kind: string, status = 200) =>
      expectBody<{ convertedAt: string | null; errors: unknown }>(
        manager.request('PATCH', `/people/${one!.id}`, { kind }),
        status,
      );
    const { convertedAt } = await set('contact');
    expect(convertedAt).not.toBeNull();
    expect((await set('lead', 400)).errors).toMatchObject([{ path: 'kind', code: 'converted' }]);
    expect((await set('contact')).convertedAt).toBe(convertedAt);
    expect(await summary(campaignId)).toMatchObject({ members: 2, leads: 2, converted: 1, contacts: 1 });
  });

  it('are one after a merge, with the highest status and the earliest response', async () => {
    const campaignId = await newCampaign();
    const [keep, other] = await leads(2);
    const ids = await statusIds();
    const set = (personId: string, name: string) =>
      bulk(campaignId, { action: 'setStatus', personIds: [personId], statusId: ids[name] });
    await bulk(campaignId, { action: 'add', personIds: [keep!.id, other!.id] });
    await set(keep!.id, 'Registered');
    const early = (await list(campaignId, '?hasResponded=true'))[0]!.firstRespondedAt;
    await set(other!.id, 'Attended');
    await expectBody<{ id: string }>(
      manager.request('POST', '/people/merge', { keepId: keep!.id, mergeId: other!.id }),
    );
    expect(await list(campaignId)).toMatchObject([
      { personId: keep!.id, statusName: 'Attended', hasResponded: true, firstRespondedAt: early },
    ]);
    expect(await summary(campaignId)).toMatchObject({ members: 1, leads: 1 });
    const shown = await expectBody<{ figures: { members: number; responded: number } }>(
      manager.request('GET', `/campaigns/${campaignId}`),
    );
    expect(shown.figures).toMatchObject({ members: 1, responded: 1 });
  });

  it('are narrowed by status, response, source and name', async () => {
    const campaignId = await newCampaign();
    const people = await leads(3);
    await bulk(campaignId, { action: 'add', personIds: [people[0]!.id] });
    await bulk(campaignId, { action: 'add', emails: [people[1]!.email, people[2]!.email] });
    const { 'No-show': noShow } = await statusIds();
    await bulk(campaignId, { action: 'setStatus', personIds: [people[2]!.id], statusId: noShow });
    expect(await list(campaignId, '?source=file')).toHaveLength(2);
    expect(await list(campaignId, `?source=file&statusId=${noShow}`)).toHaveLength(1);
    expect(await list(campaignId, `?q=${people[0]!.externalId}`)).toHaveLength(1);
    expect(await list(campaignId, '?hasResponded=true')).toHaveLength(0);
  });
});

describe('the history of a member', () => {
  const history = async (campaignId: string, memberId: string, who = manager, status = 200) =>
    expectBody<{ data: Record<string, unknown>[]; nextCursor: string | null }>(
      who.request('GET', `/campaigns/${campaignId}/members/${memberId}/history`),
      status,
    );

  /** A campaign with one member, where that is read and changed, and the statuses that it can have. */
  const oneMember = async () => {
    const campaignId = await newCampaign();
    const [one] = await leads(1);
    const ids = await statusIds();
    await bulk(campaignId, { action: 'add', emails: [one!.email] });
    const member = (await list(campaignId))[0]!;
    return { campaignId, member, path: `/campaigns/${campaignId}/members/${member.id}`, ids };
  };

  it('says who or what changed the status; the first response keeps its date from Sent to Responded to Sent', async () => {
    const { campaignId, member, path, ids } = await oneMember();
    const set = (name: string) => expectBody<Member>(manager.request('PATCH', path, { statusId: ids[name] }));
    const first = await set('Registered');
    expect(first.firstRespondedAt).not.toBeNull();
    expect(await set('Invited')).toMatchObject({ hasResponded: false, firstRespondedAt: first.firstRespondedAt });
    await set('Invited');
    const { data } = await history(campaignId, member.id);
    expect(data).toMatchObject([
      { kind: 'status', fromStatus: 'Registered', toStatus: 'Invited', actorName: 'Some manager', cause: 'hand' },
      { kind: 'status', fromStatus: 'Invited', toStatus: 'Registered', actorKind: 'user', cause: 'hand' },
      { kind: 'added', toStatus: 'Invited', actorName: 'Some manager', cause: 'file' },
    ]);
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    await history(campaignId, member.id, stranger, 404);
  });

  it('is read with an ETag, and of two who set the status of what they read one is told', async () => {
    const { member, path, ids } = await oneMember();
    const read = await manager.request('GET', path);
    expect(await read.json()).toEqual(member);
    const seen = { 'if-match': read.headers.get('etag') ?? '' };
    const set = (name: string) => manager.request('PATCH', path, { statusId: ids[name] }, seen);
    const answers = await Promise.all([set('Registered'), set('Attended')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const saved = answers.find(({ status }) => status === 200);
    expect(saved?.headers.get('etag')).toBe((await manager.request('GET', path)).headers.get('etag'));
    const stranger = await api.asUser('manager', await api.tenant('Another'));
    expect((await stranger.request('GET', path)).status).toBe(404);
  });

  it('keeps the first response of somebody who is removed and put back, whatever they come back as', async () => {
    const campaignId = await newCampaign();
    const [one] = await leads(1);
    const ids = await statusIds();
    const personIds = [one!.id];
    await bulk(campaignId, { action: 'add', personIds, statusId: ids.Registered });
    const [before] = await list(campaignId);
    for (const name of ['Registered', 'Invited'] as const) {
      await bulk(campaignId, { action: 'remove', personIds });
      await bulk(campaignId, { action: 'add', personIds, statusId: ids[name] });
      expect(await list(campaignId)).toMatchObject([
        { statusName: name, hasResponded: name === 'Registered', firstRespondedAt: before!.firstRespondedAt },
      ]);
    }
  });

  it('begins with the audience for whoever came with one', async () => {
    const campaignId = await newCampaign();
    const [one] = await leads(1);
    const ids = await statusIds();
    await database.owner.sql`
      insert into campaign_members (tenant_id, campaign_id, person_id, status_id, source)
      values (${manager.tenantId}, ${campaignId}, ${one!.id}, ${ids.Invited!}, 'broadcast')`;
    await bulk(campaignId, { action: 'setStatus', personIds: [one!.id], statusId: ids.Attended });
    const [member] = await list(campaignId);
    expect((await history(campaignId, member!.id)).data).toMatchObject([
      { kind: 'status', toStatus: 'Attended' },
      { kind: 'added', toStatus: 'Invited', actorKind: 'workflow', cause: 'broadcast' },
    ]);
  });

  it('goes on, page by page, after somebody was removed and came back', async () => {
    const campaignId = await newCampaign();
    const [one] = await leads(1);
    for (const action of ['add', 'remove', 'add']) await bulk(campaignId, { action, personIds: [one!.id] });
    const [member] = await list(campaignId);
    const kinds: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { data: { kind: string }[]; nextCursor: string | null } = await expectBody(
        manager.request(
          'GET',
          `/campaigns/${campaignId}/members/${member!.id}/history?limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
        ),
      );
      kinds.push(...page.data.map(({ kind }) => kind));
      cursor = page.nextCursor;
    }
    expect(kinds).toEqual(['added', 'removed', 'added']);
  });
});
