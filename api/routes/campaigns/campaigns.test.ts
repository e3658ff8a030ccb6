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

interface Shown {
  id: string;
  version: number;
  status: string;
  commands: string[];
  utmId: string;
}
const newCampaign = (name = 'Spring') => expectBody<Shown>(manager.request('POST', '/api/v1/campaigns', { name }), 201);

describe('campaigns', () => {
  it('are refused without a sign-in and to those who may only read', async () => {
    expect((await api.app.request('/api/v1/campaigns')).status).toBe(401);
    expect((await analyst.request('POST', '/api/v1/campaigns', { name: 'No' })).status).toBe(403);
    expect((await analyst.request('GET', '/api/v1/campaigns')).status).toBe(200);
  });

  it('are made with the defaults of the tenant, and once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'make-it-once' };
    const first = await expectBody<Shown>(manager.request('POST', '/api/v1/campaigns', { name: 'Once' }, headers), 201);
    const again = await expectBody<Shown>(manager.request('POST', '/api/v1/campaigns', { name: 'Once' }, headers), 201);
    expect(again.id).toBe(first.id);
    expect(first).toMatchObject({
      status: 'draft',
      campaignTypeName: 'E-mail',
      currency: 'EUR',
      workflow: null,
      commands: ['submit', 'cancel'],
    });
  });

  it('name every field that is wrong', async () => {
    const refused = await expectBody(
      manager.request('POST', '/api/v1/campaigns', { name: '', startAt: 'soon', budgetedCost: { amountMinor: 1.5 } }),
      400,
    );
    expect(refused).toMatchObject({ code: 'invalid' });
    expect((refused.errors as { path: string }[]).map(({ path }) => path.replace(/^(body|json)\./, ''))).toEqual([
      'name',
      'startAt',
      'budgetedCost.amountMinor',
    ]);
  });

  it('cannot end before they start, or stand below themselves', async () => {
    const parent = await newCampaign('Parent');
    const child = await expectBody<Shown>(
      manager.request('POST', '/api/v1/campaigns', { name: 'Child', parentId: parent.id }),
      201,
    );
    await expectBody(manager.request('PATCH', `/api/v1/campaigns/${parent.id}`, { parentId: child.id }), 400);
    await expectBody(manager.request('PATCH', `/api/v1/campaigns/${parent.id}`, { startAt: '2026-06-03T09:00:00Z' }));
    await expectBody(
      manager.request('PATCH', `/api/v1/campaigns/${parent.id}`, { endAt: '2026-06-01T09:00:00Z' }),
      400,
    );
  });

  it('do not overwrite what somebody else changed', async () => {
    const { id, version } = await newCampaign();
    const ifMatch = { 'If-Match': `"${version}"` };
    await expectBody(manager.request('PATCH', `/api/v1/campaigns/${id}`, { name: 'Mine' }, ifMatch));
    await expectBody(manager.request('PATCH', `/api/v1/campaigns/${id}`, { name: 'Theirs' }, ifMatch), 412);
  });

  it('are found by status and part of the name, page by page', async () => {
    for (const name of ['Autumn A', 'Autumn B', 'Autumn C']) await newCampaign(name);
    const path = '/api/v1/campaigns?q=autumn&status=draft&sort=name&limit=2';
    const first = await expectBody<{ data: { name: string }[]; nextCursor: string }>(manager.request('GET', path));
    const second = await expectBody<typeof first>(
      manager.request('GET', `${path}&cursor=${encodeURIComponent(first.nextCursor)}`),
    );
    expect([first, second].map(({ data }) => data.map(({ name }) => name))).toEqual([
      ['Autumn A', 'Autumn B'],
      ['Autumn C'],
    ]);
    expect(second.nextCursor).toBeNull();
  });
});

