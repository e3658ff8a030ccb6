import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '../../db/connection.ts';
import { markExperiment } from '../../db/queries/experiments/course.ts';
import { findExperiment, type ExperimentRow } from '../../db/queries/experiments/experiments.ts';
import { placeOf } from '../../domain/experiments/assignment.ts';
import type { ExperimentPlan } from '../../domain/experiments/experiment.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { createTestCampaign } from '../../test/factories/campaigns.ts';
import { createTestDrip, enrolInto, sendStep } from '../../test/factories/drips.ts';
import { createTestExperiment } from '../../test/factories/experiments.ts';
import { recordHistory } from '../../test/record-history.ts';
import { createTestStage, type TestStage } from '../../test/stage.ts';
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/messages.ts';
import { campaignLifecycle, campaignStart } from '../campaigns/lifecycle.ts';
import { experiment } from './experiment.ts';
import { experimentNews, experimentWorkflowId } from './messages.ts';

let stage: TestStage;
beforeAll(async () => (stage = await createTestStage()), 240_000);
afterAll(() => stage.close(), 120_000);

/** A campaign that runs with a broadcast to some people and a test on it. */
async function started(people: number, plan: Partial<ExperimentPlan>) {
  const made = await createTestCampaign(stage.database, { people });
  const { tenantId, campaignId, broadcastId } = made;
  const owner = { tenantId, campaignId, broadcastId, dripId: null, stepId: null };
  const test = await createTestExperiment(stage.app, owner, plan);
  const campaign = await stage.env.client.workflow.start(campaignLifecycle, campaignStart(made));
  const handle = stage.env.client.workflow.getHandle(experimentWorkflowId({ tenantId, experimentId: test.id }));
  await stage.passUntil(async () => (await rowOf(tenantId, test.id)).nextLookAt !== null);
  return { ...made, test, campaign, handle };
}
const rowOf = (tenantId: string, id: string): Promise<ExperimentRow> =>
  withTenant(stage.app.db, tenantId, async (db) => (await findExperiment(db, id))!);

/** Who got which subject, by person; those who got nothing with the reason. */
const got = async (tenantId: string) =>
  new Map(
    (
      await stage.database.owner.sql<{ person: string; what: string }[]>`
        select m.person_id as person, coalesce(case when m.status = 'sent' then e.subject end, m.reason, m.status) as what
        from messages m join editions e on e.id = m.edition_id where m.tenant_id = ${tenantId}`
    ).map(({ person, what }) => [person, what]),
  );
const countsOf = (values: Iterable<string>) => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};
/** Lets a number of those who got a variant in the test click. */
const click = (variantId: string, people: number) => stage.database.owner.sql`
  update messages set clicked_at = now() where id in (
    select m.id from messages m join message_batches b on b.id = m.batch_id
    where b.experiment_variant_id = ${variantId} and m.status = 'sent' limit ${people})`;

