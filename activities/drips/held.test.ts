import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { pausePerson, resumePerson } from '../../db/queries/drips/people.ts';
import type { TestDatabase } from '../../test/database.ts';
import { createTestDripActivities } from '../../test/factories/drip-activities.ts';
import { createTestDrip, enrolInto, sendStep } from '../../test/factories/drips.ts';
import type { DripActivities } from './drips.ts';

let database: TestDatabase;
let app: Database;
let drips: DripActivities;

beforeAll(async () => {
  ({ database, app, drips } = await createTestDripActivities());
});
afterAll(() => database.drop());

const start = '2026-06-01T10:00:00.000Z';
const whileItWaits = () => new Promise((resolve) => setTimeout(resolve, 300));

/** A drip with one person whose message is on the road. */
async function dripOnTheRoad() {
  const drip = await createTestDrip(database, app, { people: 1, definition: () => ({ steps: [sendStep('hello')] }) });
  await drips.openDrip({ ...drip, now: start });
  await enrolInto(app, drip, drip.personIds, start);
  await new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now: start });
  return drip;
}

describe('what happens at the same moment', () => {
  it('a pause is not undone by the end date, which lets nobody in any more', async () => {
    const drip = await dripOnTheRoad();
    let closing: Promise<void> | undefined;
    await database.owner.sql.begin(async (sql) => {
      await sql`update drips set status = 'paused' where id = ${drip.dripId}`;
      closing = drips.closeEntry({ ...drip, now: start });
      await whileItWaits();
    });
    await closing;
    const [row] = await database.owner.sql`
      select status, entry_closed_at as "closedAt" from drips where id = ${drip.dripId}`;
    expect(row).toEqual({ status: 'paused', closedAt: new Date(start) });
  });

  it('who goes on as a claim skips their message for being held gets it all the same', async () => {
    const { tenantId, dripId } = await dripOnTheRoad();
    const [position] = await database.owner.sql<{ id: string }[]>`
      select id from drip_positions where drip_id = ${dripId}`;
    await withTenant(app.db, tenantId, (db) => pausePerson(db, position!.id));
    let going: Promise<boolean> | undefined;
    await database.owner.sql.begin(async (sql) => {
      // As a claim does it: the batch first, then what may not go.
      await sql`select from message_batches where tenant_id = ${tenantId} for no key update`;
      await sql`update messages set status = 'skipped', reason = 'drip_paused' where tenant_id = ${tenantId}`;
      going = withTenant(app.db, tenantId, (db) => resumePerson(db, position!.id, start));
      await whileItWaits();
    });
    expect(await going).toBe(true);
    const [row] = await database.owner.sql`
      select state, waits_for as "waitsFor" from drip_positions where id = ${position!.id}`;
    expect(row).toEqual({ state: 'active', waitsFor: 'window' });
  });
});
