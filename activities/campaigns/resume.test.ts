import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { markHoursChanged } from '../../db/queries/drips/hours.ts';
import type { ResumeChoice } from '../../domain/drips/drip.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { createTestDrip, enrolInto, sendStep, waitStep } from '../../test/factories/drips.ts';
import { createCampaignActivities } from './campaigns.ts';
import { createDripActivities } from '../drips/drips.ts';

let database: TestDatabase;
let app: Database;
beforeAll(async () => {
  database = await createTestDatabase();
  app = database.open('salescompass_app');
});
afterAll(() => database.drop());

const begun = '2026-06-01T10:00:00.000Z';
const resumed = '2026-06-03T10:00:00.000Z';

const waiting = { steps: [waitStep('pause', 1), sendStep('hello'), waitStep('rest', 5)] };

/** A campaign that is paused with a drip; unless it says who comes in, eight people wait in it for a message that comes due meanwhile. */
async function pausedCampaign(definition: { entries?: object[]; steps: object[] } = waiting) {
  const woken = vi.fn(async () => ({}));
  const temporal = { workflow: { signalWithStart: woken } } as unknown as Client;
  const directory = database.open('salescompass_directory');
  const drips = createDripActivities({ database: app, directory, temporal });
  const campaigns = createCampaignActivities({ database: app, directory, temporal });
  const made = await createTestDrip(database, app, {
    people: 8,
    definition: () => definition,
  });
  const round = (now: string) => new MockActivityEnvironment().run(drips.advanceDrip, { ...made, now });
  await drips.openDrip({ ...made, now: begun });
  if (!definition.entries) await enrolInto(app, made, made.personIds, begun);
  await round(begun);
  await database.owner.sql`update campaigns set status = 'paused' where id = ${made.campaignId}`;
  const resume = (overdue?: ResumeChoice, now = resumed) =>
    campaigns.applyCommand({
      ...made,
      command: 'resume',
      actor: { kind: 'user', personId: 'p', role: 'operator' },
      commandId: randomUUID(),
      now,
      ...(overdue ? { overdue } : {}),
    });
  return { ...made, round, resume, woken };
}

it.each<[ResumeChoice | undefined, number, number]>([
  [undefined, 8, 0],
  [{ overdue: 'atOnce' }, 8, 0],
  [{ overdue: 'spread', hours: 8 }, 1, 0],
  [{ overdue: 'skip' }, 0, 8],
])('a campaign that goes on with %j takes its drips along', async (choice, enqueued, passed) => {
  const { campaignId, dripId, round, resume, woken } = await pausedCampaign();
  expect(await round(resumed)).toMatchObject({ enqueued: 0 });
  woken.mockClear();
  expect(await resume(choice)).toMatchObject({ status: 'running' });
  expect(woken).toHaveBeenCalledOnce();
  expect(await round(resumed)).toMatchObject({ enqueued });
  const [row] = await database.owner.sql<{ people: number }[]>`
    select count(*)::int as people from drip_positions where drip_id = ${dripId} and step = 'rest'`;
  expect(row?.people).toBe(passed);
  const [entry] = await database.owner.sql<{ changes: object }[]>`
    select changes from audit_log where entity_id = ${campaignId} and action = 'campaign.resume'`;
  if (choice) expect(entry?.changes).toContainEqual({ field: 'overdue', from: null, to: choice.overdue });
});

it.each<[ResumeChoice | undefined]>([[undefined], [{ overdue: 'skip' }], [{ overdue: 'spread', hours: 8 }]])(
  'looks anew at who waits for hours that became others meanwhile, as a campaign goes on with %j',
  async (choice) => {
    const { tenantId, dripId, round, resume } = await pausedCampaign();
    await database.owner.sql`
      update drip_positions set step = 'hello', waits_for = 'window', due_at = ${resumed}::timestamptz + interval '1 day' where drip_id = ${dripId}`;
    await database.owner.sql`update tenants set hours_changed_at = ${resumed} where tenant_id = ${tenantId}`;
    await resume(choice);
    const rows = await database.owner
      .sql`select distinct step, waits_for as for from drip_positions where drip_id = ${dripId}`;
    expect(rows).toEqual([{ step: 'hello', for: 'window' }]);
    expect(await round(new Date(Date.parse(resumed) + 1_000).toISOString())).toMatchObject({ enqueued: 8 });
  },
);

it('looks anew at whom hours that became others brought forward, where they became others once more before anybody looked', async () => {
  const { tenantId, dripId, round, resume } = await pausedCampaign();
  await database.owner.sql`update drip_positions set step = 'hello', waits_for = 'window' where drip_id = ${dripId}`;
  await withTenant(app.db, tenantId, markHoursChanged);
  await database.owner.sql`
    update drip_positions set due_at = (select hours_changed_at from tenants t where t.tenant_id = ${tenantId}) where drip_id = ${dripId}`;
  await withTenant(app.db, tenantId, markHoursChanged);
  const now = new Date(Date.now() + 60_000).toISOString();
  await resume({ overdue: 'skip' }, now);
  const rows = await database.owner
    .sql`select distinct step, waits_for as for from drip_positions where drip_id = ${dripId}`;
  expect(rows).toEqual([{ step: 'hello', for: 'window' }]);
  expect(await round(now)).toMatchObject({ enqueued: 8 });
});

it('leaves a drip that is held by itself alone', async () => {
  const { dripId, resume } = await pausedCampaign();
  await database.owner.sql`update drips set status = 'paused' where id = ${dripId}`;
  await resume({ overdue: 'skip' });
  const rows = await database.owner.sql`select distinct step from drip_positions where drip_id = ${dripId}`;
  expect(rows).toEqual([{ step: 'pause' }]);
});

it.each<[ResumeChoice, number, number]>([
  [{ overdue: 'atOnce' }, 8, 8],
  [{ overdue: 'spread', hours: 8 }, 8, 1],
  [{ overdue: 'skip' }, 0, 0],
])('whose day came in the pause comes in as others go on with %j', async (choice, entered, enqueued) => {
  const { tenantId, dripId, round, resume } = await pausedCampaign({
    entries: [{ kind: 'dateField', attribute: 'birthday' }],
    steps: [sendStep('hello')],
  });
  await database.owner.sql`
    insert into attribute_definitions (tenant_id, key, label, type, slot) values (${tenantId}, 'birthday', 'Birthday', 'date', 'date01')`;
  await database.owner.sql`
    insert into person_attributes (tenant_id, person_id, date01)
    select tenant_id, id, '1990-06-02' from people where tenant_id = ${tenantId}`;
  await resume(choice);
  expect(await round(resumed)).toMatchObject({ enqueued });
  const rows = await database.owner
    .sql`select 1 from drip_positions where drip_id = ${dripId} and occasion = '2026-06-02'`;
  expect(rows).toHaveLength(entered);
});
