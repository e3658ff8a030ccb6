import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withTenant, type Database } from '../../db/connection.ts';
import { deleteWaiting } from '../../db/queries/approvals/notices.ts';
import { findExperiment, type ExperimentRow } from '../../db/queries/experiments/experiments.ts';
import { countTest } from '../../db/queries/experiments/results.ts';
import { listLooks } from '../../db/queries/experiments/looks.ts';
import { placeOf } from '../../domain/experiments/assignment.ts';
import type { TestDatabase } from '../../test/database.ts';
import { createTestDripActivities } from '../../test/factories/drip-activities.ts';
import { createTestDrip, enrolInto, sendStep } from '../../test/factories/drips.ts';
import { createTestExperiment } from '../../test/factories/experiments.ts';
import { createExperimentActivities } from './experiments.ts';
import { unheard } from '../../test/unheard.ts';
import type { DripActivities } from '../drips/drips.ts';

let database: TestDatabase;
let app: Database;
let drips: DripActivities;

beforeAll(async () => {
  ({ database, app, drips } = await createTestDripActivities());
});
afterAll(() => database.drop());

it('moves the shares of who comes to a step at each look, and judges the sample ratio by the shares of the time', async () => {
  const { sql } = database.owner;
  const drip = await createTestDrip(database, app, {
    people: 410,
    definition: () => ({ steps: [sendStep('Hello')] }),
  });
  const { tenantId, campaignId, dripId, personIds } = drip;
  const [step] = await sql<{ id: string }[]>`select id from drip_steps where drip_id = ${dripId}`;
  const owner = { tenantId, campaignId, broadcastId: null, dripId, stepId: step!.id };
  const plan = { testPercent: 100, minimumPeople: 20, allocation: 'thompson' as const };
  const test = await createTestExperiment(app, owner, plan);
  const ref = { tenantId, campaignId, experimentId: test.id };
  const experiments = createExperimentActivities({ database: app, temporal: unheard });
  const read = (): Promise<ExperimentRow> =>
    withTenant(app.db, tenantId, async (db) => (await findExperiment(db, test.id))!);
  const now = '2026-06-01T10:00:00.000Z';
  await drips.openDrip({ ...drip, now });
  expect((await experiments.beginExperiment({ ...ref, now })).status).toBe('testing');
  /** People come to the step, and get their message. Returns who got which variant. */
  const come = async (people: readonly string[]) => {
    await enrolInto(app, drip, [...people], now);
    await new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now });
    await sql`update messages set status = 'sent', sent_at = now() where tenant_id = ${tenantId} and status = 'queued'`;
    const rows = await sql<{ person: string; variant: string }[]>`
      select m.person_id as person, b.experiment_variant_id as variant from messages m
      join message_batches b on b.id = m.batch_id where b.experiment_id = ${test.id} and m.person_id = any(${[...people]}::uuid[])`;
    return new Map(rows.map(({ person, variant }) => [person, variant]));
  };
  const click = (variantId: string, people: number) => sql`
    update messages set clicked_at = now() where id in (
      select m.id from messages m join message_batches b on b.id = m.batch_id
      where b.experiment_variant_id = ${variantId} limit ${people})`;
  const look = (number: number) => experiments.takeLook({ ...ref, number, isLast: false, now });
  const [a, b] = test.variants;

  const first = await come(personIds.slice(0, 200));
  expect(first.size).toBe(200);
  expect((await read()).weights).toBeNull();
  await click(a!.id, 4);
  await click(b!.id, 16);
  expect(await look(1)).toBe('testing');
  const weights = (await read()).weights!;
  expect(weights[0]! + weights[1]!).toBe(10_000);
  expect(weights[1]).toBeGreaterThan(9000);
  // The same look again is the look that was taken.
  expect(await look(1)).toBe('testing');

  const second = await come(personIds.slice(200, 400));
  for (const [person, variant] of second) {
    const place = placeOf(test.salt, person, { shares: { holdOut: 0, test: 10_000 }, weights });
    expect(variant).toBe(test.variants[place.part === 'test' ? place.variant : -1]?.id);
  }
  const ofB = [...second.values()].filter((variant) => variant === b!.id).length;
  expect(ofB).toBeGreaterThan(160);
  expect(await look(2)).toBe('testing');
  const [one, two] = await withTenant(app.db, tenantId, (db) => listLooks(db, [test.id]));
  expect(one).toMatchObject({ weights, reasons: ['too_close'] });
  // Nine in ten came to B, as they should have by then: nothing is broken.
  expect(two!.reasons).not.toContain('sample_ratio');
  expect(two!.arms.reduce((sum, { people = 0 }) => sum + people, 0)).toBe(400);

  // Once it is decided everybody gets one, and how many that are is told.
  expect(await experiments.takeLook({ ...ref, number: 3, isLast: true, now })).toBe('decided');
  expect((await come(personIds.slice(400))).size).toBe(0);
  const decided = await read();
  const sentEditionId = decided.variants.find(({ id }) => id === decided.sentVariantId)?.editionId;
  const counts = await withTenant(app.db, tenantId, (db) =>
    countTest(db, { ...decided, sourceId: step!.id, sentEditionId }),
  );
  expect(counts.variants.find(({ variantId }) => variantId === null)).toMatchObject({ people: 10, sent: 10 });
});

