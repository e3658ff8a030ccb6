import { MockActivityEnvironment } from '@temporalio/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/connection.ts';
import type { TestDatabase } from '../../test/database.ts';
import { createTestDripActivities } from '../../test/factories/drip-activities.ts';
import { createTestDrip, enrolInto, sendStep } from '../../test/factories/drips.ts';
import type { DripActivities, DripRound } from './drips.ts';

let database: TestDatabase;
let app: Database;
let drips: DripActivities;

beforeAll(async () => {
  ({ database, app, drips } = await createTestDripActivities());
});
afterAll(() => database.drop());

const start = '2026-06-01T10:00:00.000Z';

describe('a step that changes something', () => {
  it.each([
    ['a list that is gone', 'no_list', { kind: 'changeList', listId: uuidv7(), action: 'add' }],
    ['a list to take off that is gone', 'no_list', { kind: 'changeList', listId: uuidv7(), action: 'remove' }],
    ['an attribute that is gone', 'no_attribute', { kind: 'setAttribute', attribute: 'gone', value: 'gold' }],
    ['an attribute of another type', 'wrong_type', { kind: 'setAttribute', attribute: 'plan', value: 'gold' }],
    ['a status that is gone', 'no_status', { kind: 'setStatus', statusId: uuidv7() }],
  ])('is left out for %s, and its people go on', async (_, reason, change) => {
    const drip = await createTestDrip(database, app, {
      people: 2,
      definition: () => ({ steps: [{ key: 'change', ...change }, sendStep('hello')] }),
    });
    const { tenantId, dripId } = drip;
    await database.owner.sql`
      insert into attribute_definitions (tenant_id, key, label, type, slot) values (${tenantId}, 'plan', 'Plan', 'number', 'number01')`;
    await drips.openDrip({ ...drip, now: start });
    await enrolInto(app, drip, drip.personIds, start);
    const round = (await new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now: start })) as DripRound;
    expect(round).toMatchObject({ moved: 2, enqueued: 2 });
    const moves = await database.owner.sql`
      select distinct step, outcome, reason from drip_moves where drip_id = ${dripId}`;
    expect(moves).toEqual([{ step: 'change', outcome: 'skipped', reason }]);
  });

  it('does not put people into a status of another type of campaign', async () => {
    const [statusId, typeId] = [uuidv7(), uuidv7()];
    const drip = await createTestDrip(database, app, {
      people: 1,
      definition: () => ({ steps: [{ key: 'change', kind: 'setStatus', statusId }] }),
    });
    const { tenantId, dripId } = drip;
    const { sql } = database.owner;
    await sql`insert into campaign_types (tenant_id, id, name) values (${tenantId}, ${typeId}, 'Another')`;
    await sql`
      insert into campaign_type_statuses (tenant_id, id, campaign_type_id, name, position)
      values (${tenantId}, ${statusId}, ${typeId}, 'Came', 1)`;
    await drips.openDrip({ ...drip, now: start });
    await enrolInto(app, drip, drip.personIds, start);
    await new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now: start });
    expect(await sql`select outcome, reason from drip_moves where drip_id = ${dripId}`).toEqual([
      { outcome: 'skipped', reason: 'no_status' },
    ]);
    expect(await sql`select from campaign_members where status_id = ${statusId}`).toHaveLength(0);
  });
});
