import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SavedReport } from '../../../domain/reports/saved-report.ts';
import { createTestApi, type TestApi, type TestCaller, expectBody } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';

let database: TestDatabase;
let api: TestApi;
let manager: TestCaller;
let analyst: TestCaller;
let tenantId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await createTestApi(database);
  tenantId = await api.tenant();
  await database.owner.sql`update tenants set time_zone = 'Europe/Berlin' where tenant_id = ${tenantId}`;
  manager = await api.asUser('manager');
  analyst = await api.asUser('analyst');
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const weekly = { rhythm: { every: 'week', weekday: 1, at: '08:00' }, recipients: ['user-1'] };
const keep = (more: object = {}, who = manager, status = 201) =>
  expectBody<SavedReport>(
    who.request('POST', '/saved-reports', { kind: 'activity', name: 'Weekly', query: { period: 'last7' }, ...more }),
    status,
  );

describe('reports that are kept', () => {
  it('are kept by everybody, changed by their owner and by whoever writes campaigns', async () => {
    const own = await keep({ name: 'Mine' }, analyst);
    expect(own).toMatchObject({ mayChange: true, schedule: null, nextAt: null, openShares: 0 });
    const theirs = await keep({ name: 'Theirs' });
    await expectBody(analyst.request('PATCH', `/saved-reports/${theirs.id}`, { name: 'Taken over' }), 403);
    await expectBody(analyst.request('PATCH', `/saved-reports/${own.id}`, { name: 'Still mine' }));
    await expectBody(manager.request('PATCH', `/saved-reports/${own.id}`, { query: { period: 'lastMonth' } }));
    const { data } = await expectBody<{ data: SavedReport[] }>(analyst.request('GET', '/saved-reports'));
    expect(data.map(({ name, mayChange }) => [name, mayChange])).toEqual([
      ['Still mine', true],
      ['Theirs', false],
    ]);
    await expectBody(manager.request('DELETE', `/saved-reports/${own.id}`), 204);
    await expectBody(manager.request('GET', `/saved-reports/${own.id}`), 404);
  });

  it('say when they go out by mail; only who writes campaigns sends them', async () => {
    await keep({ schedule: weekly }, analyst, 403);
    const report = await keep({ schedule: weekly });
    const next = new Date(report.nextAt ?? 0);
    expect([next.getUTCDay(), next > new Date()]).toEqual([1, true]);
    const off = await expectBody<SavedReport>(
      manager.request('PATCH', `/saved-reports/${report.id}`, { schedule: null }),
    );
    expect(off).toMatchObject({ schedule: null, nextAt: null });
  });

  it('refuse what could not be read later, with the field', async () => {
    expect(await keep({ query: { from: '2026-02-01', to: '2026-01-01' } }, manager, 400)).toMatchObject({
      errors: [{ path: 'from' }],
    });
    await keep({ query: {} }, manager, 400);
    await keep({ query: { period: 'last7', campaignId: '0197a6a4-0000-7000-8000-000000000000' } }, manager, 404);
    await keep({ schedule: { ...weekly, recipients: [] } }, manager, 400);
    await keep({ schedule: { ...weekly, rhythm: { every: 'month', dayOfMonth: 31, at: '08:00' } } }, manager, 400);
  });

  it('are shown by a link until it runs out or is taken back, to whoever has it and nobody else', async () => {
    const { campaignId } = await createSentBroadcast(database.owner, { tenantId, people: 0 });
    const report = await keep({ name: 'For the board', query: { period: 'last30', campaignId } });
    const at = `/saved-reports/${report.id}/shares`;
    await expectBody(analyst.request('POST', at, { days: 7 }), 403);
    await expectBody(manager.request('POST', at, { days: 5000 }), 400);
    const made = await expectBody<{ url: string; shares: { id: string }[] }>(
      manager.request('POST', at, { days: 7 }),
      201,
    );
    const token = made.url.split('/').at(-1)!;
    const open = (token: string) => api.app.request(`/api/v1/shared-reports/${token}`);
    expect(await expectBody(open(token))).toMatchObject({
      name: 'For the board',
      report: { kind: 'activity', data: { totals: { sent: 0 } } },
    });
    const swapped = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [swapped, 'x', `${token}A`]) await expectBody(open(wrong), 404);
    expect(await expectBody<SavedReport>(analyst.request('GET', `/saved-reports/${report.id}`))).toMatchObject({
      openShares: 1,
    });

    await database.owner
      .sql`update report_shares set expires_at = now() - interval '1 second' where report_id = ${report.id}`;
    await expectBody(open(token), 404);
    await database.owner
      .sql`update report_shares set expires_at = now() + interval '1 day' where report_id = ${report.id}`;
    await expectBody(open(token));
    await expectBody(manager.request('DELETE', `${at}/${made.shares[0]!.id}`), 204);
    await expectBody(manager.request('DELETE', `${at}/${made.shares[0]!.id}`), 204);
    await expectBody(open(token), 404);
    const actions = await database.owner.sql`select action from audit_log where entity_id = ${report.id} order by id`;
    expect(actions.map(({ action }) => action as string)).toEqual(['report.create', 'report.share', 'report.unshare']);
  });

  it('show by a link what they asked when it was made, whatever is asked later', async () => {
    const report = await keep({ name: 'For the agency', query: { period: 'last7' } });
    const at = `/saved-reports/${report.id}`;
    const made = await expectBody<{ url: string }>(manager.request('POST', `${at}/shares`, {}), 201);
    const change = { name: 'All we have', query: { from: '2020-01-01', to: '2020-12-31' } };
    await expectBody(manager.request('PATCH', at, change, { 'if-match': `"${report.version}"` }));
    const open = (url: string) => api.app.request(`/api/v1/shared-reports/${url.split('/').at(-1)}`);
    const shown = await expectBody<{ name: string; report: { data: { from: string } } }>(open(made.url));
    expect(shown.name).toBe('For the agency');
    expect(shown.report.data.from > '2021').toBe(true);
    const again = await expectBody<{ url: string; shares: object[] }>(manager.request('POST', `${at}/shares`, {}), 201);
    expect(again.shares).toMatchObject([{ isOther: false }, { isOther: true }]);
    expect(await expectBody(open(again.url))).toMatchObject({ name: 'All we have' });
  });

  it('belong to their organisation', async () => {
    const report = await keep();
    const stranger = await api.asUser('admin', await api.tenant('Other'));
    for (const path of [`/saved-reports/${report.id}`, `/saved-reports/${report.id}/shares`])
      await expectBody(stranger.request('GET', path), 404);
    expect((await api.app.request('/api/v1/saved-reports')).status).toBe(401);
  });
});
