import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settleAsked } from '../../../activities/attribution/batch.ts';
import { addToHours } from '../../../db/queries/campaigns/hours.ts';
import { readCohorts } from '../../../db/queries/reports/read.ts';
import { readSuccess } from '../../../db/queries/overview/success-read.ts';
import type { Influence, InfluencedOpportunity } from '../../../domain/attribution/influence.ts';
import type { PathReport } from '../../../domain/attribution/path-report.ts';
import type { CreditReport, LedgerRow, ModelComparison } from '../../../domain/attribution/report.ts';
import type { SettingsPreview } from '../../../domain/attribution/settings-preview.ts';
import type { Overview } from '../../../domain/overview/overview.ts';
import type { SuccessReport } from '../../../domain/overview/success.ts';
import type { CohortMeasure, CohortReport } from '../../../domain/reports/cohort.ts';
import type { FunnelReport } from '../../../domain/reports/funnel.ts';
import type { HourName } from '../../../domain/reports/hours.ts';
import type { CampaignReturns, ReturnReport } from '../../../domain/roi/roi.ts';
import { createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newSales, type Sales } from '../../../test/factories/attribution.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;
let analyst: TestCaller;
let sales: Sales;
let [a, b, deal, open] = ['', '', '', ''];

const at = (day: number, month = 5) => new Date(Date.UTC(2026, month - 1, day, 10)).toISOString();
const settle = () => sales.inTenant((db) => settleAsked(db, 100));
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

/** The JSON of an answer that is as expected. */
async function read<T>(path: string, caller = analyst, status = 200): Promise<T> {
  const answer = await caller.request('GET', path);
  const text = await answer.text();
  expect({ status: answer.status, text }).toMatchObject({ status });
  return JSON.parse(text) as T;
}

