import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Broadcast } from '../../../domain/broadcasts/broadcast.ts';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import type { ClonePreview } from '../../../domain/campaigns/clone.ts';
import type { Preflight } from '../../../domain/campaigns/preflight.ts';
import type { Cost } from '../../../domain/costs/cost.ts';
import type { Nurture } from '../../../domain/nurtures/nurture.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;
let original: Campaign;
let listId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  manager = await api.asUser('manager');
  const admin = await api.asUser('admin');
  await expectBody(admin.request('PATCH', '/tenant', { timeZone: 'Europe/Berlin' }));
  original = await makeOriginal();
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

/** A campaign that ran: approved, with members, counters, and costs of every kind. */
async function makeOriginal(): Promise<Campaign> {
  const types = await expectBody<{ data: { id: string; name: string }[] }>(manager.request('GET', '/campaign-types'));
  const input = {
    name: 'Spring',
    description: 'All of it',
    campaignTypeId: types.data.find(({ name }) => name === 'Webinar')?.id,
    startAt: '2026-10-20T07:00:00Z',
    endAt: '2026-10-23T16:00:00Z',
    budgetedCost: { amountMinor: 1_000_000 },
    expectedRevenue: { amountMinor: 2_000_000 },
    expectedResponsePercent: 2.5,
    tags: ['spring'],
  };
  const { id } = await expectBody<Campaign>(manager.request('POST', '/campaigns', input), 201);
  listId = (await expectBody<{ id: string }>(manager.request('POST', '/lists', { name: 'Guests' }), 201)).id;
  const content = { subject: 'Come', preheader: 'Soon', body: '<p>Hello</p>', format: 'html', textBody: 'Hello' };
  const broadcast = { name: 'Invitation', audience: { listIds: [listId] }, content };
  await expectBody(manager.request('POST', `/campaigns/${id}/broadcasts`, broadcast), 201);
  const steps = [{ key: 'hello', kind: 'send', content: { subject: 'Welcome', body: 'Hello' } }];
  await expectBody(manager.request('POST', `/campaigns/${id}/drips`, { name: 'Welcome', definition: { steps } }), 201);
  const person = await expectBody<{ id: string }>(manager.request('POST', '/people', { email: 'a@b.example' }), 201);
  await addNurture(id, person.id);
  const members = { action: 'add', personIds: [person.id] };
  await expectBody(manager.request('POST', `/campaigns/${id}/members/bulk`, members));
  for (const [kind, amountMinor, date] of [
    ['planned', 100_000, '2026-10-01'],
    ['committed', 200_000, '2026-10-20'],
    ['actual', 300_000, '2026-10-21'],
    ['actual', -50_000, '2026-11-02'],
  ]) {
    await expectBody(
      manager.request('POST', `/campaigns/${id}/costs`, { kind, amount: { amountMinor }, date, vendor: 'V' }),
      201,
    );
  }
  await database.owner.sql`
    update campaigns set status = 'completed', approved_hash = 'x', started_at = start_at, completed_at = end_at where id = ${id}`;
  await database.owner.sql`update broadcasts set status = 'completed', started_at = now() where campaign_id = ${id}`;
  await database.owner.sql`
    insert into source_counters (tenant_id, source_id, name, value) values (${manager.tenantId}, ${id}, 'responded', 7)`;
  return expectBody<Campaign>(manager.request('GET', `/campaigns/${id}`));
}

/** A programme with two streams, a rule about the campaign itself, and items that are ordered, held and dated. */
async function addNurture(id: string, personId: string): Promise<void> {
  const streams = [
    { key: 'main', name: 'Main' },
    { key: 'hot', name: 'Hot' },
  ];
  const rule = { kind: 'engagement', event: 'click', campaignId: id };
  const definition = { streams, transitions: [{ from: 'main', to: 'hot', rule }] };
  const made = await expectBody<{ id: string }>(
    manager.request('POST', `/campaigns/${id}/nurtures`, { name: 'Care', definition }),
    201,
  );
  const path = `/campaigns/${id}/nurtures/${made.id}`;
  const content = { subject: 'Guide', body: 'Hello' };
  const item = { content, streams: ['main', 'hot'] };
  const dates = { validFrom: '2026-10-21T07:00:00Z', validUntil: '2026-10-28T08:00:00Z' };
  await expectBody(manager.request('POST', `${path}/items`, { ...item, name: 'Guide', ...dates }), 201);
  await expectBody(
    manager.request('POST', `${path}/items`, { name: 'Top', streams: ['main'], place: 'top', isOnHold: true }),
    201,
  );
  await expectBody(manager.request('POST', `${path}/members`, { personIds: [personId] }));
}

