import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWebhookActivities } from '../../../activities/webhooks/webhooks.ts';
import type { CallAnswer } from '../../../domain/webhooks/call.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { runningDrip } from '../../../test/factories/drip-api.ts';
import { newPerson } from '../../../test/factories/people.ts';

let database: TestDatabase;
let api: TestApi;
let tenantId: string;
let admin: TestCaller;
let manager: TestCaller;
let operator: TestCaller;
let analyst: TestCaller;
let answer: CallAnswer = { kind: 'answered', status: 503, retryAfterSeconds: null };

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  [admin, manager, operator, analyst] = [
    await api.asUser('admin'),
    await api.asUser('manager'),
    await api.asUser('operator'),
    await api.asUser('analyst'),
  ];
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const step = { key: 'tell', name: 'Tell the CRM', kind: 'webhook', url: 'https://crm.example/hook' };
const deliver = () => {
  const caller = { call: async () => answer, close: () => {} };
  const { database: app, temporal, keyRing } = api.deps;
  const { deliverWebhooks } = createWebhookActivities({
    database: app,
    temporal,
    webhooks: caller,
    mailer: { ring: keyRing },
  });
  return new MockActivityEnvironment().run(deliverWebhooks, { tenantId, now: new Date().toISOString() });
};

describe('the secret of webhooks', () => {
  it('is made by an admin, shown once and replaced with a day to change over', async () => {
    const path = '/webhook-secret';
    expect(await expectBody(analyst.request('GET', path))).toEqual({
      createdAt: null,
      createdByName: null,
      formerUntil: null,
    });
    expect((await manager.request('POST', `${path}/rotate`)).status).toBe(403);
    expect((await api.app.request('/api/v1/webhook-secret')).status).toBe(401);
    const first = await expectBody<{ secret: string }>(admin.request('POST', `${path}/rotate`), 201);
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const shown = await (await analyst.request('GET', path)).text();
    expect(shown).not.toContain(first.secret);
    expect(JSON.parse(shown)).toMatchObject({ createdByName: expect.any(String) as string, formerUntil: null });
    const second = await expectBody<{ secret: string }>(admin.request('POST', `${path}/rotate`), 201);
    expect(second.secret).not.toBe(first.secret);
    expect(await expectBody(analyst.request('GET', path))).toMatchObject({ formerUntil: expect.any(String) as string });
    const stored = await database.owner.sql`select sealed from webhook_secrets where tenant_id = ${tenantId}`;
    expect(stored).toHaveLength(2);
    expect(JSON.stringify(stored)).not.toContain(second.secret.slice(6));
    const entries = await database.owner.sql`
      select actor_name from audit_log where tenant_id = ${tenantId} and action = 'webhookSecret.rotate'`;
    expect(entries).toHaveLength(2);
  });
});

describe('a drip that calls a webhook', () => {
  it('says where somebody stands and why, lists the calls, and tries one now on request', async () => {
    const drip = await runningDrip({ api, manager, tenantId }, [step]);
    await drip.begin();
    const ada = await newPerson(api.deps.database, tenantId, { email: 'ada@people.example', firstName: 'Ada' });
    await expectBody(manager.request('POST', `${drip.path}/enrol`, { personIds: [ada] }));
    await drip.round();
    type Listed = { data: Record<string, unknown>[] };
    const people = () => expectBody<Listed>(analyst.request('GET', `${drip.path}/people`));
    expect((await people()).data[0]).toMatchObject({
      waitsFor: 'webhook',
      sentence: 'The webhook of “Tell the CRM” is being called.',
    });
    await deliver();
    expect((await people()).data[0]).toMatchObject({
      sentence: 'The webhook of “Tell the CRM” is tried again: it answered 503.',
      dueAt: expect.any(String) as string,
    });
    const listed = await expectBody<Listed>(analyst.request('GET', `${drip.path}/calls?status=waiting`));
    expect(listed.data).toMatchObject([
      {
        step: 'tell',
        personId: ada,
        attempts: 1,
        responseStatus: 503,
        problem: 'http_503',
        problemWords: 'it answered 503',
      },
    ]);
    expect(await expectBody(analyst.request('GET', `${drip.path}/calls?status=done`))).toMatchObject({ data: [] });
    const retry = `${drip.path}/calls/${listed.data[0]!.id as string}/retry`;
    expect((await analyst.request('POST', retry)).status).toBe(403);
    expect((await operator.request('POST', retry)).status).toBe(204);
    const tried = await database.owner.sql<{ part: object; changes: object }[]>`
      select part, changes from audit_log where tenant_id = ${tenantId} and action = 'drip.retryCall'`;
    const call = { field: 'call', from: null, to: listed.data[0]!.id };
    expect(tried).toMatchObject([{ part: { kind: 'drip', id: drip.dripId }, changes: [call] }]);
    answer = { kind: 'answered', status: 200, retryAfterSeconds: null };
    await deliver();
    expect((await operator.request('POST', retry)).status).toBe(409);
    await drip.round();
    const journeys = await expectBody<{ data: { moves: unknown[] }[] }>(
      analyst.request('GET', `/people/${ada}/journeys`),
    );
    expect(journeys.data[0]).toMatchObject({ state: 'completed', moves: [{ step: 'tell', outcome: 'called' }] });
    const figures = await expectBody<{ data: unknown[] }>(analyst.request('GET', `${drip.path}/figures`));
    expect(figures.data).toMatchObject([{ step: 'tell', wentOn: 1, called: 1, notCalled: 0, calling: 0 }]);
    const foreign = await api.asUser('admin', await api.tenant('Other'));
    expect((await foreign.request('GET', `${drip.path}/calls`)).status).toBe(404);
  });

  it.each([
    ['an inner network', 'https://10.1.2.3/hook', 'inner network'],
    ['no encryption', 'http://crm.example/hook', 'personal data'],
    ['no address', 'crm', 'web address'],
  ])('is refused with %s, and the answer names the step and the mend', async (_, url, words) => {
    const campaign = await expectBody<{ id: string }>(manager.request('POST', '/campaigns', { name: 'Calls' }), 201);
    const definition = { steps: [{ ...step, url }] };
    const refused = await expectBody<{ errors: { path: string; message: string }[] }>(
      manager.request('POST', `/campaigns/${campaign.id}/drips`, { name: 'Calls', definition }),
      400,
    );
    expect(refused.errors[0]!.path).toBe('definition.steps.0.url');
    expect(refused.errors[0]!.message).toContain(words);
  });
});