// A deal of 20,000 that A touched three times and B once, a deal of 9,000 that is open and that A and B touched, and one that nobody did.
beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  await api.tenant();
  [manager, analyst] = [await api.asUser('manager'), await api.asUser('analyst')];
  sales = await newSales(database.owner, database.open('salescompass_app'), manager.tenantId);
  [a, b] = [await sales.campaign('A'), await sales.campaign('B')];
  const [ada, bob] = [await sales.person(), await sales.person()];
  for (const day of [2, 3, 4]) await sales.touch({ personId: ada, campaignId: a, at: at(day) });
  const data = { source: { utm: { medium: 'cpc', source: 'google' }, clickIds: {} } };
  const visit = { kind: 'page_view', isOfMessage: false, data };
  await sales.touch({ personId: ada, campaignId: b, at: at(20), ...visit });
  await sales.touch({ personId: bob, campaignId: a, at: at(5) });
  await sales.touch({ personId: bob, campaignId: b, at: at(6), ...visit });
  deal = await sales.opportunity({ people: [ada], valueMinor: 2_000_000, openedAt: at(10), wonAt: at(1, 6) });
  open = await sales.opportunity({ people: [bob], valueMinor: 900_000, openedAt: at(11) });
  await sales.opportunity({ people: [await sales.person()], valueMinor: 500_000, openedAt: at(1), wonAt: at(3, 6) });
  const cost = { kind: 'actual', date: '2026-05-01', vendor: 'Print & Co', amount: { amountMinor: 1_140_000 } };
  await manager.request('POST', `/campaigns/${a}/costs`, cost);
  await database.owner.sql`
    update people set source_campaign_id = ${a}, mql_at = '2026-05-03' where id = ${bob}`;
  await settle();
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('credits', () => {
  it('are refused without a sign-in, and name what is wrong with a question', async () => {
    expect((await api.app.request('/api/v1/attribution')).status).toBe(401);
    expect((await analyst.request('GET', '/attribution?model=guess')).status).toBe(400);
    const wrong = await analyst.request('GET', '/attribution?from=2026-06-02&to=2026-06-01');
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('must be 2026-06-02 or later')]);
    expect((await analyst.request('POST', '/attribution/rebuild', {})).status).toBe(403);
  });

  it('are of the linear model by campaign, and with what nobody touched add up to the whole', async () => {
    const report = await read<CreditReport>('/attribution');
    expect(report.groups).toEqual([
      { key: a, name: 'A', revenue: eur(1_500_000), refunds: eur(0), pipeline: eur(450_000), won: 1, open: 1 },
      { key: b, name: 'B', revenue: eur(500_000), refunds: eur(0), pipeline: eur(450_000), won: 1, open: 1 },
    ]);
    expect(report.revenue).toEqual({
      total: eur(2_500_000),
      credited: eur(2_000_000),
      uncredited: eur(500_000),
      opportunities: 2,
    });
    expect(report.pipeline).toMatchObject({ total: eur(900_000), uncredited: eur(0) });
    expect(report.basis).toMatchObject({ model: 'linear', from: null, currency: 'EUR', lookBackDays: 90, waiting: 0 });
    expect(report.basis.lastWrittenAt).not.toBeNull();
  });

  it('are grouped by channel, source and topmost campaign', async () => {
    const by = async (groupBy: string, model = 'last') =>
      (await read<CreditReport>(`/attribution?groupBy=${groupBy}&model=${model}`)).groups.map(({ name, revenue }) => [
        name,
        revenue.amountMinor,
      ]);
    expect(await by('channel')).toEqual([['cpc', 2_000_000]]);
    expect(await by('source', 'first')).toEqual([['salescompass', 2_000_000]]);
    await manager.request('PATCH', `/campaigns/${b}`, { parentId: a });
    expect(await by('parent')).toEqual([['A', 2_000_000]]);
    const ofLine = await read<ReturnReport>(`/roi?campaignId=${a}&withBelow=true`);
    expect(ofLine.total).toMatchObject({ revenue: eur(2_000_000), opportunities: 2, cost: eur(1_140_000) });
    const ofOne = await read<ReturnReport>(`/roi?campaignId=${a}`);
    expect(ofOne.total).toMatchObject({ revenue: eur(1_500_000) });
    const ofSome = (query: string) => read<CampaignReturns>(`/roi/campaigns?campaignIds=${query}`);
    expect(await ofSome(`${a}&withBelow=true`)).toEqual({ campaigns: ofLine.campaigns, total: ofLine.total });
    expect(await ofSome(a)).toEqual({ campaigns: ofOne.campaigns, total: ofOne.total });
    const both = await ofSome(`${b},${a}`);
    expect(both.campaigns.map(({ name, revenue }) => [name, revenue.amountMinor])).toEqual([
      ['A', 1_500_000],
      ['B', 500_000],
    ]);
    expect(both.total).toMatchObject({ revenue: eur(2_000_000), opportunities: 2 });
    for (const query of ['', 'nothing', Array.from({ length: 101 }, () => a).join(',')])
      await read(`/roi/campaigns?campaignIds=${query}`, analyst, 400);
    const rows = await read<{ data: LedgerRow[] }>(`/attribution/ledger?parentId=${a}&measure=revenue`);
    expect(rows.data.reduce((sum, row) => sum + row.amount.amountMinor, 0)).toBe(2_000_000);
    expect((await read<{ data: LedgerRow[] }>(`/attribution/ledger?parentId=${b}&measure=revenue`)).data).toHaveLength(
      1,
    );
    await manager.request('PATCH', `/campaigns/${b}`, { parentId: null });
  });

  it('are of the days that are asked for', async () => {
    const won = async (query: string) => (await read<CreditReport>(`/attribution?${query}`)).revenue.total.amountMinor;
    expect(await won('from=2026-06-01&to=2026-06-01')).toBe(2_000_000);
    expect(await won('from=2026-06-02')).toBe(500_000);
    expect(await won('to=2026-05-31')).toBe(0);
  });

  it('stand side by side by all models, each with the same total', async () => {
    const report = await read<ModelComparison>('/attribution/compare');
    expect(report.models).toHaveLength(10);
    for (const model of report.models) expect(report.totals[model]).toEqual(eur(2_000_000));
    const [first, second] = report.groups;
    expect(first).toMatchObject({ name: 'A', credits: { first: eur(2_000_000), shapley: eur(1_000_000) } });
    expect(second).toMatchObject({ name: 'B', credits: { last: eur(2_000_000), position: eur(800_000) } });
  });

  it('open down to the rows of the ledger, page by page, whose sum they are', async () => {
    const first = await read<{ data: LedgerRow[]; nextCursor: string | null }>(
      `/attribution/ledger?campaignId=${a}&measure=revenue&limit=2`,
    );
    const second = await read<{ data: LedgerRow[]; nextCursor: string | null }>(
      `/attribution/ledger?campaignId=${a}&measure=revenue&limit=2&cursor=${first.nextCursor}`,
    );
    const rows = [...first.data, ...second.data];
    expect(second.nextCursor).toBeNull();
    expect(rows.reduce((sum, row) => sum + row.amount.amountMinor, 0)).toBe(1_500_000);
    expect(rows[0]).toMatchObject({
      opportunity: { id: deal, name: 'Deal' },
      campaign: { id: a, name: 'A' },
      person: { name: 'Ada' },
      kind: 'credit',
      reason: 'won',
      channel: 'email',
      occurredAt: at(1, 6),
    });
    const others = await read<{ data: LedgerRow[] }>(`/attribution/ledger?opportunityId=${open}&model=last`);
    expect(others.data.map(({ measure, amount }) => [measure, amount.amountMinor])).toEqual([['pipeline', 900_000]]);
    expect((await read<{ data: LedgerRow[] }>(`/attribution/ledger?parentId=${a}&channel=cpc`)).data).toEqual([]);
  });
});