const clone = (input: Record<string, unknown> = {}, status = 201) =>
  expectBody<Campaign>(manager.request('POST', `/campaigns/${original.id}/clone`, input), status);

describe('a copy of a campaign', () => {
  it('is not made without a sign-in, by those who may only read, or of what is not ours', async () => {
    const path = `/campaigns/${original.id}/clone`;
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    const analyst = await api.asUser('analyst');
    expect((await api.app.request(`/api/v1${path}`, { method: 'POST' })).status).toBe(401);
    expect((await analyst.request('POST', path, {})).status).toBe(403);
    expect((await stranger.request('POST', path, {})).status).toBe(404);
    expect((await stranger.request('GET', path)).status).toBe(404);
    const series = { rrule: 'FREQ=WEEKLY;COUNT=2', from: '2027-01-04T08:00:00Z' };
    expect((await stranger.request('POST', `${path}-series`, series)).status).toBe(404);
    expect((await manager.request('POST', path, { startAt: 'soon' })).status).toBe(400);
    expect((await manager.request('POST', path, { startAt: original.startAt, shiftDays: 1 })).status).toBe(400);
  });

  it('has type, plan and parts, and nothing of what became of the original', async () => {
    const copy = await clone();
    const { campaignTypeId, description, tags, budgetedCost, expectedRevenue, startAt, endAt, ownerId } = original;
    expect(copy).toMatchObject({
      campaignTypeId,
      description,
      tags,
      budgetedCost,
      expectedRevenue,
      startAt,
      endAt,
      ownerId,
    });
    expect(copy).toMatchObject({
      name: 'Copy of Spring',
      status: 'draft',
      expectedResponsePercent: 2.5,
      startedAt: null,
      completedAt: null,
      workflow: null,
      createdBy: manager.personId,
      figures: { members: 0, responded: 0, sent: 0 },
    });
    expect(copy.utmId).not.toBe(original.utmId);
    const { data } = await expectBody<{ data: Broadcast[] }>(
      manager.request('GET', `/campaigns/${copy.id}/broadcasts`),
    );
    expect(data).toMatchObject([
      {
        name: 'Invitation',
        status: 'draft',
        startedAt: null,
        audience: { listIds: [listId] },
        content: { subject: 'Come', preheader: 'Soon', body: '<p>Hello</p>', format: 'html', textBody: 'Hello' },
        figures: { frozen: 0 },
      },
    ]);
    const drips = await expectBody<{ data: { id: string }[] }>(manager.request('GET', `/campaigns/${copy.id}/drips`));
    const drip = await expectBody(manager.request('GET', `/campaigns/${copy.id}/drips/${drips.data[0]?.id}`));
    expect(drip).toMatchObject({
      name: 'Welcome',
      status: 'draft',
      definition: { steps: [{ key: 'hello', kind: 'send', content: { subject: 'Welcome', body: 'Hello' } }] },
    });
    const approvals = await expectBody<{ data: unknown[] }>(manager.request('GET', `/campaigns/${copy.id}/approvals`));
    expect(approvals.data).toEqual([]);
    const trail = await database.owner.sql`select action from audit_log where entity_id = ${copy.id}`;
    expect(trail.map(({ action }) => action)).toEqual(['campaign.clone']);
  });

  it('has drips whose conditions are about the copy, its steps and its broadcasts', async () => {
    const { id } = await expectBody<Campaign>(manager.request('POST', '/campaigns', { name: 'Own' }), 201);
    const { id: broadcastId } = await expectBody<Broadcast>(
      manager.request('POST', `/campaigns/${id}/broadcasts`, { name: 'Main' }),
      201,
    );
    const hello = { key: 'hello', kind: 'send', content: { subject: 'Welcome', body: 'Hello' } };
    const made = await expectBody<{ id: string; version: number }>(
      manager.request('POST', `/campaigns/${id}/drips`, { name: 'Welcome', definition: { steps: [hello] } }),
      201,
    );
    const stepOf = async (dripId: string) => {
      const [row] = await database.owner.sql<{ id: string }[]>`
        select id from drip_steps where drip_id = ${dripId} and key = 'hello'`;
      return row!.id;
    };
    const about = (campaignId: string, sourceIds: string[]) => ({
      kind: 'rule',
      rule: {
        kind: 'any',
        rules: [
          { kind: 'member', campaignId },
          ...sourceIds.map((sourceId) => ({ kind: 'engagement', event: 'click', sourceId })),
        ],
      },
    });
    const goal = about(id, [await stepOf(made.id), broadcastId]);
    await expectBody(
      manager.request('PATCH', `/campaigns/${id}/drips/${made.id}`, { definition: { goal, steps: [hello] } }),
    );
    const copy = await expectBody<Campaign>(manager.request('POST', `/campaigns/${id}/clone`, {}), 201);
    const { data: drips } = await expectBody<{ data: { id: string; definition: unknown }[] }>(
      manager.request('GET', `/campaigns/${copy.id}/drips`),
    );
    const { data: broadcasts } = await expectBody<{ data: Broadcast[] }>(
      manager.request('GET', `/campaigns/${copy.id}/broadcasts`),
    );
    const ownIds = [await stepOf(drips[0]!.id), broadcasts[0]!.id];
    expect(drips[0]!.definition).toMatchObject({ goal: about(copy.id, ownIds), steps: [hello] });
  });

  it('cannot be submitted while it names what is not there any more, and says where', async () => {
    const post = async <T extends { id: string }>(path: string, input: object) =>
      (await expectBody<T>(manager.request('POST', path, input), 201)).id;
    const id = await post('/campaigns', { name: 'With rivals left out' });
    const list = await post('/lists', { name: 'Rivals' });
    const rule = { kind: 'field', field: 'person.country', test: { op: 'isOneOf', values: ['France'] } };
    const segment = await post('/segments', { name: 'French rivals', rule });
    const inSegment = { kind: 'segment', is: true, segmentId: segment };
    await post(`/campaigns/${id}/broadcasts`, {
      audience: { everyone: true, excludeListIds: [list], excludeSegmentIds: [segment] },
    });
    const steps = [
      { key: 'keep', name: 'Keep', kind: 'changeList', action: 'add', listId: list },
      { key: 'fork', name: 'Fork', kind: 'branch', condition: { kind: 'rule', rule: inSegment }, yes: null, no: null },
    ];
    const entries = [{ kind: 'list', listId: list }];
    await post(`/campaigns/${id}/drips`, {
      definition: { entries, exitWhen: { kind: 'rule', rule: inSegment }, steps },
    });
    const streams = [
      { key: 'main', name: 'Main' },
      { key: 'hot', name: 'Hot' },
    ];
    const transitions = [{ from: 'main', to: 'hot', rule: { kind: 'list', is: true, listIds: [list] } }];
    await post(`/campaigns/${id}/nurtures`, {
      definition: { streams, transitions, entries: [{ by: entries[0], stream: null }] },
    });
    await database.owner.sql`update campaigns set status = 'cancelled' where id = ${id}`;
    for (const path of [`/lists/${list}`, `/segments/${segment}`])
      expect((await manager.request('DELETE', path)).status).toBe(204);
    const copy = await expectBody<Campaign>(manager.request('POST', `/campaigns/${id}/clone`, {}), 201);
    const { findings } = await expectBody<Preflight>(manager.request('GET', `/campaigns/${copy.id}/preflight`));
    const missing = findings.filter(({ code }) => /^missing_|^unknown_reference$/.test(code));
    expect(missing.map(({ severity }) => severity)).toEqual(missing.map(() => 'blocking'));
    const code = 'unknown_reference';
    const gone = (what: string) => `names a ${what} that is not there any more.`;
    const wayIn = `A way in ${gone('list')} Take it out, or choose another, and see who comes in then.`;
    expect(missing.map(({ code, where, message }) => [code, where, message])).toEqual([
      ['missing_list', 'audience', `The audience ${gone('list')} Take it out, and see who gets the message then.`],
      [
        'missing_segment',
        'audience',
        `The audience ${gone('segment')} Take it out, and see who gets the message then.`,
      ],
      [code, 'Drip: entries', wayIn],
      [code, 'Drip: Keep', `The step “Keep” ${gone('list')} Choose another, or take the step out.`],
      [code, 'Drip: exit rule', `The exit rule ${gone('segment')} Take it out, and see who leaves then.`],
      [code, 'Drip: Fork', `The step “Fork” ${gone('segment')} Take it out, and see who goes which way then.`],
      [code, 'Nurture: ways in', wayIn],
      [code, 'Nurture: rules', `A rule that moves members ${gone('list')} Take it out, and see whom it moves then.`],
    ]);
  });

  it('has the hour of everybody’s own clock, moved with the rest', async () => {
    const input = { name: 'Local', startAt: '2026-10-20T07:00:00Z' };
    const { id } = await expectBody<Campaign>(manager.request('POST', '/campaigns', input), 201);
    const broadcast = { name: 'Main', localStart: '2026-10-21T09:00' };
    await expectBody(manager.request('POST', `/campaigns/${id}/broadcasts`, broadcast), 201);
    const copied = async (request: object) => {
      const copy = await expectBody<Campaign>(manager.request('POST', `/campaigns/${id}/clone`, request), 201);
      return expectBody<{ data: Broadcast[] }>(manager.request('GET', `/campaigns/${copy.id}/broadcasts`));
    };
    expect((await copied({ shiftDays: 12 })).data).toMatchObject([{ localStart: '2026-11-02T09:00' }]);
    // A day and half an hour later on the clock of Berlin.
    expect((await copied({ startAt: '2026-10-21T07:30:00Z' })).data).toMatchObject([
      { localStart: '2026-10-22T09:30' },
    ]);
  });

  it('has the nurture programmes with order, holds and moved dates, about the copy, and nobody in them', async () => {
    const copy = await clone({ shiftDays: 7 });
    const { data } = await expectBody<{ data: Nurture[] }>(manager.request('GET', `/campaigns/${copy.id}/nurtures`));
    expect(data).toMatchObject([{ name: 'Care', status: 'draft', members: { normal: 0, paused: 0 } }]);
    const [{ definition, items } = { definition: null, items: [] }] = data;
    expect(definition?.transitions).toMatchObject([{ from: 'main', to: 'hot', rule: { campaignId: copy.id } }]);
    expect(items.map(({ name, places, isOnHold }) => [name, isOnHold, places])).toEqual(
      expect.arrayContaining([
        ['Top', true, [{ stream: 'main', position: 1 }]],
        [
          'Guide',
          false,
          expect.arrayContaining([
            { stream: 'main', position: 2 },
            { stream: 'hot', position: 1 },
          ]),
        ],
      ]),
    );
    // A week later on the clock of Berlin, where summer time ends in between.
    expect(items.find(({ name }) => name === 'Guide')).toMatchObject({
      validFrom: '2026-10-28T08:00:00.000Z',
      validUntil: '2026-11-04T08:00:00.000Z',
      content: { subject: 'Guide', body: 'Hello' },
      state: 'draft',
    });
  });

  it('has the budget lines as planned and no actual cost', async () => {
    const copy = await clone({ shiftDays: 7 });
    const { data } = await expectBody<{ data: Cost[] }>(manager.request('GET', `/campaigns/${copy.id}/costs`));
    expect(data.map(({ kind, amount, date }) => [kind, amount.amountMinor, date])).toEqual([
      ['planned', 100_000, '2026-10-08'],
      ['planned', 200_000, '2026-10-27'],
      ['planned', 300_000, '2026-10-28'],
    ]);
    expect(await expectBody(manager.request('GET', `/campaigns/${copy.id}/budget`))).toMatchObject({
      actual: { lines: 0 },
      planned: { value: { amountMinor: 600_000 } },
    });
  });

  it('has a name that ends before a character that would be cut', async () => {
    const name = `${'a'.repeat(191)}😀`;
    const { id } = await expectBody<Campaign>(manager.request('POST', '/campaigns', { name }), 201);
    const copy = await expectBody<Campaign>(manager.request('POST', `/campaigns/${id}/clone`, {}), 201);
    expect(copy.name).toBe(`Copy of ${'a'.repeat(191)}`);
  });

  it('is moved as a whole, on the clock of the organisation', async () => {
    const copy = await clone({ name: 'Winter', startAt: '2026-10-27T08:00:00Z' });
    expect(copy).toMatchObject({
      name: 'Winter',
      startAt: '2026-10-27T08:00:00.000Z',
      // Four in the afternoon as before, although the clocks have changed in between.
      endAt: '2026-10-30T17:00:00.000Z',
    });
  });

  it('is made once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'clone-once' };
    const post = () => manager.request('POST', `/campaigns/${original.id}/clone`, { name: 'Once' }, headers);
    expect((await expectBody<Campaign>(post(), 201)).id).toBe((await expectBody<Campaign>(post(), 201)).id);
    const rows = await database.owner.sql`select 1 from campaigns where name = 'Once'`;
    expect(rows).toHaveLength(1);
  });

  it('says beforehand what it has and what not', async () => {
    const preview = await expectBody<ClonePreview>(manager.request('GET', `/campaigns/${original.id}/clone`));
    expect(preview.name).toBe('Copy of Spring');
    const countOf = (lines: ClonePreview['copied'], what: string) => lines.find((line) => line.what === what)?.count;
    expect(countOf(preview.copied, 'Nurture programmes')).toBe(1);
    expect([countOf(preview.copied, 'Broadcasts'), countOf(preview.copied, 'Budget lines')]).toEqual([1, 3]);
    expect([countOf(preview.reset, 'Members'), countOf(preview.reset, 'Actual cost')]).toEqual([1, 3]);
  });
});

