import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database, type TenantDb } from '../../../db/connection.ts';
import { addToHours, rebuildHours } from '../../../db/queries/campaigns/hours.ts';
import { deleteOverdue } from '../../../db/queries/tenants/retention.ts';
import type { ActivityReport } from '../../../domain/reports/activity.ts';
import type { ClockReport } from '../../../domain/reports/clock.ts';
import type { HourName } from '../../../domain/reports/hours.ts';
import { createTestApi, type TestApi, type TestCaller } from '../../../test/api.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { createSentBroadcast } from '../../../test/factories/engagement.ts';

let test: TestDatabase;
let app: Database;
let api: TestApi;

beforeAll(async () => {
  test = await createTestDatabase();
  app = test.open('salescompass_app');
  api = await createTestApi(test);
});
afterAll(async () => {
  await api.close();
  await test.drop();
});

/** A tenant whose clock is Kathmandu's (+5:45), with a campaign that has nothing but what is played. */
async function setUp() {
  const tenantId = await api.tenant();
  await test.owner.sql`update tenants set time_zone = 'Asia/Kathmandu' where tenant_id = ${tenantId}`;
  const { campaignId } = await createSentBroadcast(test.owner, { tenantId, people: 0 });
  const analyst = await api.asUser('analyst', tenantId);
  const play = (name: HourName, at: string, by = 1, id = campaignId) =>
    withTenant(app.db, tenantId, (db) => addToHours(db, [{ campaignId: id, name, at: new Date(at), by }]));
  return { tenantId, campaignId, analyst, play };
}

async function read<T>(who: TestCaller, path: string, status = 200): Promise<T> {
  const answer = await who.request('GET', path);
  expect(answer.status, await answer.clone().text()).toBe(status);
  return (await answer.json()) as T;
}

const june = 'from=2026-06-01&to=2026-06-30';

