import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../../db/connection.ts';
import { insertSuppressions } from '../../../db/queries/consent/suppressions.ts';
import { bodyOf, createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

interface Person {
  id: string;
  email: string;
  version: number;
  consent: string;
}

describe('people, lists, attributes, accounts and suppressions through the API', () => {
  let database: TestDatabase;
  let api: TestApi;
  let manager: TestCaller;
  let analyst: TestCaller;
  let admin: TestCaller;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await createTestApi(database);
    [manager, analyst, admin] = [await api.asUser('manager'), await api.asUser('analyst'), await api.asUser('admin')];
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  const add = async (input: object, caller = manager) => bodyOf<Person>(await caller.request('POST', '/people', input));
  const list = async (query: string, caller = manager) =>
    bodyOf<{ data: Person[]; nextCursor: string | null }>(await caller.request('GET', `/people?${query}`));

  describe('a person', () => {
    it('is added once for a key, read with an ETag, changed with If-Match', async () => {
      const key = { 'idempotency-key': 'once' };
      const body = { email: 'Ana@Example.com', firstName: 'Ana', lastName: 'Müller', language: 'de-DE' };
      const first = await bodyOf<Person>(await manager.request('POST', '/people', body, key));
      const second = await bodyOf<Person>(await manager.request('POST', '/people', body, key));
      expect(second).toEqual(first);
      expect(first).toMatchObject({
        email: 'Ana@Example.com',
        kind: 'lead',
        consent: 'unknown',
        suppressed: null,
        attributes: {},
      });
      const read = await manager.request('GET', `/people/${first.id}`);
      expect(read.headers.get('etag')).toBe('"1"');
      const changed = await manager.request(
        'PATCH',
        `/people/${first.id}`,
        { firstName: 'Anna', phone: null },
        { 'if-match': '"1"' },
      );
      expect(await bodyOf(changed)).toMatchObject({ firstName: 'Anna', lastName: 'Müller', version: 2 });
      expect(
        (await manager.request('PATCH', `/people/${first.id}`, { firstName: 'B' }, { 'if-match': '"1"' })).status,
      ).toBe(412);
    });

    it('keeps keys apart, and says which field is wrong', async () => {
      await add({ email: 'twice@example.com', externalId: 'T-1' });
      const taken = await manager.request('POST', '/people', { email: 'TWICE@example.com' });
      expect([taken.status, await bodyOf(taken)]).toMatchObject([409, { errors: [{ path: 'email', code: 'taken' }] }]);
      const nobody = await manager.request('POST', '/people', { kind: 'lead', firstName: ' ' });
      expect([nobody.status, await bodyOf(nobody)]).toMatchObject([400, { errors: [{ path: 'email' }] }]);
      const wrong = await manager.request('POST', '/people', { email: 'no', timeZone: 'Mars/Base', surprise: 1 });
      const { errors } = await bodyOf<{ errors: { path: string }[] }>(wrong);
      expect([wrong.status, errors.map(({ path }) => path).sort()]).toEqual([400, ['email', 'surprise', 'timeZone']]);
      expect(
        (await manager.request('POST', '/people', { email: 'x@example.com', accountId: crypto.randomUUID() })).status,
      ).toBe(400);
    });

    it('is put by external id', async () => {
      const first = await manager.request('PUT', '/people/by-external-id/CRM%2F7', { email: 'seven@example.com' });
      const again = await manager.request('PUT', '/people/by-external-id/CRM%2F7', { lastName: 'Seven' });
      expect([first.status, again.status]).toEqual([201, 200]);
      expect(await bodyOf(again)).toMatchObject({ externalId: 'CRM/7', email: 'seven@example.com', lastName: 'Seven' });
    });

    it('is put by the external id of a record that was merged into it', async () => {
      const put = (id: string, body: object) => manager.request('PUT', `/people/by-external-id/${id}`, body);
      const kept = await bodyOf<{ id: string }>(await put('kept-1', { email: 'kept@example.com' }));
      const merged = await bodyOf<{ id: string }>(await put('merged-1', { email: 'merged@example.com' }));
      await database.owner.sql`update people set mail_frequency = 'weekly' where id = ${merged.id}`;
      await bodyOf(await manager.request('POST', '/people/merge', { keepId: kept.id, mergeId: merged.id }));
      // What a lane claimed meanwhile, and did not count as nothing limited it, is counted once they are one.
      expect(await database.owner.sql`select from frequency_work where person_id = ${kept.id}`).toHaveLength(0);
      const answer = await put('merged-1', { lastName: 'Both' });
      expect(answer.status).toBe(200);
      expect(await bodyOf(answer)).toMatchObject({ id: kept.id, externalId: 'kept-1', lastName: 'Both' });
      const anew = await manager.request('POST', '/people', { externalId: 'merged-1', email: 'merged@example.com' });
      expect([anew.status, await bodyOf(anew)]).toMatchObject([
        409,
        { errors: [{ path: 'externalId', code: 'taken' }] },
      ]);
      expect((await list('q=merged')).data).toEqual([]);
    });

    it('is merged also where what a lane claimed meanwhile cannot be counted, which the next lane does', async () => {
      const [keep, merge] = [await add({ email: 'keep@example.com' }), await add({ email: 'weekly@example.com' })];
      const { sql } = database.owner;
      await sql`update people set mail_frequency = 'weekly' where id = ${merge.id}`;
      await sql`revoke delete on frequency_work from salescompass_app`;
      const answer = await manager.request('POST', '/people/merge', { keepId: keep.id, mergeId: merge.id });
      await sql`grant delete on frequency_work to salescompass_app`;
      expect([answer.status, await bodyOf(answer)]).toMatchObject([200, { id: keep.id }]);
      expect(await sql`select from frequency_work where person_id = ${keep.id}`).toHaveLength(1);
    });

    it('is nobody to another tenant, to an analyst only to read, to a stranger nothing', async () => {
      const person = await add({ email: 'mine@example.com' });
      const stranger = await api.asUser('admin', await api.tenant('Other'));
      for (const [method, path] of [
        ['GET', ''],
        ['PATCH', ''],
        ['DELETE', ''],
        ['GET', '/export'],
        ['GET', '/consents'],
      ] as const) {
        const answer = await stranger.request(
          method,
          `/people/${person.id}${path}`,
          method === 'PATCH' ? {} : undefined,
        );
        expect([method, path, answer.status]).toEqual([method, path, 404]);
      }
      expect((await list('', stranger)).data).toEqual([]);
      expect((await analyst.request('GET', `/people/${person.id}`)).status).toBe(200);
      expect((await analyst.request('PATCH', `/people/${person.id}`, {})).status).toBe(403);
      expect((await api.app.request('/api/v1/people')).status).toBe(401);
    });
  });

  it('finds people by the beginning of a name or address, page by page, in order', async () => {
    const tenant = await api.tenant('Search');
    const searcher = await api.asUser('manager', tenant);
    for (const [firstName, lastName] of [
      ['Ana', 'Zett'],
      ['Anton', 'Yps'],
      ['Bert', 'Anders'],
      ['Cleo', 'Xaver'],
      ['Özil', 'Ä'],
    ]) {
      await add(
        { firstName, lastName, email: `${lastName}.${firstName}@example.com`.replace(/[^\x20-\x7e]/g, 'o') },
        searcher,
      );
    }
    const names = async (query: string) =>
      (await list(query, searcher)).data.map((p) => (p as unknown as { firstName: string }).firstName);
    expect(await names('q=AN&sort=name')).toEqual(['Ana', 'Anton', 'Bert']);
    expect(await names('q=ana%20z')).toEqual(['Ana']);
    expect(await names('q=öz')).toEqual(['Özil']);
    expect(await names('q=xaver.')).toEqual(['Cleo']);
    expect(await names('q=%25')).toEqual([]);
    for (const firstName of ['Dora', 'Emil', 'Fay']) await add({ firstName }, searcher);
    const [scored] = (await list('q=bert', searcher)).data;
    await database.owner.sql`
      insert into person_scores (tenant_id, person_id, score, grade) values (${tenant}, ${scored!.id}, 50, 'B')`;
    expect((await names('sort=email')).slice(-3)).toEqual(['Dora', 'Emil', 'Fay']);
    expect((await names('sort=-score'))[0]).toBe('Bert');
    for (const sort of ['-createdAt', 'createdAt', 'name', '-name', 'email', '-email', 'score', '-score']) {
      const whole = await names(`sort=${sort}`);
      expect([sort, whole.length]).toEqual([sort, 8]);
      const paged: string[] = [];
      for (let cursor = ''; ;) {
        const page = await list(`sort=${sort}&limit=2${cursor}`, searcher);
        paged.push(...page.data.map((p) => (p as unknown as { firstName: string }).firstName));
        if (!page.nextCursor) break;
        cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
      }
      expect([sort, paged]).toEqual([sort, whole]);
    }
    expect((await names('sort=-name')).toReversed()).toEqual(await names('sort=name'));
  });

  describe('consent', () => {
    it('keeps the history with source, basis and time; the latest holds, whenever it is told', async () => {
      const { id } = await add({ email: 'consent@example.com' });
      const give = (body: object) => manager.request('POST', `/people/${id}/consents`, body);
      const granted = await give({ state: 'granted', source: 'form', basis: 'consent', at: '2026-01-02T10:00:00Z' });
      expect([granted.status, (await bodyOf<Person>(granted)).consent]).toEqual([201, 'granted']);
      await give({ state: 'denied', source: 'phone', note: 'called' });
      const late = await give({ state: 'granted', source: 'paper', at: '2026-01-01T10:00:00+02:00' });
      expect((await bodyOf<Person>(late)).consent).toBe('denied');
      const { data } = await bodyOf<{ data: { state: string; source: string; at: string }[] }>(
        await manager.request('GET', `/people/${id}/consents`),
      );
      expect(data.map(({ source }) => source)).toEqual(['phone', 'form', 'paper']);
      expect(data[2]?.at).toBe('2026-01-01T08:00:00.000Z');
      expect((await give({ state: 'granted', source: 'x', at: '2999-01-01T00:00:00Z' })).status).toBe(400);
      expect((await give({ state: 'maybe', source: 'x' })).status).toBe(400);
    });
  });

  describe('attributes', () => {
    it('are typed, and their values go when they go', async () => {
      const made = await manager.request('POST', '/attributes', { key: 'score', label: 'Score', type: 'number' });
      const { id } = await bodyOf<{ id: string }>(made);
      expect(made.status).toBe(201);
      expect(
        (await manager.request('POST', '/attributes', { key: 'score', label: 'Again', type: 'text' })).status,
      ).toBe(409);
      const person = await add({ email: 'typed@example.com', attributes: { score: 7 } });
      expect(person).toMatchObject({ attributes: { score: 7 } });
      const wrong = await manager.request('PATCH', `/people/${person.id}`, { attributes: { score: 'seven' } });
      expect(await bodyOf(wrong)).toMatchObject({ errors: [{ path: 'attributes.score', code: 'wrong_type' }] });
      expect((await manager.request('PATCH', `/people/${person.id}`, { attributes: { other: 1 } })).status).toBe(400);
      await manager.request('POST', '/attributes', { key: 'born', label: 'Born', type: 'date' });
      const born = (value: unknown) =>
        manager.request('PATCH', `/people/${person.id}`, { attributes: { born: value } });
      for (const none of ['0000-06-01', '+012026-01-01', 'hello 1', '2026-02-30', 7]) {
        const answer = await born(none);
        expect(answer.status, String(none)).toBe(400);
        expect(await bodyOf(answer)).toMatchObject({
          errors: [{ path: 'attributes.born', message: expect.stringContaining('2026-06-01') }],
        });
      }
      expect(await bodyOf(await born('1990-06-01'))).toMatchObject({
        attributes: { born: '1990-06-01T00:00:00.000Z' },
      });
      expect(await bodyOf(await born(null))).not.toHaveProperty('attributes.born');
      expect(await bodyOf(await manager.request('PATCH', `/attributes/${id}`, { label: 'Points' }))).toMatchObject({
        label: 'Points',
      });
      const now = (await manager.request('GET', `/attributes/${id}`)).headers.get('etag') ?? '';
      const relabel = (label: string) => manager.request('PATCH', `/attributes/${id}`, { label }, { 'if-match': now });
      expect([(await relabel('Marks')).status, (await relabel('Stars')).status]).toEqual([200, 412]);
      expect((await manager.request('DELETE', `/attributes/${id}`)).status).toBe(403);
      expect((await admin.request('DELETE', `/attributes/${id}`)).status).toBe(204);
      await manager.request('POST', '/attributes', { key: 'other', label: 'Other', type: 'number' });
      expect(await bodyOf(await manager.request('GET', `/people/${person.id}`))).toMatchObject({ attributes: {} });
    });
  });

  describe('lists', () => {
    it('and segments narrow the people; one of somebody else has nobody', async () => {
      const [here] = [await add({ email: 's1@example.com', country: 'IS' }), await add({ email: 's2@example.com' })];
      const rule = { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['IS'] } };
      const made = await bodyOf<{ id: string }>(
        await manager.request('POST', '/segments', { name: 'Iceland', rule: { kind: 'all', rules: [rule] } }),
      );
      expect((await list(`segmentId=${made.id}`)).data.map(({ id }) => id)).toEqual([here.id]);
      expect((await list(`segmentId=${made.id}&q=s2`)).data).toEqual([]);
      expect((await list(`segmentId=${crypto.randomUUID()}`)).data).toEqual([]);
    });

    it('take people and lose them, with what became of each', async () => {
      const made = await manager.request('POST', '/lists', { name: 'Fair' });
      const { id } = await bodyOf<{ id: string }>(made);
      expect((await manager.request('POST', '/lists', { name: 'Fair' })).status).toBe(409);
      const [a, b] = [await add({ email: 'l1@example.com' }), await add({ email: 'l2@example.com' })];
      const nobody = crypto.randomUUID();
      const put = (body: object) => manager.request('POST', `/lists/${id}/people`, body);
      expect(await bodyOf(await put({ personIds: [a.id, b.id, a.id, nobody] }))).toEqual({
        changed: 2,
        unchanged: 0,
        notFound: [nobody],
      });
      expect(await bodyOf(await put({ personIds: [a.id] }))).toEqual({ changed: 0, unchanged: 1, notFound: [] });
      expect((await list(`listId=${id}`)).data.map(({ id }) => id).sort()).toEqual([a.id, b.id].sort());
      expect(await bodyOf(await put({ action: 'remove', personIds: [a.id] }))).toMatchObject({ changed: 1 });
      expect(await bodyOf(await manager.request('GET', `/lists/${id}`))).toMatchObject({ name: 'Fair', people: 1 });
      expect((await manager.request('PATCH', `/lists/${id}`, { name: 'Fair 26' }, { 'if-match': '"1"' })).status).toBe(
        200,
      );
      expect((await manager.request('PATCH', `/lists/${id}`, { name: 'Late' }, { 'if-match': '"1"' })).status).toBe(
        412,
      );
      expect((await analyst.request('DELETE', `/lists/${id}`)).status).toBe(403);
      expect((await manager.request('DELETE', `/lists/${id}`)).status).toBe(204);
      expect((await manager.request('GET', `/lists/${id}`)).status).toBe(404);
      expect((await manager.request('GET', `/people/${a.id}`)).status).toBe(200);
    });
  });

  it('puts accounts by external id', async () => {
    const put = (body: object) => manager.request('PUT', '/accounts/by-external-id/A1', body);
    expect((await put({ name: 'Acme', annualRevenue: { amountMinor: 100_00, currency: 'EUR' } })).status).toBe(201);
    const again = await put({ name: 'Acme Corp' });
    expect([again.status, await bodyOf(again)]).toMatchObject([
      200,
      { name: 'Acme Corp', annualRevenue: { amountMinor: 100_00, currency: 'EUR' }, version: 2 },
    ]);
    expect(await bodyOf(await manager.request('GET', '/accounts?q=acme'))).toMatchObject({
      data: [{ externalId: 'A1' }],
    });
    expect(await bodyOf(await put({ country: 'FR' }))).toMatchObject({ name: 'Acme Corp', country: 'FR', version: 3 });
    const nameless = await manager.request('PUT', '/accounts/by-external-id/A2', { country: 'FR' });
    expect(await bodyOf(nameless)).toMatchObject({ status: 400, errors: [{ path: 'name', code: 'required' }] });
  });

  it('makes a lead a contact of an account once, and names an account that there is not', async () => {
    const account = await bodyOf(await manager.request('POST', '/accounts', { name: 'Converted' }));
    const lead = await bodyOf(await manager.request('POST', '/people', { kind: 'lead', lastName: 'Keen' }));
    const convert = (body: object) => manager.request('POST', `/people/${lead.id}/convert`, body);
    expect(await bodyOf(await convert({ accountId: lead.id }))).toMatchObject({
      status: 400,
      errors: [{ path: 'accountId', code: 'not_found' }],
    });
    const contact = await bodyOf(await convert({ accountId: account.id }));
    expect(contact).toMatchObject({ kind: 'contact', accountId: account.id, version: 2 });
    expect(await bodyOf(await convert({}))).toEqual(contact);
    const log = await expectBody<{ data: { action: string; changes: object[] }[] }>(
      admin.request('GET', `/audit-log?entityId=${lead.id}`),
    );
    expect(log.data[0]).toMatchObject({
      action: 'person.convert',
      changes: [
        { field: 'accountId', from: null, to: account.id },
        { field: 'kind', from: 'lead', to: 'contact' },
      ],
    });
  });

  it.each([
    ['people', { lastName: 'Said' }],
    ['accounts', { name: 'Said' }],
    ['opportunities', { name: 'Said' }],
  ])(
    'makes one of %s of an external id that several say at once, and none for who says it was there',
    async (kind, body) => {
      const put = (id: string, version?: string) =>
        admin.request('PUT', `/${kind}/by-external-id/${id}`, body, version ? { 'if-match': version } : {});
      const answers = await Promise.all(Array.from({ length: 6 }, () => put('at-once')));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 201]);
      expect((await put('at-once', '"99"')).status).toBe(412);
      expect([(await put('gone', '"1"')).status, (await put('gone', '*')).status]).toEqual([412, 412]);
      expect((await put('gone')).status).toBe(201);
    },
  );

  it('changes what is there for who names no version, however many do at once', async () => {
    const made = await manager.request('POST', '/accounts', { name: 'Busy' });
    const { id } = await bodyOf<{ id: string }>(made);
    const change = (country: string, headers = {}) => manager.request('PATCH', `/accounts/${id}`, { country }, headers);
    const answers = await Promise.all(['FR', 'DE', 'IT', 'ES'].map((country) => change(country)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await change('PT', { 'if-match': made.headers.get('etag') })).status).toBe(412);
  });

  describe('suppressions', () => {
    it('are added in bulk and lifted, but not what a person asked for', async () => {
      const post = await manager.request('POST', '/suppressions', {
        emails: ['S1@example.com', 's1@example.com', 'bad', 's2@example.com'],
      });
      expect(await bodyOf(post)).toEqual({ added: 2, alreadySuppressed: 0, invalid: [{ index: 2, email: 'bad' }] });
      await add({ email: 's1@example.com' });
      expect((await list('q=s1@')).data).toEqual([expect.objectContaining({ suppressed: 'manual' })]);
      const find = async (email: string) =>
        (await bodyOf<{ data: { id: string }[] }>(await manager.request('GET', `/suppressions?email=${email}`)))
          .data[0]!.id;
      expect((await manager.request('DELETE', `/suppressions/${await find('s1@example.com')}`)).status).toBe(204);
      expect((await list('q=s1@')).data).toEqual([expect.objectContaining({ suppressed: null })]);
      await withTenant(api.deps.database.db, manager.tenantId, (db) =>
        insertSuppressions(db, { emailKeys: ['c@example.com'], reason: 'complaint', source: 'arf' }),
      );
      const complaint = await find('c@example.com');
      expect((await manager.request('DELETE', `/suppressions/${complaint}?confirm=true`)).status).toBe(403);
      expect((await admin.request('DELETE', `/suppressions/${complaint}`)).status).toBe(409);
      expect((await admin.request('DELETE', `/suppressions/${complaint}?confirm=true`)).status).toBe(204);
    });
  });

  it('gives everything that is held on a person', async () => {
    const { id } = await add({ email: 'all@example.com', firstName: 'All' });
    await manager.request('POST', `/people/${id}/consents`, { state: 'granted', source: 'form' });
    const record = await manager.request('GET', `/people/${id}/export`);
    expect(await bodyOf(record)).toMatchObject({
      person: { email: 'all@example.com', firstName: 'All' },
      consents: [{ source: 'form' }],
      suppression: null,
      lists: [],
      campaigns: [],
      messages: [],
      events: [],
      importRemarks: [],
    });
    expect((await analyst.request('GET', `/people/${id}/export`)).status).toBe(403);
  });
});