describe('a series of copies', () => {
  const series = { name: 'Monday', rrule: 'FREQ=MONTHLY;BYDAY=1MO;COUNT=3', from: '2027-03-01T08:00:00Z' };

  it('has one for every first Monday, shown beforehand and then made', async () => {
    const query = new URLSearchParams(series).toString();
    const { occurrences } = await expectBody<ClonePreview>(
      manager.request('GET', `/campaigns/${original.id}/clone?${query}`),
    );
    expect(occurrences.map(({ name, startAt }) => [name, startAt])).toEqual([
      ['Monday · 2027-03-01', '2027-03-01T08:00:00.000Z'],
      ['Monday · 2027-04-05', '2027-04-05T07:00:00.000Z'],
      ['Monday · 2027-05-03', '2027-05-03T07:00:00.000Z'],
    ]);
    const headers = { 'idempotency-key': 'series-once' };
    const post = () => manager.request('POST', `/campaigns/${original.id}/clone-series`, series, headers);
    const { data } = await expectBody<{ data: { id: string }[] }>(post(), 201);
    expect((await expectBody<{ data: { id: string }[] }>(post(), 201)).data).toEqual(data);
    const made = await Promise.all(
      data.map(({ id }) => expectBody<Campaign>(manager.request('GET', `/campaigns/${id}`))),
    );
    expect(made.map(({ startAt, endAt }) => [startAt, endAt])).toEqual(
      occurrences.map(({ startAt, endAt }) => [startAt, endAt]),
    );
    expect(new Set(made.map(({ utmId }) => utmId)).size).toBe(3);
  });

  it('is refused without an end, and makes none', async () => {
    const endless = { ...series, name: 'Endless', rrule: 'FREQ=WEEKLY' };
    await expectBody(manager.request('POST', `/campaigns/${original.id}/clone-series`, endless), 400);
    await expectBody(manager.request('GET', `/campaigns/${original.id}/clone?rrule=FREQ%3DDAILY%3BCOUNT%3D2`), 400);
    const rows = await database.owner.sql`select 1 from campaigns where name like 'Endless%'`;
    expect(rows).toHaveLength(0);
  });
});
