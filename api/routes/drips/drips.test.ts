import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Preflight } from '../../../domain/campaigns/preflight.ts';
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
  definition: { steps: { key: string; kind: string; content?: { subject: string } }[] };
}

const steps = [
  { key: 'hello', kind: 'send', content: { subject: 'Welcome', body: 'Hello' } },
  { key: 'pause', kind: 'wait', until: { kind: 'duration', amount: 3, unit: 'days' } },
  { key: 'more', kind: 'send', content: { subject: 'More', body: 'More' } },
];
async function newDrip(definition: unknown = { steps }): Promise<{ campaignId: string; drip: Shown; path: string }> {
  const campaign = await expectBody<{ id: string }>(manager.request('POST', '/campaigns', { name: 'Welcome' }), 201);
  const path = `/campaigns/${campaign.id}/drips`;
  const drip = await expectBody<Shown>(manager.request('POST', path, { name: 'Welcome', definition }), 201);
  return { campaignId: campaign.id, drip, path: `${path}/${drip.id}` };
}

describe('drips', () => {
  it('are made with their steps and messages, and read as they were written', async () => {
    const { drip, path } = await newDrip();
    expect(drip.status).toBe('draft');
    const read = await expectBody<Shown>(analyst.request('GET', path));
    expect(read.definition.steps.map(({ key, content }) => [key, content?.subject])).toEqual([
      ['hello', 'Welcome'],
      ['pause', undefined],
      ['more', 'More'],
    ]);
    expect((await analyst.request('POST', path.slice(0, -37), { name: 'No' })).status).toBe(403);
  });

  it('say where the steps or what they name are wrong', async () => {
    const { path } = await newDrip();
    const listId = '0198c0de-0000-7000-8000-000000000000';
    const back = { steps: [steps[0], { ...steps[1], next: 'hello' }] };
    expect(await expectBody(manager.request('PATCH', path, { definition: back }), 400)).toMatchObject({
      errors: [{ path: 'definition.steps.0', message: expect.stringContaining('lead back to hello') as string }],
    });
    const foreign = { steps: [{ key: 'on', kind: 'changeList', listId, action: 'add' }] };
    expect(await expectBody(manager.request('PATCH', path, { definition: foreign }), 400)).toMatchObject({
      errors: [{ path: 'definition.steps.0.listId', code: 'unknown_reference' }],
    });
    const rules = [
      { kind: 'list', listIds: [listId] },
      { kind: 'field', field: 'attributes.nosuch', test: { op: 'isKnown' } },
    ];
    const goal = { kind: 'rule', rule: { kind: 'all', rules } };
    expect(await expectBody(manager.request('PATCH', path, { definition: { goal } }), 400)).toMatchObject({
      errors: [
        { path: 'definition.goal.rule.rules.1.field', code: 'unknown_field' },
        { path: 'definition.goal.rule.rules.0.listIds.0', code: 'unknown_reference' },
      ],
    });
  });

  it('are changed at a known version, and removed while they have not begun', async () => {
    const { path, drip } = await newDrip();
    const changed = await expectBody<Shown>(
      manager.request('PATCH', path, { definition: { steps: steps.slice(0, 1) } }, { 'if-match': `"${drip.version}"` }),
    );
    expect(changed.definition.steps.map(({ key }) => key)).toEqual(['hello']);
    const late = await manager.request('PATCH', path, { name: 'Late' }, { 'if-match': `"${drip.version}"` });
    expect(late.status).toBe(412);
    expect((await manager.request('DELETE', path)).status).toBe(204);
    expect((await manager.request('GET', path)).status).toBe(404);
    const orphans = await database.owner.sql`
      select from variants v where not exists (select from drip_messages m where m.id = v.source_id)`;
    expect(orphans).toHaveLength(0);
  });

  it('are looked at by pre-flight with each of their messages', async () => {
    const { campaignId, drip } = await newDrip();
    const report = await expectBody<{ findings: { code: string; where: string }[]; drips: unknown[] }>(
      manager.request('GET', `/campaigns/${campaignId}/preflight`),
    );
    expect(report.drips).toMatchObject([
      { dripId: drip.id, steps: 3, messages: [{ step: 'hello' }, { step: 'more' }] },
    ]);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'no_sender', where: 'Welcome: Send an e-mail: sender' }),
    );
    const codes = report.findings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['no_entry', 'no_sender']));
  });

  it('say before the start who would come in by each way, who would not and why', async () => {
    const list = await expectBody<{ id: string }>(manager.request('POST', '/lists', { name: 'Guests' }), 201);
    const added = await database.owner.sql<{ id: string }[]>`
      insert into people (tenant_id, email, email_key, first_name, consent, email_status)
      select ${manager.tenantId}, n || '@guests.example', n || '@guests.example', 'Guest ' || n,
        case when n = 3 then 'denied' else 'granted' end, 'ok' from generate_series(1, 4) n returning id`;
    await expectBody(manager.request('POST', `/lists/${list.id}/people`, { personIds: added.map(({ id }) => id) }));
    const entries = [
      { kind: 'list', listId: list.id, existing: true },
      { kind: 'list', listId: list.id, existing: false },
      { kind: 'event', event: 'form', name: null },
    ];
    const { campaignId, drip } = await newDrip({ entries, steps });
    await database.owner.sql`
      insert into drip_positions (tenant_id, drip_id, person_id, since, due_at, version, source, enrolled_at)
      values (${manager.tenantId}, ${drip.id}, ${added[0]!.id}, now(), now(), 1, 'by_hand', now())`;
    const { drips } = await expectBody<Preflight>(manager.request('GET', `/campaigns/${campaignId}/preflight`));
    expect(drips[0]).toMatchObject({
      audienceSize: 4,
      recipients: 2,
      estimatedSeconds: 1,
      entries: [{ people: 4 }, { people: 0 }, { people: null }],
      leftOut: { already_in: { count: 1, samples: [{ name: 'Guest 1' }] }, opted_out: { count: 1 } },
    });
    expect(drips[0]!.samples.map(({ name }) => name)).toEqual(['Guest 2', 'Guest 4']);
    expect(drips[0]!.messages[1]!.findings).toContainEqual(expect.objectContaining({ code: 'no_sender' }));
  });

  it('show the message of a step before it is saved, and send it as a test', async () => {
    const { campaignId } = await newDrip();
    const content = { subject: 'Hello {{ person.firstName }}', body: '<mjml><mj-body></mj-body></mjml>' };
    const path = `/campaigns/${campaignId}/message`;
    const person = await expectBody<{ id: string }>(manager.request('POST', '/people', { firstName: 'Ida' }), 201);
    expect(
      await expectBody(analyst.request('POST', `${path}/preview`, { content, personId: person.id })),
    ).toMatchObject({
      subject: 'Hello Ida',
      findings: expect.arrayContaining([expect.objectContaining({ code: 'no_sender' })]) as unknown,
    });
    const test = { content, to: ['me@x.example'] };
    expect((await analyst.request('POST', `${path}/test-send`, test)).status).toBe(403);
    await expectBody(manager.request('POST', `${path}/test-send`, test), 202);
    expect(api.mails.at(-1)).toMatchObject({
      to: 'me@x.example',
      subject: expect.stringContaining('[Test] Hello') as string,
    });
    const nowhere = '/campaigns/0198c0de-0000-7000-8000-000000000000/message/preview';
    expect((await manager.request('POST', nowhere, { content })).status).toBe(404);
  });
});
