import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { insertBroadcast } from '../../../db/queries/broadcasts/broadcasts.ts';
import { listCampaignTypes } from '../../../db/queries/campaigns/types.ts';
import { findCampaign, insertCampaign, markCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import { emptyAudience } from '../../../domain/broadcasts/audience.ts';
import { MessageContent } from '../../../domain/content/content.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newPerson } from '../../../test/factories/people.ts';

interface Segment {
  id: string;
  name: string;
  people: number;
  version: number;
  usedBy: { kind: string; name: string }[];
}
interface Refusal {
  code: string;
  detail: string;
  errors?: { path: string; code: string }[];
}

describe('segments through the API', () => {
  let database: TestDatabase;
  let api: TestApi;
  let manager: TestCaller;
  let analyst: TestCaller;
  let stranger: TestCaller;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await createTestApi(database);
    [manager, analyst] = [await api.asUser('manager'), await api.asUser('analyst')];
    stranger = await api.asUser('admin', await api.tenant('Other'));
    const app = database.open('salescompass_app');
    await newPerson(app, manager.tenantId, { email: 'ana@example.com', firstName: 'Ana', country: 'Germany' });
    await newPerson(app, manager.tenantId, { email: 'bo@example.com', country: 'france' });
    await newPerson(app, manager.tenantId, { country: 'France' });
    await newPerson(app, manager.tenantId, { email: 'no-country@example.com' });
    await database.owner.sql`
      update people set consent = 'granted', consent_at = now() where email_key in ('ana@example.com', 'bo@example.com')`;
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  const isFrom = (...values: string[]) => ({ kind: 'field', field: 'person.country', test: { op: 'isOneOf', values } });
  const add = async (name: string, rule: unknown) =>
    bodyOf<Segment>(await manager.request('POST', '/segments', { name, rule }));
  const refused = async (answer: Response) => [answer.status, await bodyOf<Refusal>(answer)] as const;

  it('counts whom a rule means, whom marketing reaches, and says why not the others', async () => {
    const answer = await analyst.request('POST', '/segments/preview', { rule: isFrom('FRANCE', 'Germany') });
    expect(await bodyOf(answer)).toMatchObject({
      count: 3,
      reachable: 2,
      excluded: { no_address: 1 },
      sample: [{ excluded: 'no_address' }, { email: 'bo@example.com' }, { name: 'Ana', excluded: null }],
    });
    const notFrance = { kind: 'none', rules: [isFrom('France')] };
    const others = await manager.request('POST', '/segments/preview', { rule: notFrance });
    expect(await bodyOf(others)).toMatchObject({ count: 1, excluded: {} });
  });

  it('is made once for a key, read with an ETag, changed with If-Match, listed by name', async () => {
    const key = { 'idempotency-key': 'segment once' };
    const input = { name: 'French', rule: isFrom('France') };
    const first = await bodyOf<Segment>(await manager.request('POST', '/segments', input, key));
    expect(await bodyOf(await manager.request('POST', '/segments', input, key))).toEqual(first);
    expect(first).toMatchObject({ name: 'French', people: 2, version: 1, isWatched: false });
    const read = await analyst.request('GET', `/segments/${first.id}`);
    expect([read.headers.get('etag'), await bodyOf(read)]).toMatchObject(['"1"', { usedBy: [] }]);
    const path = `/segments/${first.id}`;
    const changed = await manager.request('PATCH', path, { rule: isFrom('Germany') }, { 'if-match': '"1"' });
    expect(await bodyOf(changed)).toMatchObject({ people: 1, version: 2, effect: null });
    expect((await manager.request('PATCH', path, { name: 'X' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await manager.request('POST', '/segments', { ...input, rule: isFrom('x') })).status).toBe(409);
    const listed = await bodyOf<{ data: Segment[] }>(await analyst.request('GET', '/segments?q=renc'));
    expect(listed.data.map(({ name }) => name)).toEqual(['French']);
    const audit = await database.owner.sql<{ action: string }[]>`
      select action from audit_log where entity_id = ${first.id} order by id`;
    expect(audit.map(({ action }) => action)).toEqual(['segment.add', 'segment.edit']);
  });

  it('shows who would come and go before it is saved', async () => {
    const segment = await add('Movers', isFrom('France'));
    const path = `/segments/${segment.id}?dryRun=true`;
    const answer = await manager.request('PATCH', path, { rule: isFrom('Germany') });
    const effect = { people: 1, enter: 1, leave: 2, voidsApprovalOf: [] };
    expect(await bodyOf(answer)).toMatchObject({ version: 1, effect, rule: { test: { values: ['Germany'] } } });
    const same = await bodyOf(await manager.request('PATCH', path, {}));
    expect(same).toMatchObject({ effect: { people: 2, enter: 0, leave: 0 } });
    expect(await bodyOf(await manager.request('GET', `/segments/${segment.id}`))).toMatchObject({
      version: 1,
      people: 2,
    });
  });

  it('says which field is wrong', async () => {
    const rule = {
      kind: 'all',
      rules: [
        { kind: 'field', field: 'person.shoeSize', test: { op: 'isKnown' } },
        { kind: 'field', field: 'person.country', test: { op: 'atLeast', value: 3 } },
        { kind: 'list', listIds: [crypto.randomUUID()] },
      ],
    };
    const [status, { errors }] = await refused(await manager.request('POST', '/segments/preview', { rule }));
    expect([status, errors?.map(({ path, code }) => [path, code])]).toEqual([
      400,
      [
        ['rule.rules.0.field', 'unknown_field'],
        ['rule.rules.1.test.op', 'wrong_type'],
        ['rule.rules.2.listIds.0', 'unknown_reference'],
      ],
    ]);
    const empty = { name: 'Empty', rule: { kind: 'any', rules: [] } };
    const [emptyStatus, emptyBody] = await refused(await manager.request('POST', '/segments', empty));
    expect([emptyStatus, emptyBody.errors?.[0]?.path]).toEqual([400, 'rule.rules']);
  });

  it('refuses a circle, naming the way round', async () => {
    const inner = await add('Inner', isFrom('Spain'));
    const middle = await add('Middle', { kind: 'segment', segmentId: inner.id });
    const outer = await add('Outer', {
      kind: 'all',
      rules: [{ kind: 'segment', segmentId: middle.id }, isFrom('Spain')],
    });
    const [status, body] = await refused(
      await manager.request('PATCH', `/segments/${inner.id}`, { rule: { kind: 'segment', segmentId: outer.id } }),
    );
    expect([status, body.errors?.[0]?.code]).toEqual([400, 'cycle']);
    expect(body.detail).toContain('“Inner” → “Outer” → “Middle” → “Inner”');
    const [own] = await refused(
      await manager.request('PATCH', `/segments/${inner.id}`, { rule: { kind: 'segment', segmentId: inner.id } }),
    );
    expect(own).toBe(400);
  });

  it('is not deleted while something builds on it, and neither are its list and attribute', async () => {
    const admin = await api.asUser('admin');
    const list = await bodyOf<{ id: string }>(await manager.request('POST', '/lists', { name: 'Named' }));
    const attribute = await bodyOf<{ id: string }>(
      await manager.request('POST', '/attributes', { key: 'plan', label: 'Plan', type: 'text' }),
    );
    const part = await add('Part', {
      kind: 'any',
      rules: [
        { kind: 'list', listIds: [list.id] },
        { kind: 'field', field: 'attributes.plan', test: { op: 'isKnown' } },
      ],
    });
    const whole = await add('Whole', { kind: 'segment', segmentId: part.id, is: false });
    expect(await bodyOf<Segment>(await manager.request('GET', `/segments/${part.id}`))).toMatchObject({
      usedBy: [{ kind: 'segment', id: whole.id, name: 'Whole' }],
    });
    const [status, { detail }] = await refused(await manager.request('DELETE', `/segments/${part.id}`));
    expect([status, detail]).toEqual([409, 'The segment is part of the segment Whole; take it out there first.']);
    expect((await manager.request('DELETE', `/lists/${list.id}`)).status).toBe(409);
    expect((await admin.request('DELETE', `/attributes/${attribute.id}`)).status).toBe(409);
    for (const { id } of [whole, part]) expect((await manager.request('DELETE', `/segments/${id}`)).status).toBe(204);
    expect((await manager.request('DELETE', `/lists/${list.id}`)).status).toBe(204);
    expect((await admin.request('DELETE', `/attributes/${attribute.id}`)).status).toBe(204);
    expect((await manager.request('DELETE', `/segments/${part.id}`)).status).toBe(404);
  });

  it('takes back an approval that was given for the old rule, and says so before; what is up for approval is locked', async () => {
    const segment = await add('Approved', isFrom('France'));
    const app = api.deps.database;
    const campaignId = await withTenant(app.db, manager.tenantId, async (db) => {
      const [type] = await listCampaignTypes(db);
      const common = { currency: 'EUR', utmId: 'c-approved', createdBy: 'author' };
      const { id } = await insertCampaign(db, { ...common, name: 'Spring', campaignTypeId: type!.id });
      const audience = { ...emptyAudience, segmentIds: [segment.id] };
      const content = MessageContent.parse({ subject: 'Spring', body: '' });
      await insertBroadcast(db, { campaignId: id, name: 'Main', audience, content });
      await markCampaign(db, { id, from: ['draft'], to: 'in_review' });
      return id;
    });
    const path = `/segments/${segment.id}`;
    const change = { rule: isFrom('Germany') };
    const [locked, { detail }] = await refused(await manager.request('PATCH', path, change));
    expect([locked, detail]).toEqual([409, expect.stringContaining('part of who gets Spring')]);
    expect((await manager.request('DELETE', path)).status).toBe(409);
    expect((await manager.request('PATCH', path, { description: 'Neighbours' })).status).toBe(200);

    await withTenant(app.db, manager.tenantId, (db) =>
      markCampaign(db, { id: campaignId, from: ['in_review'], to: 'approved', values: { approvedHash: 'x' } }),
    );
    expect(await bodyOf(await manager.request('PATCH', `${path}?dryRun=true`, change))).toMatchObject({
      effect: { voidsApprovalOf: [{ id: campaignId, name: 'Spring' }] },
    });
    expect((await manager.request('PATCH', path, change)).status).toBe(200);
    const row = await withTenant(app.db, manager.tenantId, (db) => findCampaign(db, campaignId));
    expect(row).toMatchObject({ status: 'draft', approvedHash: null });
  });

  it('explains whether a person is in, and which part decides', async () => {
    const [person] = await database.owner.sql<
      { id: string }[]
    >`select id from people where email_key = 'bo@example.com'`;
    const rule = {
      kind: 'all',
      rules: [isFrom('Germany'), { kind: 'field', field: 'person.email', test: { op: 'isKnown' } }],
    };
    const answer = await analyst.request('POST', '/segments/explain', { rule, personId: person!.id });
    const explanation = {
      outcome: 'no',
      decides: true,
      rules: [
        { outcome: 'no', decides: true, value: 'france' },
        { outcome: 'yes', decides: false, value: 'bo@example.com' },
      ],
    };
    expect(await bodyOf(answer)).toEqual({ isIn: false, explanation });
    const segment = await add('Explained', rule);
    const path = `/segments/${segment.id}/explain`;
    expect(await bodyOf(await manager.request('POST', path, { personId: person!.id }))).toEqual({
      isIn: false,
      explanation,
    });
    expect((await manager.request('POST', path, { personId: crypto.randomUUID() })).status).toBe(404);
    expect((await stranger.request('POST', path, { personId: person!.id })).status).toBe(404);
  });

  it('is nothing to another tenant, to an analyst only to read, to a stranger nothing', async () => {
    const segment = await add('Mine', isFrom('Italy'));
    const path = `/segments/${segment.id}`;
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      expect((await stranger.request(method, path, method === 'PATCH' ? { name: 'Theirs' } : undefined)).status).toBe(
        404,
      );
    }
    const theirs = { rule: { kind: 'segment', segmentId: segment.id } };
    expect((await stranger.request('POST', '/segments/preview', theirs)).status).toBe(400);
    expect((await analyst.request('PATCH', path, { name: 'X' })).status).toBe(403);
    expect((await analyst.request('POST', '/segments', { name: 'X', rule: isFrom('x') })).status).toBe(403);
    expect((await api.app.request('/api/v1/segments')).status).toBe(401);
    expect(await bodyOf(await manager.request('GET', path))).toMatchObject({ version: 1, name: 'Mine' });
  });
});