it('paths say which way opportunities came, how long it took, and how they flow', async () => {
  const report = await read<PathReport>('/attribution/paths');
  expect(report.paths).toEqual([{ stops: ['email', 'cpc'], opportunities: 1, value: eur(2_000_000), averageDays: 30 }]);
  expect(report).toMatchObject({ opportunities: 2, untouched: 1, daysToClose: { average: 30, median: 30 } });
  expect(report.touchCounts).toEqual([{ touches: 4, opportunities: 1 }]);
  expect(report.nodes.map(({ stop }) => stop)).toEqual(['email', 'cpc', 'won']);
  const ofOpen = await read<PathReport>(`/attribution/paths?outcome=open&by=campaign&campaignId=${b}`);
  expect(ofOpen.paths.map(({ stops }) => stops)).toEqual([['A', 'B']]);
});

describe('influence', () => {
  it('counts 9,000 that A and B touched for each of them, and once in all; sourced apart', async () => {
    const report = await read<Influence>('/influence');
    const of = (id: string) => report.campaigns.find(({ campaignId }) => campaignId === id);
    expect(of(a)).toMatchObject({
      influenced: { opportunities: 2, pipeline: eur(900_000), revenue: eur(2_000_000) },
      sourced: { opportunities: 1, pipeline: eur(900_000), revenue: eur(0) },
      touches: 4,
      people: 2,
    });
    expect(of(b)).toMatchObject({
      influenced: { opportunities: 2, pipeline: eur(900_000), revenue: eur(2_000_000) },
      sourced: { opportunities: 0 },
    });
    expect(report.distinct).toEqual({
      influenced: { opportunities: 2, pipeline: eur(900_000), revenue: eur(2_000_000) },
      sourced: { opportunities: 1, pipeline: eur(900_000), revenue: eur(0) },
    });
  });

  it('says of each opportunity its touches in order', async () => {
    type Page = { data: InfluencedOpportunity[]; nextCursor: string | null };
    const first = await read<Page>(`/influence/opportunities?campaignId=${b}&limit=1`);
    expect(first.data).toMatchObject([{ id: open, state: 'open', value: eur(900_000), sourceCampaignId: a }]);
    const second = await read<Page>(`/influence/opportunities?campaignId=${b}&limit=1&cursor=${first.nextCursor}`);
    expect(second.data.map(({ id }) => id)).toEqual([deal]);
    expect(second.data[0]?.touches.map(({ campaign, channel }) => [campaign?.name, channel])).toEqual([
      ['A', 'email'],
      ['A', 'email'],
      ['A', 'email'],
      ['B', 'cpc'],
    ]);
  });
});