describe('a campaign that never began', () => {
  const left = async (id: string, partId: string) => {
    const [row] = await database.owner.sql<{ rows: number }[]>`
      select ((select count(*) from campaigns where id = ${id}) + (select count(*) from variants where source_id = ${partId})
        + (select count(*) from source_counters where source_id in (${id}, ${partId}))
        + (select count(*) from costs where campaign_id = ${id}))::int as rows`;
    return row?.rows;
  };

  it('is deleted with everything of it, on the record, by who may write', async () => {
    const { id } = await newCampaign('Mistake');
    const part = await expectBody<{ id: string }>(manager.request('POST', `/campaigns/${id}/broadcasts`, {}), 201);
    const person = await expectBody<{ id: string }>(
      manager.request('POST', '/people', { email: 'gone@people.example' }),
      201,
    );
    await expectBody(
      manager.request('POST', `/campaigns/${id}/members/bulk`, { action: 'add', personIds: [person.id] }),
    );
    const cost = { kind: 'planned', date: '2026-06-01', amount: { amountMinor: 100 } };
    await expectBody(manager.request('POST', `/campaigns/${id}/costs`, cost), 201);
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    expect((await analyst.request('DELETE', `/campaigns/${id}`)).status).toBe(403);
    expect((await stranger.request('DELETE', `/campaigns/${id}`)).status).toBe(404);
    expect(await left(id, part.id)).toBeGreaterThan(3);
    await expectBody(manager.request('DELETE', `/campaigns/${id}`), 204);
    expect(await left(id, part.id)).toBe(0);
    await expectBody(manager.request('DELETE', `/campaigns/${id}`), 404);
    const [entry] = await database.owner.sql<{ changes: object[] }[]>`
      select changes from audit_log where entity_id = ${id} and action = 'campaign.delete'`;
    expect(entry?.changes).toContainEqual({ field: 'name', from: 'Mistake', to: null });
    expect((await manager.request('GET', `/people/${person.id}`)).status).toBe(200);
  });

  it('stays where something stands below it or it has begun; one that was cancelled before goes', async () => {
    const { id } = await newCampaign('Above');
    const below = await expectBody<Shown>(manager.request('POST', '/campaigns', { name: 'Below', parentId: id }), 201);
    await expectBody(manager.request('DELETE', `/campaigns/${id}`), 409);
    await expectBody(manager.request('DELETE', `/campaigns/${below.id}`), 204);
    const set = (status: string, begun: boolean) => database.owner.sql`
      update campaigns set status = ${status}, started_at = ${begun ? new Date() : null} where id = ${id}`;
    for (const [status, begun] of [
      ['in_review', false],
      ['scheduled', false],
      ['running', true],
      ['cancelled', true],
      ['completed', true],
    ] as const) {
      await set(status, begun);
      await expectBody(manager.request('DELETE', `/campaigns/${id}`), 409);
    }
    await set('cancelled', false);
    await expectBody(manager.request('DELETE', `/campaigns/${id}`), 204);
  });
});

describe('what was approved', () => {
  const approvedAs = async (status: string) => {
    const campaign = await newCampaign();
    await database.owner.sql`
      update campaigns set status = ${status}, approved_hash = 'x', start_at = now() + interval '1 day' where id = ${campaign.id}`;
    return campaign.id;
  };

  const content = { subject: 'Hello', body: '<mjml></mjml>' };
  const rest = { key: 'rest', kind: 'wait', until: { kind: 'duration', amount: 2, unit: 'days' } };
  const names = [{ name: 'One' }, { name: 'Two' }, { name: 'Three' }];
  it.each([
    ['broadcasts', { content }, [{ name: 'Broadcast', content }, { audience: {} }], names],
    ['drips', { name: 'Welcome', definition: { steps: [rest] } }, ['name', 'definition'], names],
    ['nurtures', { name: 'Care', definition: {} }, ['name', 'definition', 'endAt'], names],
    [
      'experiments',
      { variants: [{ changes: content }] },
      ['name', 'looks'],
      [{ looks: 1 }, { looks: 2 }, { looks: 3 }],
    ],
  ])(
    'stays approved where one of its %s is told what it says already, and not else',
    async (kind, input, same, other) => {
      const { id } = await newCampaign();
      const post = <T>(part: string, given: object) =>
        expectBody<T & Shown>(manager.request('POST', `/api/v1/campaigns/${id}/${part}`, given), 201);
      const of = kind === 'experiments' && {
        kind: 'broadcast',
        broadcastId: (await post('broadcasts', { content })).id,
      };
      const made = await post<Record<string, unknown>>(kind, { ...input, ...(of && { source: of }) });
      await database.owner.sql`update campaigns set status = 'approved', approved_hash = 'x' where id = ${id}`;
      const path = `/api/v1/campaigns/${id}/${kind}/${made.id}`;
      const tell = (change: object, headers = {}) => manager.request('PATCH', path, change, headers);
      const status = async () => (await expectBody<Shown>(manager.request('GET', `/api/v1/campaigns/${id}`))).status;
      for (const said of [{}, ...same.map((what) => (typeof what === 'string' ? { [what]: made[what] } : what))])
        expect(await expectBody(tell(said))).toMatchObject({ version: made.version });
      await expectBody(tell({}, { 'if-match': '"99"' }), 412);
      expect(await status()).toBe('approved');
      const several = await Promise.all(other.map((change) => tell(change)));
      expect([await status(), several.map((answer) => answer.status)]).toEqual(['draft', [200, 200, 200]]);
    },
  );

  it('is taken back by another name, which messages and links may hold', async () => {
    const id = await approvedAs('approved');
    expect(
      await expectBody(manager.request('PATCH', `/api/v1/campaigns/${id}`, { description: 'More' })),
    ).toMatchObject({
      status: 'approved',
    });
    expect(await expectBody(manager.request('PATCH', `/api/v1/campaigns/${id}`, { name: 'Other' }))).toMatchObject({
      status: 'draft',
    });
  });

  it('keeps its start while it is scheduled', async () => {
    const id = await approvedAs('scheduled');
    // It goes on, so something carries it.
    expect(await expectBody(manager.request('GET', `/api/v1/campaigns/${id}`))).toMatchObject({
      workflow: { id: `campaign/${manager.tenantId}/${id}` },
    });
    await expectBody(manager.request('PATCH', `/api/v1/campaigns/${id}`, { startAt: null }), 400);
  });

  it('keeps the lists that say who gets it and who does not', async () => {
    const list = await expectBody<Shown>(manager.request('POST', '/api/v1/lists', { name: 'Not these' }), 201);
    const { id } = await newCampaign();
    const audience = { everyone: true, excludeListIds: [list.id] };
    await expectBody(manager.request('POST', `/api/v1/campaigns/${id}/broadcasts`, { audience }), 201);
    await expectBody(manager.request('DELETE', `/api/v1/lists/${list.id}`), 409);
  });
});

