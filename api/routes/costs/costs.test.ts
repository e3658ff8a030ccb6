import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Budget } from '../../../domain/costs/budget.ts';
import type { Cost, CostWarning } from '../../../domain/costs/cost.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;
let admin: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  [manager, admin] = [await api.asUser('manager'), await api.asUser('admin')];
  await expectBody(admin.request('PATCH', '/tenant', { currency: 'USD' }));
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

type Written = Cost & { warnings: CostWarning[] };
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const campaign = async (input: Record<string, unknown> = {}) =>
  (await expectBody<{ id: string }>(manager.request('POST', '/campaigns', { name: 'Costly', ...input }), 201)).id;
const line = { kind: 'actual', date: '2026-06-01', vendor: 'Print & Co', amount: { amountMinor: 200_000 } };
const add = (id: string, input: Record<string, unknown> = {}) =>
  expectBody<Written>(manager.request('POST', `/campaigns/${id}/costs`, { ...line, ...input }), 201);
const budgetOf = (id: string) => expectBody<Budget>(manager.request('GET', `/campaigns/${id}/budget`));
const listOf = (id: string) => expectBody<{ data: Cost[] }>(manager.request('GET', `/campaigns/${id}/costs`));
const setRate = (validFrom: string, rate: string, currency = 'EUR') =>
  expectBody<{ results: { result: string }[]; costsValued: number }>(
    admin.request('PUT', '/exchange-rates', { rates: [{ currency, validFrom, rate }] }),
  );