it('success over 90 days says what each campaign did to it, and opens to the leads', async () => {
  const success = await sales.inTenant((db) => readSuccess(db, 'last90', '2026-06-10T12:00:00Z'));
  expect(success).toMatchObject({
    from: '2026-03-13',
    to: '2026-06-10',
    before: { from: '2025-12-13', to: '2026-03-12' },
  });
  const roi = (2_000_000 - 1_140_000) / 1_140_000;
  const returnsIn = await read<ReturnReport>(`/roi?from=${success.from}&to=${success.to}`);
  expect(success.roi).toMatchObject({ value: roi, before: null, explains: 'value', missing: [] });
  expect(success.roi.campaigns.map(({ name, by }) => [name, by])).toEqual([
    ['B', 500_000 / 1_140_000],
    ['A', 360_000 / 1_140_000],
  ]);
  expect(success.roi.trend.at(-1)).toEqual({ day: '2026-06-10', value: roi });
  expect(
    success.earned.campaigns.map(({ name, revenueMinor, costMinor, roi }) => [name, revenueMinor, costMinor, roi]),
  ).toEqual(
    returnsIn.campaigns.map(({ name, revenue, cost, roiPercent }) => [
      name,
      revenue.amountMinor,
      cost.amountMinor,
      roiPercent === null ? null : expect.closeTo(roiPercent / 100, 4),
    ]),
  );
  const { pipelineInfluenced } = success;
  expect(pipelineInfluenced).toMatchObject({ value: 900_000, before: 0, explains: 'change' });
  expect(pipelineInfluenced.campaigns.map(({ name, by }) => [name, by])).toEqual([
    ['A', 450_000],
    ['B', 450_000],
  ]);
  // The deal that was won in June was open in May.
  expect(pipelineInfluenced.trend.find(({ day }) => day === '2026-05-19')?.value).toBe(2_900_000);
  expect(success.leadGenerationRate).toMatchObject({
    value: null,
    missing: ['Nobody came to a campaign on these days.'],
  });
  const leads = (query: string) => read<{ data: { id: string }[] }>(`/people?${query}`).then(({ data }) => data.length);
  expect(await leads(`sourceCampaignId=${a}&leadFrom=2026-01-01&leadTo=2026-01-01`)).toBe(1);
  expect(await leads('sourceCampaignId=any')).toBe(1);
  expect(await leads(`sourceCampaignId=${b}`)).toBe(0);
  expect(await leads('leadFrom=2026-01-02')).toBe(0);
  expect((await api.app.request('/api/v1/overview/success')).status).toBe(401);
  expect((await analyst.request('GET', '/overview/success?period=last7')).status).toBe(400);
  expect(await read<SuccessReport>('/overview/success')).toMatchObject({ basis: { model: 'linear', currency: 'EUR' } });
});