describe('pages of campaigns', () => {
  it('know no status that there is not', async () => {
    await expectBody(manager.request('GET', '/api/v1/campaigns?status=draft,bogus'), 400);
  });

  it.each(['-createdAt', 'name', 'startAt', '-startAt', '-completedAt'])('show each one once, by %s', async (sort) => {
    const other = await api.asUser('manager', await api.tenant(`Pages ${sort}`));
    for (const startAt of [null, '2026-06-03T09:00:00Z', null, '2026-06-03T09:00:00Z', null]) {
      await expectBody(other.request('POST', '/api/v1/campaigns', { name: `Of ${startAt}`, startAt }), 201);
    }
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path = `/api/v1/campaigns?limit=2&sort=${sort}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const page: { data: Shown[]; nextCursor: string | null } = await expectBody(other.request('GET', path));
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  it('come by when they were completed, whichever was made first', async () => {
    const [early, late] = [await newCampaign('Made first'), await newCampaign('Made last')];
    await database.owner.sql`
      update campaigns set status = 'completed', completed_at = now() - case id when ${early.id} then interval '1 day' else interval '9 days' end
      where id in (${early.id}, ${late.id})`;
    const path = '/api/v1/campaigns?status=completed&q=Made&sort=-completedAt&limit=1';
    const first = await expectBody<{ data: Shown[]; nextCursor: string }>(manager.request('GET', path));
    const second = await expectBody<{ data: Shown[] }>(
      manager.request('GET', `${path}&cursor=${encodeURIComponent(first.nextCursor)}`),
    );
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual([early.id, late.id]);
  });
});

describe('broadcasts and pre-flight', () => {
  it('say everything that keeps a campaign from going out', async () => {
    const { id } = await newCampaign();
    const broadcast = await expectBody<Shown>(manager.request('POST', `/api/v1/campaigns/${id}/broadcasts`, {}), 201);
    const preflight = await expectBody<{ canSubmit: boolean; findings: { severity: string; code: string }[] }>(
      manager.request('GET', `/api/v1/campaigns/${id}/preflight`),
    );
    expect(preflight.canSubmit).toBe(false);
    const blocking = preflight.findings.filter(({ severity }) => severity === 'blocking').map(({ code }) => code);
    expect(blocking).toEqual(expect.arrayContaining(['empty_subject', 'no_sender', 'no_audience']));
    const refused = await expectBody<{ errors: { code: string }[] }>(
      manager.request('POST', `/api/v1/campaigns/${id}/submit`, {}),
      400,
    );
    expect(refused.errors).toHaveLength(blocking.length);
    // What was right as it was submitted may be wrong as somebody approves it.
    await database.owner.sql`update campaigns set status = 'in_review' where id = ${id}`;
    const approver = await api.asUser('approver');
    const approve = (body = {}) =>
      expectBody<typeof refused>(approver.request('POST', `/api/v1/campaigns/${id}/approve`, body), 400);
    expect(await approve({ comment: 'Never said' })).toMatchObject({ errors: refused.errors });
    expect(await database.owner.sql`select from command_notes where text = 'Never said'`).toHaveLength(0);
    // Who may get nothing today may get it on the day.
    await database.owner
      .sql`update broadcasts set audience = audience || '{"everyone": true}' where id = ${broadcast.id}`;
    const codesOf = ({ errors }: { errors: { code: string }[] }) => errors.map(({ code }) => code);
    expect(codesOf(await approve())).toEqual(codesOf(refused).filter((code) => code !== 'no_audience'));
    await database.owner.sql`update campaigns set status = 'draft' where id = ${id}`;
    const empty = expectBody<typeof refused>(manager.request('POST', `/api/v1/campaigns/${id}/submit`, {}), 400);
    expect(codesOf(await empty)).toContain('no_recipients');
    await expectBody(manager.request('DELETE', `/api/v1/campaigns/${id}/broadcasts/${broadcast.id}`), 204);
  });

  it('refuse lists and senders that are not there', async () => {
    const { id } = await newCampaign();
    const foreign = '01970000-0000-7000-8000-000000000000';
    await expectBody(
      manager.request('POST', `/api/v1/campaigns/${id}/broadcasts`, { audience: { listIds: [foreign] } }),
      400,
    );
    await expectBody(
      manager.request('POST', `/api/v1/campaigns/${id}/broadcasts`, { content: { senderId: foreign } }),
      400,
    );
  });
});

describe('members in bulk', () => {
  it('do the good rows and name the bad ones', async () => {
    const { id } = await newCampaign();
    const person = await expectBody<Shown>(
      manager.request('POST', '/api/v1/people', { email: 'ana@people.example' }),
      201,
    );
    const unknown = '01970000-0000-7000-8000-000000000000';
    const add = (personIds: string[]) =>
      expectBody(manager.request('POST', `/api/v1/campaigns/${id}/members/bulk`, { action: 'add', personIds }));
    expect(await add([person.id, unknown, 'nonsense'])).toEqual({
      done: 1,
      results: [
        { personId: person.id, result: 'added' },
        { personId: unknown, result: 'unknown_person' },
        { personId: 'nonsense', result: 'invalid_id' },
      ],
    });
    expect(await add([person.id])).toMatchObject({ done: 0, results: [{ result: 'already_member' }] });
    const shown = await expectBody<{ figures: { members: number } }>(manager.request('GET', `/api/v1/campaigns/${id}`));
    expect(shown.figures.members).toBe(1);
  });

  it('keep the date of the first response when the status moves back', async () => {
    const { id } = await newCampaign();
    const types = await expectBody<{ data: { name: string; statuses: { id: string; name: string }[] }[] }>(
      manager.request('GET', '/api/v1/campaign-types'),
    );
    const statuses = types.data.find(({ name }) => name === 'E-mail')!.statuses;
    const person = await expectBody<Shown>(
      manager.request('POST', '/api/v1/people', { email: 'ben@people.example' }),
      201,
    );
    await expectBody(
      manager.request('POST', `/api/v1/campaigns/${id}/members/bulk`, { action: 'add', personIds: [person.id] }),
    );
    const { data } = await expectBody<{ data: { id: string }[] }>(
      manager.request('GET', `/api/v1/campaigns/${id}/members`),
    );
    const set = (name: string) =>
      expectBody<{ hasResponded: boolean; firstRespondedAt: string | null }>(
        manager.request('PATCH', `/api/v1/campaigns/${id}/members/${data[0]!.id}`, {
          statusId: statuses.find((one) => one.name === name)!.id,
        }),
      );
    const responded = await set('Responded');
    expect(responded.hasResponded).toBe(true);
    expect(await set('Sent')).toMatchObject({ hasResponded: false, firstRespondedAt: responded.firstRespondedAt });
  });
});