describe('an A/B test on a broadcast', () => {
  it('sends the variants to the test, the winner to exactly the rest and nothing to who is held out', async () => {
    const plan = { testPercent: 60, holdOutPercent: 10, waitHours: 2, endHours: 6, looks: 3 };
    const { tenantId, test, handle, campaign } = await started(300, plan);
    const [a, b] = test.variants;
    const isTested = async () => {
      const counts = countsOf((await got(tenantId)).values());
      return Object.keys(counts).includes('Another subject') && counts.queued! < 120;
    };
    await stage.passUntil(isTested);
    const before = await got(tenantId);
    const places = { shares: { holdOut: 1000, test: 6000 }, weights: [1, 1] };
    const original = [...before.values()].find((what) => !['Another subject', 'queued', 'hold_out'].includes(what))!;
    for (const [person, what] of before) {
      const place = placeOf(test.salt, person, places);
      const expected = { hold_out: 'hold_out', rest: 'queued', test: '' }[place.part];
      const ofVariant = place.part === 'test' && place.variant === 1 ? 'Another subject' : original;
      expect(what).toBe(expected === '' ? ofVariant : expected);
    }
    await click(a!.id, 5);
    await click(b!.id, 45);
    expect(await handle.result()).toBe('completed');
    expect(await campaign.result()).toBe('completed');
    const after = await got(tenantId);
    for (const [person, what] of before) expect(after.get(person)).toBe(what === 'queued' ? 'Another subject' : what);
    expect(await rowOf(tenantId, test.id)).toMatchObject({
      status: 'decided',
      outcome: 'winner',
      sentVariantId: b!.id,
    });
    await recordHistory(handle, 'experiment-winner');
  }, 240_000);

  it('has no winner where the shares are broken, and sends what was set for that, a pause later', async () => {
    const plan = { testPercent: 50, waitHours: 1, endHours: 2, looks: 2 };
    const { tenantId, test, handle, campaign } = await started(300, plan);
    const [a, b] = test.variants;
    const sentOf = async () => countsOf((await got(tenantId)).values())['Another subject'] ?? 0;
    await stage.passUntil(async () => (await sentOf()) > 40);
    await stage.passUntil(
      async () =>
        (
          await stage.database.owner.sql`
      select 1 from message_batches where source_id = ${test.broadcastId!} and finished_at is null and opens_at is null`
        ).length === 0,
    );
    // Fifteen of about 75 are left: too few for the shares, and not too few to judge by.
    await stage.database.owner.sql`delete from messages where id in (
      select m.id from messages m join message_batches x on x.id = m.batch_id where x.experiment_variant_id = ${a!.id} offset 15)`;
    await click(b!.id, 40);
    const [{ lookAts }] = [await stage.activities.readExperiment(refOf(tenantId, test))];
    await handle.signal(pauseBroadcast);
    await stage.env.sleep('3 hours');
    expect(await rowOf(tenantId, test.id)).toMatchObject({ status: 'testing', nextLookAt: null });
    await handle.signal(resumeBroadcast);
    expect(await handle.result()).toBe('completed');
    const row = await rowOf(tenantId, test.id);
    expect(row).toMatchObject({ outcome: 'no_winner', sentVariantId: a!.id, reasons: ['sample_ratio'] });
    expect(row.decidedAt!.getTime() - Date.parse(lookAts.at(-1)!)).toBeGreaterThan(2.9 * 3_600_000);
    expect(await campaign.result()).toBe('completed');
    expect(countsOf((await got(tenantId)).values())['queued'] ?? 0).toBe(0);
    await recordHistory(handle, 'experiment-paused');
  }, 240_000);

  it('waits for a person where a person decides, and is over with its campaign', async () => {
    const plan = { testPercent: 50, waitHours: 1, endHours: 2, looks: 2, decides: 'person' as const };
    const { tenantId, test, handle } = await started(40, plan);
    await stage.passUntil(async () => (await rowOf(tenantId, test.id)).status === 'choosing', '1 hour');
    const [, b] = test.variants;
    await withTenant(stage.app.db, tenantId, (db) =>
      markExperiment(db, {
        id: test.id,
        from: ['choosing'],
        to: 'decided',
        values: { outcome: 'chosen', sentVariantId: b!.id },
      }),
    );
    await handle.signal(experimentNews);
    expect(await handle.result()).toBe('completed');
    await stage.passUntil(async () => (countsOf((await got(tenantId)).values())['queued'] ?? 0) === 0);
    await recordHistory(handle, 'experiment-chosen');

    const other = await started(10, plan);
    await other.handle.signal(cancelBroadcast);
    expect(await other.handle.result()).toBe('cancelled');
    expect((await rowOf(other.tenantId, other.test.id)).status).toBe('cancelled');
  }, 240_000);

  it('stays paused where it continues as new in a pause', async () => {
    const { tenantId, test, handle } = await started(10, { testPercent: 50, waitHours: 1, endHours: 2, looks: 2 });
    await handle.terminate();
    const continued = await stage.env.client.workflow.start(experiment, {
      workflowId: handle.workflowId,
      taskQueue: taskQueues.main,
      args: [{ ...refOf(tenantId, test), isPaused: true }],
    });
    await stage.env.sleep('3 hours');
    expect(await rowOf(tenantId, test.id)).toMatchObject({ status: 'testing', nextLookAt: null });
    await continued.signal(cancelBroadcast);
    expect(await continued.result()).toBe('cancelled');
  }, 240_000);
});

describe('an A/B test on a step of a drip', () => {
  it('gives everybody who comes by their variant, and after the decision the winner', async () => {
    const made = await createTestDrip(stage.database, stage.app, {
      people: 80,
      definition: () => ({ steps: [sendStep('Hello')] }),
    });
    const { tenantId, campaignId, dripId, personIds } = made;
    const [step] = await stage.database.owner.sql<
      { id: string }[]
    >`select id from drip_steps where drip_id = ${dripId}`;
    const owner = { tenantId, campaignId, broadcastId: null, dripId, stepId: step!.id };
    const plan = { testPercent: 100, waitHours: 1, endHours: 2, looks: 2 };
    const test = await createTestExperiment(stage.app, owner, plan);
    const campaign = await stage.env.client.workflow.start(campaignLifecycle, campaignStart(made));
    await stage.passUntil(async () => (await rowOf(tenantId, test.id)).status === 'testing');
    await enrolInto(stage.app, made, personIds.slice(0, 60), await stage.nowIso());
    await stage.env.client.workflow.getHandle(`drip/${tenantId}/${dripId}`).signal('wake');
    await stage.passUntil(
      async () => [...(await got(tenantId)).values()].filter((what) => what !== 'queued').length === 60,
    );
    const first = await got(tenantId);
    for (const [person, what] of first) {
      const place = placeOf(test.salt, person, { shares: { holdOut: 0, test: 10_000 }, weights: [1, 1] });
      expect(what).toBe(place.part === 'test' && place.variant === 1 ? 'Another subject' : 'Hello');
    }
    await click(test.variants[1]!.id, 25);
    await stage.passUntil(async () => (await rowOf(tenantId, test.id)).status === 'decided', '1 hour');
    expect(await rowOf(tenantId, test.id)).toMatchObject({ outcome: 'winner', sentVariantId: test.variants[1]!.id });
    await enrolInto(stage.app, made, personIds.slice(60), await stage.nowIso());
    await stage.env.client.workflow.getHandle(`drip/${tenantId}/${dripId}`).signal('wake');
    await stage.passUntil(
      async () => (await got(tenantId)).size === 80 && ![...(await got(tenantId)).values()].includes('queued'),
    );
    const after = await got(tenantId);
    for (const person of personIds.slice(60)) expect(after.get(person)).toBe('Another subject');
    await campaign.terminate();
  }, 240_000);
});

const refOf = (tenantId: string, { id, campaignId }: ExperimentRow) => ({ tenantId, campaignId, experimentId: id });