it.each([
  ['is to choose', 'person', 'testToChoose', 'There was no winner.'],
  ['is told what was chosen', 'auto', 'testDecided', 'There was no winner. It goes on with A.'],
] as const)('whoever owns the campaign %s once the looks are over', async (_, decides, kind, comment) => {
  const { sql } = database.owner;
  const drip = await createTestDrip(database, app, { people: 4, definition: () => ({ steps: [sendStep('Hello')] }) });
  const { tenantId, campaignId, dripId } = drip;
  const [step] = await sql<{ id: string }[]>`select id from drip_steps where drip_id = ${dripId}`;
  const owner = { tenantId, campaignId, broadcastId: null, dripId, stepId: step!.id };
  const test = await createTestExperiment(app, owner, { testPercent: 100, decides });
  await sql`update campaigns set owner_id = 'mina', authors = array['mina', 'paul'] where id = ${campaignId}`;
  const experiments = createExperimentActivities({ database: app, temporal: unheard });
  const ref = { tenantId, campaignId, experimentId: test.id, now: '2026-06-01T10:00:00.000Z' };
  await drips.openDrip({ ...drip, now: ref.now });
  await experiments.beginExperiment(ref);
  const told = () => sql`
    select user_id, kind, comment, subject_kind from approval_notices where tenant_id = ${tenantId} order by user_id`;
  await experiments.takeLook({ ...ref, number: 1, isLast: false });
  expect(await told()).toEqual([]);
  for (const number of [2, 2]) await experiments.takeLook({ ...ref, number, isLast: true });
  const notice = { kind, comment, subject_kind: 'experiment' };
  expect(await told()).toEqual([
    { user_id: 'mina', ...notice },
    { user_id: 'paul', ...notice },
  ]);
  await withTenant(app.db, tenantId, (db) => deleteWaiting(db, test.id));
  expect(await told()).toHaveLength(kind === 'testToChoose' ? 0 : 2);
});

it('counts who was held out at a step, and what they did all the same', async () => {
  const { sql } = database.owner;
  const drip = await createTestDrip(database, app, {
    people: 60,
    definition: () => ({ steps: [sendStep('Hello')] }),
  });
  const { tenantId, campaignId, dripId, personIds } = drip;
  const [step] = await sql<{ id: string }[]>`select id from drip_steps where drip_id = ${dripId}`;
  const owner = { tenantId, campaignId, broadcastId: null, dripId, stepId: step!.id };
  const plan = { testPercent: 60, holdOutPercent: 40, metric: 'conversions' as const, goalEvent: 'Bought' };
  const test = await createTestExperiment(app, owner, plan);
  const now = '2026-06-01T10:00:00.000Z';
  await drips.openDrip({ ...drip, now });
  const experiments = createExperimentActivities({ database: app, temporal: unheard });
  await experiments.beginExperiment({ tenantId, campaignId, experimentId: test.id, now });
  await enrolInto(app, drip, personIds, now);
  await new MockActivityEnvironment().run(drips.advanceDrip, { ...drip, now });
  await sql`update messages set status = 'sent', sent_at = ${now} where tenant_id = ${tenantId} and status = 'queued'`;
  const shares = { holdOut: 4000, test: 6000 };
  const held = personIds.filter((id) => placeOf(test.salt, id, { shares, weights: [1, 1] }).part === 'hold_out');
  expect(held.length).toBeGreaterThan(1);
  const reached = personIds.find((id) => !held.includes(id))!;
  // One of those who were held out did so before, too.
  const did = [
    [held[0]!, '2026-06-02T10:00:00Z'],
    [reached, '2026-06-02T10:00:00Z'],
    [held[1]!, '2026-05-30T10:00:00Z'],
  ] as const;
  for (const [person, at] of did)
    await sql`insert into engagement_events (tenant_id, kind, name, verdict, person_id, occurred_at, received_at)
      values (${tenantId}, 'custom', 'Bought', 'human', ${person}, ${at}, ${at})`;
  const counts = await withTenant(app.db, tenantId, async (db) => {
    const row = (await findExperiment(db, test.id))!;
    return countTest(db, { ...row, sourceId: step!.id });
  });
  expect(counts.heldOut).toBe(held.length);
  expect(counts.heldOutBrought).toMatchObject({ n: held.length, sum: 1 });
  expect(counts.variants.reduce((sum, { brought }) => sum + (brought?.sum ?? 0), 0)).toBe(1);
});