describe('what campaigns did over time', () => {
  it('is by the clock of the organisation, with every day and the span before', async () => {
    const { analyst, play } = await setUp();
    // 18:14 UTC is one minute before midnight there.
    await play('clicks', '2026-06-10T18:14:00Z');
    await play('clicks', '2026-06-10T18:15:00Z', 2);
    await play('sent', '2026-06-30T18:14:00Z', 40);
    await play('sent', '2026-06-30T18:15:00Z', 7);
    await play('sent', '2026-05-01T06:00:00Z', 30);
    const report = await read<ActivityReport>(analyst, `/reports/activity?${june}`);
    expect(report).toMatchObject({
      unit: 'day',
      timeZone: 'Asia/Kathmandu',
      before: { from: '2026-05-01', to: '2026-05-31' },
    });
    expect(report.series).toHaveLength(30);
    expect(
      report.series.filter(({ values }) => values.clicks > 0).map(({ start, values }) => [start, values.clicks]),
    ).toEqual([
      ['2026-06-10', 1],
      ['2026-06-11', 2],
    ]);
    expect([report.totals.sent, report.before.totals.sent]).toEqual([40, 30]);
    const weeks = await read<ActivityReport>(analyst, `/reports/activity?${june}&unit=week`);
    expect(weeks.series.map(({ start, values }) => [start, values.clicks, values.sent])).toEqual([
      ['2026-06-01', 0, 0],
      ['2026-06-08', 3, 0],
      ['2026-06-15', 0, 0],
      ['2026-06-22', 0, 0],
      ['2026-06-29', 0, 40],
    ]);
  });

  it('says which campaigns explain the difference, and narrows to one with those below it', async () => {
    const { tenantId, campaignId, analyst, play } = await setUp();
    const below = await createSentBroadcast(test.owner, { tenantId, people: 0 });
    const aside = await createSentBroadcast(test.owner, { tenantId, people: 0 });
    await test.owner.sql`update campaigns set parent_id = ${campaignId}, name = 'Below' where id = ${below.campaignId}`;
    await test.owner.sql`update campaigns set name = 'Aside' where id = ${aside.campaignId}`;
    await play('responses', '2026-06-10T12:00:00Z', 5, below.campaignId);
    await play('responses', '2026-05-10T12:00:00Z', 9, aside.campaignId);
    await play('responses', '2026-06-10T12:00:00Z', 1, aside.campaignId);
    await play('responses', '2026-05-10T12:00:00Z', 2);
    await play('responses', '2026-06-11T12:00:00Z', 2);
    const all = await read<ActivityReport>(analyst, `/reports/activity?${june}`);
    expect(all.changes.responses.map(({ name, now, before }) => [name, now, before])).toEqual([
      ['Aside', 1, 9],
      ['Below', 5, 0],
    ]);
    const own = await read<ActivityReport>(analyst, `/reports/activity?${june}&campaignId=${campaignId}`);
    expect([own.totals.responses, own.before.totals.responses]).toEqual([7, 2]);
    expect(all.totals.responses).toBe(8);
  });

  it('shows at which hours of the week people click, beside what was sent in them', async () => {
    const { analyst, play } = await setUp();
    await play('clicks', '2026-06-10T03:30:00Z', 4);
    await play('clicks', '2026-06-17T03:30:00Z', 2);
    await play('sent', '2026-06-10T03:30:00Z', 50);
    await play('opens', '2026-06-10T03:30:00Z', 9);
    const clock = await read<ClockReport>(analyst, `/reports/clock?${june}`);
    expect(clock).toMatchObject({ figure: 'clicks', total: 6, cells: [{ weekday: 2, hour: 9, value: 6, sent: 50 }] });
  });

  it('counts what is sent, who comes in and who answers as it happens; a rebuild finds nothing to mend, also in another zone', async () => {
    const { tenantId, analyst } = await setUp();
    const { campaignId, personIds, statuses } = await createSentBroadcast(test.owner, { tenantId, people: 3 });
    await withTenant(app.db, tenantId, rebuildHours);
    await test.owner.sql`
      update campaign_members set status_id = ${statuses.registered}, has_responded = true, first_responded_at = '2026-06-10T12:00:00Z'
      where campaign_id = ${campaignId} and person_id = any(${personIds.slice(0, 2)}::uuid[])`;
    await test.owner.sql`
      update campaign_members set first_responded_at = '2026-06-03T12:00:00Z' where campaign_id = ${campaignId} and person_id = ${personIds[0]!}`;
    await test.owner
      .sql`delete from campaign_members where campaign_id = ${campaignId} and person_id = ${personIds[1]!}`;
    const { series } = await read<ActivityReport>(analyst, `/reports/activity?${june}`);
    expect(series.filter(({ values }) => values.responses !== 0).map(({ start }) => start)).toEqual(['2026-06-03']);
    expect(await withTenant(app.db, tenantId, rebuildHours)).toBe(0);
    await test.owner.sql`update tenants set time_zone = 'Pacific/Apia' where tenant_id = ${tenantId}`;
    expect(await withTenant(app.db, tenantId, rebuildHours)).toBeGreaterThan(0);
    expect(await withTenant(app.db, tenantId, rebuildHours)).toBe(0);
    const moved = await read<ActivityReport>(analyst, `/reports/activity?${june}`);
    expect(moved.series.filter(({ values }) => values.responses !== 0).map(({ start }) => start)).toEqual([
      '2026-06-04',
    ]);
  });

  it('leaves days alone whose events were deleted, also where the rule was another one then', async () => {
    const { tenantId, campaignId } = await setUp();
    const event = (day: string) => test.owner.sql`
      insert into engagement_events (tenant_id, kind, verdict, campaign_id, occurred_at, received_at)
      values (${tenantId}, 'click', 'human', ${campaignId}, ${day}, ${day})`;
    await event('2026-03-01T12:00:00Z');
    await event('2026-06-01T12:00:00Z');
    await withTenant(app.db, tenantId, rebuildHours);
    const clicks = () => test.owner.sql<{ day: string; value: number }[]>`
      select day::text, value from campaign_hours where tenant_id = ${tenantId} and name = 'clicks' order by day`;
    expect(await clicks()).toMatchObject([{ day: '2026-03-01' }, { day: '2026-06-01' }]);
    const remove = (before: string) =>
      withTenant(app.db, tenantId, (db) => deleteOverdue(db, { kind: 'engagement', before }, 10));
    expect(await remove('2026-05-01T00:00:00Z')).toBe(1);
    expect(await remove('2026-02-01T00:00:00Z')).toBe(0);
    await test.owner.sql`update tenants set retention_days = 3650 where tenant_id = ${tenantId}`;
    expect(await withTenant(app.db, tenantId, rebuildHours)).toBe(0);
    await test.owner.sql`update campaign_hours set value = 5 where tenant_id = ${tenantId} and name = 'clicks'`;
    expect(await withTenant(app.db, tenantId, rebuildHours)).toBe(1);
    expect((await clicks()).map(({ value }) => Number(value))).toEqual([5, 1]);
  });

  it('are added to in one order by all who write, so that none waits for another in a ring', async () => {
    const { tenantId, campaignId } = await setUp();
    const { campaignId: other } = await createSentBroadcast(test.owner, { tenantId, people: 0 });
    const [a, b] = [campaignId, other].sort();
    const at = '2026-06-10T12:00:00Z';
    // By name first it is members, then responses; by campaign it would be the other way round.
    const changes = [[a, 'responses'], [b, 'members']].map(([campaign, name]) => ({ tenant: tenantId, campaign, name, at, by: 1 })); // prettier-ignore
    const add = (db: TenantDb) => sql`select add_to_member_hours(${JSON.stringify(changes)}::text::jsonb)`.execute(db);
    const lock = (db: TenantDb, name: string) =>
      sql`select 1 from campaign_hours where tenant_id = ${tenantId} and name = ${name} for update skip locked`.execute(
        db,
      );
    await withTenant(app.db, tenantId, add);
    const writer = await withTenant(app.db, tenantId, async (db) => {
      await lock(db, 'responses');
      const added = withTenant(app.db, tenantId, add);
      const isFree = async () => (await withTenant(app.db, tenantId, (db) => lock(db, 'members'))).rows.length > 0;
      await expect.poll(isFree, { timeout: 20_000 }).toBe(false);
      return { added };
    });
    await writer.added;
  });

  it('refuses a span that makes no sense and a campaign of somebody else', async () => {
    const { analyst } = await setUp();
    const other = await setUp();
    await read(analyst, '/reports/activity?from=2026-06-02&to=2026-06-01', 400);
    await read(analyst, '/reports/activity?from=2010-01-01&to=2026-06-01', 400);
    await read(analyst, '/reports/activity?from=yesterday', 400);
    // Beyond the year 9999 days are no texts that come one after the other, and looking for the last one would never end.
    const strange = [
      'to=0001-01-01',
      'to=9999-12-31',
      'from=9999-12-31&to=9999-12-31',
      'from=1899-12-31&to=1900-01-02',
    ];
    for (const report of ['activity', 'clock', 'funnel', 'cohort'])
      for (const days of strange)
        expect(await read(analyst, `/reports/${report}?${days}`, 400)).toMatchObject({
          errors: [{ code: 'out_of_range' }],
        });
    await read(analyst, '/reports/activity?from=2190-01-01&to=2199-12-31');
    await read(analyst, `/reports/clock?campaignId=${other.campaignId}`, 404);
    expect((await api.app.request('/api/v1/reports/activity')).status).toBe(401);
  });
});