it('the funnel ends with leads that a campaign brought and opportunities that it touched, each once in all', async () => {
  const asked = 'from=2026-05-01&to=2026-06-30';
  const played = (name: HourName, by: number) => ({ campaignId: a, name, at: new Date(at(2)), by });
  await sales.inTenant((db) =>
    addToHours(db, [
      played('sent', 50),
      played('hardBounces', 2),
      played('uniqueOpens', 20),
      played('uniqueClicks', 5),
    ]),
  );
  const funnel = await read<FunnelReport>(`/reports/funnel?${asked}`);
  expect(funnel.stages.map(({ stage, value }) => [stage, value])).toEqual([
    ['sent', 50],
    ['delivered', 48],
    ['opened', 20],
    ['clicked', 5],
    ['responded', 0],
    ['lead', 0],
    ['opportunity', 2],
    ['won', 1],
  ]);
  expect(funnel.wonValue).toEqual(eur(2_000_000));
  expect(
    funnel.campaigns.map(({ name, values, wonValue }) => [name, values.sent, values.opportunity, wonValue]),
  ).toEqual([
    ['A', 50, 2, eur(2_000_000)],
    ['B', 0, 2, eur(2_000_000)],
  ]);
  // Bob became a lead in January; of B there is no mail.
  const january = await read<FunnelReport>('/reports/funnel?from=2026-01-01&to=2026-01-31');
  expect(january.stages.filter(({ value }) => value > 0).map(({ stage, value }) => [stage, value])).toEqual([
    ['lead', 1],
  ]);
  const ofB = await read<FunnelReport>(`/reports/funnel?${asked}&campaignId=${b}`);
  expect(ofB.stages.map(({ value }) => value)).toEqual([0, 0, 0, 0, 0, 0, 2, 1]);
  const stranger = await api.asUser('analyst', await api.tenant('Third'));
  expect(
    (await read<FunnelReport>(`/reports/funnel?${asked}`, stranger)).stages.every(({ value }) => value === 0),
  ).toBe(true);
  await read(`/reports/funnel?campaignId=${a}`, stranger, 404);
});

it('cohorts follow leads from their month: what they earned and when they became contacts', async () => {
  const cohorts = (query: string) =>
    sales.inTenant((db) =>
      readCohorts(db, { from: '2026-01-01', to: '2026-01-31', ...parsed(query) }, '2026-07-10T12:00:00Z'),
    );
  const parsed = (query: string) => Object.fromEntries(new URLSearchParams(query)) as { measure?: CohortMeasure };
  // Three people of January; the deals of June are two of theirs, five months later.
  const revenue = await cohorts('measure=revenue');
  expect(revenue).toMatchObject({ measure: 'revenue', currency: 'EUR', thisMonth: '2026-07-01' });
  expect(revenue.cohorts).toEqual([{ month: '2026-01-01', people: 3, totals: [0, 0, 0, 0, 0, 2_500_000, 2_500_000] }]);
  await database.owner
    .sql`update people set kind = 'contact', converted_at = '2026-03-02' where source_campaign_id = ${a}`;
  expect((await cohorts('measure=conversions')).cohorts[0]?.totals).toEqual([0, 0, 1, 1, 1, 1, 1]);
  expect((await cohorts(`measure=conversions&campaignId=${a}`)).cohorts[0]).toMatchObject({ people: 1 });
  expect((await cohorts('')).cohorts[0]?.totals.at(-1)).toBe(0);
  expect((await read<CohortReport>('/reports/cohort')).cohorts.length).toBeGreaterThan(11);
  expect((await analyst.request('GET', '/reports/cohort?measure=luck')).status).toBe(400);
  const kept = { name: 'Cohorts', kind: 'cohort', query: { period: 'last365', measure: 'revenue' } };
  expect((await manager.request('POST', '/saved-reports', kept)).status).toBe(201);
  expect(
    (await manager.request('POST', '/saved-reports', { ...kept, kind: 'funnel', query: { period: 'last30' } })).status,
  ).toBe(201);
});