describe('cost lines', () => {
  it('are refused without a sign-in, to those who may only read, and of a campaign that is not ours', async () => {
    const id = await campaign();
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    const analyst = await api.asUser('analyst');
    expect((await api.app.request(`/api/v1/campaigns/${id}/costs`)).status).toBe(401);
    expect((await analyst.request('POST', `/campaigns/${id}/costs`, line)).status).toBe(403);
    expect((await analyst.request('GET', `/campaigns/${id}/costs`)).status).toBe(200);
    for (const [method, path, input] of [
      ['GET', 'costs', undefined],
      ['GET', 'budget', undefined],
      ['POST', 'costs', line],
      ['PUT', 'costs/order', { costIds: [] }],
    ] as const) {
      expect((await stranger.request(method, `/campaigns/${id}/${path}`, input)).status).toBe(404);
    }
    const { id: costId } = await add(id);
    expect((await stranger.request('PATCH', `/campaigns/${id}/costs/${costId}`, { note: 'x' })).status).toBe(404);
    expect((await manager.request('GET', `/campaigns/${await campaign()}/costs/${costId}`)).status).toBe(404);
  });

  it('are no longer missed by the start page once there are any', async () => {
    const fresh = await api.asUser('manager', await api.tenant('Fresh'));
    const missing = async () =>
      (await expectBody<{ roi: { missing: string[] } }>(fresh.request('GET', '/overview'))).roi.missing.join(' ');
    const { id } = await expectBody<{ id: string }>(fresh.request('POST', '/campaigns', { name: 'Costly' }), 201);
    expect(await missing()).toContain('Nothing was spent');
    await expectBody(fresh.request('POST', `/campaigns/${id}/costs`, line), 201);
    expect(await missing()).toBe('No opportunity has been won yet.');
  });

  it('name every field that is wrong; only what was spent can be negative', async () => {
    const id = await campaign();
    const bad = { kind: 'spent', date: '2026-13-01', amount: { amountMinor: 1.5, currency: 'euro' } };
    const refused = await expectBody<{ errors: { path: string }[] }>(
      manager.request('POST', `/campaigns/${id}/costs`, bad),
      400,
    );
    expect(refused.errors.map(({ path }) => path)).toEqual(['kind', 'date', 'amount.amountMinor', 'amount.currency']);
    await expectBody(
      manager.request('POST', `/campaigns/${id}/costs`, { ...line, kind: 'planned', amount: { amountMinor: -1 } }),
      400,
    );
    await expectBody(manager.request('POST', `/campaigns/${id}/costs`, { ...line, amount: { amountMinor: 0 } }), 400);
  });

  it('are added once for one Idempotency-Key, changed at the version that was read, and removed with a trace', async () => {
    const id = await campaign();
    const post = () => manager.request('POST', `/campaigns/${id}/costs`, line, { 'idempotency-key': `once-${id}` });
    const first = await expectBody<Written>(post(), 201);
    expect((await expectBody<Written>(post(), 201)).id).toBe(first.id);
    const path = `/campaigns/${id}/costs/${first.id}`;
    const ifMatch = { 'if-match': '"1"' };
    const changed = await expectBody<Written>(manager.request('PATCH', path, { note: 'Flyers' }, ifMatch));
    expect(changed).toMatchObject({ note: 'Flyers', version: 2, value: usd(200_000) });
    await expectBody(manager.request('PATCH', path, { note: 'Late' }, ifMatch), 412);
    expect(await expectBody(manager.request('PATCH', path, { note: 'Flyers' }))).toMatchObject({ version: 2 });
    const several = ['One', 'Two', 'Flyers again'].map((note) => manager.request('PATCH', path, { note }));
    expect((await Promise.all(several)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await expectBody(manager.request('DELETE', path, undefined, ifMatch), 412);
    await expectBody(manager.request('DELETE', path), 204);
    await expectBody(manager.request('DELETE', path), 404);
    const trail = await database.owner.sql<{ action: string; changes: { field: string }[] }[]>`
      select action, changes from audit_log where entity_id = ${id} and action like 'cost.%' order by id`;
    const updates = ['cost.update', 'cost.update', 'cost.update', 'cost.update'];
    expect(trail.map(({ action }) => action)).toEqual(['cost.add', ...updates, 'cost.delete']);
    expect(trail[1]?.changes).toEqual([{ field: 'note', from: '', to: 'Flyers' }]);
  });

  it('keep the order that they are put in, which names each once', async () => {
    const id = await campaign();
    const [a, b, c] = [await add(id), await add(id), await add(id)].map((made) => made.id) as [string, string, string];
    const put = (costIds: string[], status = 200) =>
      expectBody<{ data: Cost[] }>(manager.request('PUT', `/campaigns/${id}/costs/order`, { costIds }), status);
    expect((await put([c, a, b])).data.map((one) => one.id)).toEqual([c, a, b]);
    expect((await listOf(id)).data.map((one) => one.id)).toEqual([c, a, b]);
    await put([c, a], 400);
    await put([c, a, a], 400);
    await put([c, a, (await add(await campaign())).id], 400);
  });
});

describe('an amount in another currency', () => {
  it('€10,000 at 1.08 stays 10,800 when the rate moves to 1.10', async () => {
    await setRate('2026-03-01', '1.08');
    const id = await campaign();
    const cost = await add(id, { date: '2026-03-05', amount: { amountMinor: 1_000_000, currency: 'EUR' } });
    expect(cost).toMatchObject({ value: usd(1_080_000), rate: '1.08', warnings: [] });
    await setRate('2026-03-10', '1.10');
    // Even a correction of the very rate leaves what was reckoned by it.
    await setRate('2026-03-01', '1.10');
    const [kept] = (await listOf(id)).data;
    expect(kept).toMatchObject({ amount: { amountMinor: 1_000_000, currency: 'EUR' }, value: usd(1_080_000) });
    expect((await budgetOf(id)).actual.value).toEqual(usd(1_080_000));
    expect((await add(id, { date: '2026-03-12', amount: { amountMinor: 1_000_000, currency: 'EUR' } })).value).toEqual(
      usd(1_100_000),
    );
    const path = `/campaigns/${id}/costs/${kept?.id}`;
    expect(await expectBody(manager.request('PATCH', path, { vendor: 'Fair Ltd' }))).toMatchObject({
      value: usd(1_080_000),
    });
    expect(await expectBody(manager.request('PATCH', path, { date: '2026-03-06' }))).toMatchObject({
      value: usd(1_100_000),
    });
  });

  it('without a rate is unknown and not nothing, until one comes', async () => {
    const id = await campaign({ budgetedCost: { amountMinor: 1_000_000 } });
    const cost = await add(id, { date: '2026-04-01', amount: { amountMinor: 100_000, currency: 'CHF' } });
    expect(cost).toMatchObject({ value: null, rate: null, warnings: [{ code: 'no_rate' }] });
    expect(await budgetOf(id)).toMatchObject({
      actual: { value: usd(0), lines: 1, withoutRate: 1 },
      remaining: { value: null, reason: 'no_cost_rate' },
      variance: { value: null, percent: null, reason: 'no_cost_rate' },
      missingRates: [{ currency: 'CHF', lines: 1 }],
    });
    expect(await setRate('2026-04-02', '1.11', 'CHF')).toMatchObject({ costsValued: 0 });
    expect(await setRate('2026-03-31', '1.12', 'CHF')).toMatchObject({ costsValued: 1 });
    expect(await budgetOf(id)).toMatchObject({ actual: { value: usd(112_000), withoutRate: 0 }, missingRates: [] });
  });

  it('is reckoned anew when the organisation chooses another currency', async () => {
    const own = await api.asUser('admin', await api.tenant('Moves'));
    const { id } = await expectBody<{ id: string }>(own.request('POST', '/campaigns', { name: 'Moving' }), 201);
    await expectBody(own.request('POST', `/campaigns/${id}/costs`, { ...line, amount: { amountMinor: 5000 } }), 201);
    await expectBody(own.request('PATCH', '/tenant', { currency: 'GBP' }));
    const budget = () => expectBody<Budget>(own.request('GET', `/campaigns/${id}/budget`));
    expect(await budget()).toMatchObject({ currency: 'GBP', missingRates: [{ currency: 'EUR', lines: 1 }] });
    const rates = [{ currency: 'EUR', validFrom: '2026-01-01', rate: '0.85' }];
    await expectBody(own.request('PUT', '/exchange-rates', { rates }));
    expect((await budget()).actual.value).toEqual({ amountMinor: 4250, currency: 'GBP' });
  });
});

describe('budget against actual', () => {
  it('10,000 against 11,400 is +1,400, +14.0 %, and a refund is a line of its own', async () => {
    const id = await campaign({
      budgetedCost: { amountMinor: 1_000_000 },
      expectedRevenue: { amountMinor: 2_000_000 },
    });
    await add(id, { amount: { amountMinor: 1_000_000 }, date: '2026-06-01' });
    const over = await add(id, { amount: { amountMinor: 140_000 }, date: '2026-06-03' });
    expect(over.warnings).toEqual([
      {
        code: 'over_budget',
        message: 'Committed and spent together come to 11,400.00 USD: 1,400.00 USD over the budget of 10,000.00 USD.',
      },
    ]);
    expect(await budgetOf(id)).toMatchObject({
      budget: { value: usd(1_000_000) },
      actual: { value: usd(1_140_000), lines: 2 },
      remaining: { value: usd(-140_000) },
      variance: { value: usd(140_000), percent: 14, reason: null },
      expectedRoi: { percent: 100 },
      spending: [
        { date: '2026-06-01', amountMinor: 1_000_000, totalMinor: 1_000_000 },
        { date: '2026-06-03', amountMinor: 140_000, totalMinor: 1_140_000 },
      ],
    });
    expect((await add(id, { amount: { amountMinor: -140_000 }, date: '2026-06-09' })).warnings).toEqual([]);
    expect((await budgetOf(id)).remaining.value).toEqual(usd(0));
  });

  it('warns by what is committed too, in the form as well, and plans are free', async () => {
    const id = await campaign({ budgetedCost: { amountMinor: 100_000 } });
    const committed = await add(id, { kind: 'committed', amount: { amountMinor: 90_000 } });
    expect((await add(id, { kind: 'planned', amount: { amountMinor: 500_000 } })).warnings).toEqual([]);
    const check = (query: string) =>
      expectBody<{ value: unknown; warnings: CostWarning[] }>(
        manager.request('GET', `/campaigns/${id}/costs/check?date=2026-06-01&currency=USD&${query}`),
      );
    expect((await check('kind=actual&amountMinor=10000')).warnings).toEqual([]);
    expect((await check('kind=actual&amountMinor=10001')).warnings).toMatchObject([{ code: 'over_budget' }]);
    // The line that is being changed does not count against itself.
    expect((await check(`kind=actual&amountMinor=100000&costId=${committed.id}`)).warnings).toEqual([]);
    expect((await listOf(id)).data).toHaveLength(2);
    expect((await budgetOf(id)).available.value).toEqual(usd(10_000));
  });

  it('rolls up what was spent below a campaign', async () => {
    const parentId = await campaign();
    const child = await campaign({ parentId });
    await add(parentId, { amount: { amountMinor: 300_000 } });
    await add(child, { amount: { amountMinor: 200_000 } });
    await add(child, { kind: 'committed', amount: { amountMinor: 50_000 } });
    const { rollUp } = await expectBody<{ rollUp: Record<string, unknown> }>(
      manager.request('GET', `/campaigns/${parentId}`),
    );
    expect(rollUp.actualCost).toMatchObject(usd(500_000));
  });

  it('says what a response and a lead cost: 2,000 ÷ 200 = 10, 2,000 ÷ 80 = 25, and why where it cannot', async () => {
    const id = await campaign();
    expect(await budgetOf(id)).toMatchObject({
      budget: { value: null, reason: 'no_budget' },
      costPerResponse: { value: null, reason: 'no_cost' },
    });
    await add(id, { amount: { amountMinor: 200_000 } });
    expect(await budgetOf(id)).toMatchObject({
      costPerResponse: { value: null, reason: 'no_responses' },
      costPerLead: { value: null, reason: 'no_leads' },
    });
    await database.owner.sql`
      insert into source_counters (tenant_id, source_id, name, value) values (${manager.tenantId}, ${id}, 'responded', 200)`;
    await database.owner.sql`
      insert into people (tenant_id, first_touch) select ${manager.tenantId}, jsonb_build_object('campaignId', ${id}::text)
      from generate_series(1, 80)`;
    expect(await budgetOf(id)).toMatchObject({
      costPerResponse: { value: usd(1000), reason: null },
      costPerLead: { value: usd(2500), reason: null },
      responses: 200,
      leads: 80,
    });
  });
});
