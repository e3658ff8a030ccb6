import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { mergePeople } from '../../db/queries/people/merge.ts';
import type { TestDatabase } from '../../test/database.ts';
import { createTestDripActivities } from '../../test/factories/drip-activities.ts';
import { createTestDrip, enrolInto, sendStep, waitStep } from '../../test/factories/drips.ts';
import type { DripActivities, DripRound } from './drips.ts';

let database: TestDatabase;
let app: Database;
let drips: DripActivities;

beforeAll(async () => {
  ({ database, app, drips } = await createTestDripActivities());
});
afterAll(() => database.drop());

const start = '2026-06-01T10:00:00.000Z';
const after = (hours: number) => new Date(Date.parse(start) + hours * 3_600_000).toISOString();

/** A drip with the first of two people, or both, in it; the second is to stay. */
async function dripWith(steps: unknown[], who: number[]) {
  const drip = await createTestDrip(database, app, { people: 2, definition: () => ({ steps }) });
  const [mergeId, keepId] = drip.personIds as [string, string];
  await drips.openDrip({ ...drip, now: start });
  for (const index of who) await enrolInto(app, drip, [drip.personIds[index]!], start);
  const round = (now: string) =>
    new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now }) as Promise<DripRound>;
  await round(start);
  const { sql } = database.owner;
  return {
    keepId,
    mergeId,
    round,
    merge: () => withTenant(app.db, drip.tenantId, (db) => mergePeople(db, { keepId, mergeId })),
    sendAll: () => sql`update messages set status = 'sent', sent_at = ${start} where tenant_id = ${drip.tenantId}`,
    setOccasions: () => sql`update drip_positions set occasion = '2026-06-01' where drip_id = ${drip.dripId}`,
    positions: () => sql`
      select person_id as "personId", state, reason, occasion from drip_positions where drip_id = ${drip.dripId} order by id`,
  };
}

describe('merging somebody who is in a drip', () => {
  it('lets the kept record go on with the message that is on the road', async () => {
    const drip = await dripWith([sendStep('hello')], [0]);
    await drip.merge();
    await drip.sendAll();
    expect(await drip.round(after(1))).toMatchObject({ moved: 1, open: 0 });
    expect(await drip.positions()).toMatchObject([{ personId: drip.keepId, state: 'completed' }]);
  });

  it('lets the kept record go on with a wait', async () => {
    const drip = await dripWith([waitStep('pause', 1), sendStep('hello')], [0]);
    await drip.merge();
    expect(await drip.round(after(24))).toMatchObject({ enqueued: 1, open: 1 });
    expect(await drip.positions()).toMatchObject([{ personId: drip.keepId, state: 'active' }]);
  });

  it('ends the other record’s way where both are in it', async () => {
    const drip = await dripWith([waitStep('pause', 1), sendStep('hello')], [0, 1]);
    await drip.setOccasions();
    await drip.merge();
    expect(await drip.positions()).toEqual([
      { personId: drip.keepId, state: 'exited', reason: 'merged', occasion: null },
      { personId: drip.keepId, state: 'active', reason: null, occasion: '2026-06-01' },
    ]);
    expect(await drip.round(after(24))).toMatchObject({ enqueued: 1, open: 1 });
  });
});
