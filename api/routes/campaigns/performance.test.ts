import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign } from '../../../domain/campaigns/campaign.ts';
import type { Performance } from '../../../domain/campaigns/performance.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  manager = await api.asUser('manager');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const make = async (values: Record<string, unknown>): Promise<string> =>
  (await expectBody<{ id: string }>(manager.request('POST', '/campaigns', { name: 'Measured', ...values }), 201)).id;
const performanceOf = (id: string, who = manager) =>
  expectBody<Performance>(who.request('GET', `/campaigns/${id}/performance`));
const spend = (id: string, amountMinor: number, values: Record<string, unknown> = {}) =>
  expectBody(
    manager.request('POST', `/campaigns/${id}/costs`, {
      kind: 'actual',
      date: '2026-06-01',
      amount: { amountMinor },
      ...values,
    }),
    201,
  );

/** People who are members of a campaign, the first `responded` of them with a response; `leads` of them were brought by it. */
async function people(
  id: string,
  { members, responded, leads }: { members: number; responded: number; leads: number },
) {
  await database.owner.sql`
    with made as (
      insert into people (tenant_id, first_touch)
      select ${manager.tenantId}, case when n <= ${leads} then jsonb_build_object('campaignId', ${id}::text) end
      from generate_series(1, ${members}) n returning id),
    placed as (select id, row_number() over () as n from made),
    statuses as (
      select s.id, s.success from campaign_type_statuses s
      join campaigns c on c.tenant_id = s.tenant_id and c.campaign_type_id = s.campaign_type_id
      where c.id = ${id})
    insert into campaign_members (tenant_id, campaign_id, person_id, status_id, has_responded)
    select ${manager.tenantId}, ${id}, placed.id,
      (select s.id from statuses s where s.success = (n = 1) limit 1), n <= ${responded}
    from placed`;
}

describe('the performance of a campaign', () => {
  it('says what responses and leads cost, of its own and with all below it', async () => {
    const top = await make({ budgetedCost: { amountMinor: 500_000 } });
    const below = await make({ budgetedCost: { amountMinor: 500_000 }, parentId: top });
    await people(top, { members: 20, responded: 8, leads: 5 });
    await people(below, { members: 20, responded: 2, leads: 0 });
    await spend(top, 200_000);
    await spend(below, 940_000);
    await spend(below, 70_000, { kind: 'planned' });
    await database.owner.sql`
      insert into source_counters (tenant_id, source_id, name, value)
      select ${manager.tenantId}, ${below}, name, value
      from (values ('sent', 100), ('hardBounces', 20), ('failed', 3), ('opens', 50), ('machineOpens', 9)) v (name, value)`;
    const { own, rolledUp, campaigns } = await performanceOf(top);
    expect(campaigns).toBe(1);
    expect(own).toMatchObject({
      members: 20,
      responses: 8,
      successes: 1,
      responseRate: { percent: 40 },
      leads: 5,
      leadGenerationRate: { percent: 25 },
      costPerResponse: { value: eur(25_000) },
      costPerLead: { value: eur(40_000) },
      variance: { value: eur(-300_000), percent: -60 },
      deliveryRate: { percent: null, reason: 'none_sent' },
    });
    expect(rolledUp).toMatchObject({
      members: 40,
      responses: 10,
      successes: 2,
      leads: 5,
      sent: 100,
      delivered: 80,
      failed: 3,
      opens: { human: 50, machine: 9 },
      budget: { value: eur(1_000_000) },
      planned: { value: eur(70_000) },
      actual: { value: eur(1_140_000) },
      variance: { value: eur(140_000), percent: 14 },
      costPerResponse: { value: eur(114_000) },
    });
    const shown = await expectBody<Campaign>(manager.request('GET', `/campaigns/${top}`));
    expect(shown.rollUp.costs.variance).toEqual(rolledUp.variance);
    expect(shown.costs.variance).toEqual(own.variance);
  });

  it('values each budget at the rate of the day its campaign starts, and says where one is missing', async () => {
    const admin = await api.asUser('admin');
    const top = await make({ budgetedCost: { amountMinor: 10_000 } });
    const start = { startAt: '2026-06-03T09:00:00Z', currency: 'USD', parentId: top };
    await make({ ...start, budgetedCost: { amountMinor: 20_000 } });
    expect((await performanceOf(top)).rolledUp.budget).toEqual({ value: null, reason: 'no_budget_rate' });
    const rates = [
      { currency: 'USD', validFrom: '2026-01-01', rate: '0.9' },
      { currency: 'USD', validFrom: '2026-07-01', rate: '0.5' },
    ];
    await expectBody(admin.request('PUT', '/exchange-rates', { rates }));
    expect((await performanceOf(top)).rolledUp.budget.value).toEqual(eur(28_000));
  });

  it('is null with the reason where there is nothing to divide by', async () => {
    const { own, rolledUp } = await performanceOf(await make({}));
    expect(own).toMatchObject({
      costPerResponse: { value: null, reason: 'no_cost' },
      leadGenerationRate: { percent: null, reason: 'no_members' },
      leadsPerWeek: { value: null, reason: 'not_started' },
      variance: { value: null, reason: 'no_budget' },
    });
    expect(rolledUp).toEqual(own);
  });

  it('is read by who may read campaigns, and only within the organisation', async () => {
    const id = await make({});
    expect((await api.app.request(`/api/v1/campaigns/${id}/performance`)).status).toBe(401);
    await performanceOf(id, await api.asUser('analyst'));
    const stranger = await api.asUser('manager', await api.tenant('Other'));
    expect((await stranger.request('GET', `/campaigns/${id}/performance`)).status).toBe(404);
  });
});