it('returns are 75.44 % for 20,000 on 11,400, 31.58 % after a refund of 5,000, and move when the deal is opened and won again', async () => {
  const roi = async (query = 'model=first') => read<ReturnReport>(`/roi?${query}&campaignId=${a}`);
  const report = await roi();
  expect(report.campaigns).toMatchObject([
    {
      campaignId: a,
      revenue: eur(2_000_000),
      cost: eur(1_140_000),
      roiPercent: 75.44,
      leads: 1,
      mqls: 1,
      mqlRate: 1,
      leadRate: null,
      costPerLead: eur(1_140_000),
      costPerResponse: null,
      opportunities: 2,
      costPerOpportunity: eur(570_000),
    },
  ]);
  expect(report.velocity).toEqual({
    opportunities: 1,
    winRate: 1,
    averageAmount: eur(1_250_000),
    cycleDays: 27.5,
    perDay: eur(45_455),
  });
  const all = await read<ReturnReport>('/roi?model=first');
  expect(all.total).toMatchObject({ opportunities: 2, roiPercent: 75.44 });
  expect(all.campaigns.find(({ campaignId }) => campaignId === b)).toMatchObject({ roiPercent: null, revenue: eur(0) });
  await sales.refund(deal, 500_000);
  await settle();
  expect((await roi()).campaigns[0]?.roiPercent).toBe(31.58);
  await sales.change(deal, { state: 'open', at: at(1, 7) });
  await settle();
  expect((await roi()).campaigns[0]).toMatchObject({ revenue: eur(0), roiPercent: -100, pipeline: eur(2_900_000) });
  await sales.change(deal, { state: 'won', valueMinor: 2_000_000, at: at(2, 7) });
  await settle();
  expect((await roi()).campaigns[0]?.roiPercent).toBe(31.58);
});

it('the start page says ROI, influenced pipeline and lead generation from these facts', async () => {
  const overview = await read<Overview>('/overview');
  expect(overview.roi).toEqual({ value: (1_500_000 - 1_140_000) / 1_140_000, missing: [] });
  expect(overview.pipelineInfluenced).toEqual({ value: 900_000, missing: [] });
});

it('settings of the models have versions, and setting them credits everything anew', async () => {
  const admin = await api.asUser('admin');
  const answer = await admin.request('GET', '/attribution/settings');
  const settings = (await answer.json()) as { halfLifeDays: number };
  expect([settings.halfLifeDays, answer.headers.get('etag')]).toEqual([7, '"0"']);
  const put = (version: string, halfLifeDays = 14) =>
    admin.request('PUT', '/attribution/settings', { ...settings, halfLifeDays }, { 'if-match': version });
  const preview = async (more: object) => {
    const answer = await analyst.request('POST', '/attribution/settings/preview', { ...settings, ...more });
    expect(answer.status).toBe(200);
    return (await answer.json()) as SettingsPreview;
  };
  // A touched three times early, B once late.
  const slower = await preview({ halfLifeDays: 365, lookBackDays: 6 });
  expect(slower).toMatchObject({ opportunities: 3, looked: 1, models: [{ model: 'time_decay' }], touchesLost: 2 });
  const [{ now, then } = { now: eur(0), then: eur(0) }] = slower.models[0]!.campaigns.filter(
    ({ campaignId }) => campaignId === a,
  );
  expect(then.amountMinor).toBeGreaterThan(now.amountMinor);
  expect(await preview({})).toMatchObject({ models: [], touchesLost: null });
  expect((await put('"0"')).status).toBe(200);
  expect((await put('"0"')).status).toBe(412);
  const state = await read<{ waiting: number; opportunities: number }>('/attribution/rebuild');
  expect(state).toMatchObject({ waiting: 3, opportunities: 3 });
  expect((await put('"1"', 0)).status).toBe(400);
  expect((await read<CreditReport>('/attribution')).basis.waiting).toBe(3);
  await settle();
  const again = await manager.request('POST', '/attribution/rebuild', {});
  expect(await again.json()).toMatchObject({ waiting: 3, workflow: { id: `attribution/${manager.tenantId}` } });
  expect(await settle()).toEqual({ opportunities: 3, entries: 0 });
});

it('somebody of another organisation sees nothing of it', async () => {
  const stranger = await api.asUser('manager', await api.tenant('Other'));
  expect((await read<CreditReport>('/attribution', stranger)).groups).toEqual([]);
  expect((await read<{ data: LedgerRow[] }>(`/attribution/ledger?opportunityId=${deal}`, stranger)).data).toEqual([]);
  expect((await stranger.request('GET', `/roi?campaignId=${a}`)).status).toBe(404);
});
