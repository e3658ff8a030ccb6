import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { openTest } from '../../activities/experiments/freeze.ts';
import { lookAt } from '../../activities/experiments/look.ts';
import { buildVariantEdition } from '../../activities/content/variant-edition.ts';
import type { TenantDb } from '../../db/connection.ts';
import { findContentHash } from '../../db/queries/approvals/approvals.ts';
import { insertAudience } from '../../db/queries/broadcasts/freeze.ts';
import { insertBroadcast } from '../../db/queries/broadcasts/broadcasts.ts';
import { listCampaignTypes } from '../../db/queries/campaigns/types.ts';
import { rebuildCounters } from '../../db/queries/parts/counters.ts';
import { insertEdition } from '../../db/queries/content/editions.ts';
import { markExperiment, markNextLook, releaseRest } from '../../db/queries/experiments/course.ts';
import { findExperiment, insertExperiment } from '../../db/queries/experiments/experiments.ts';
import { emptyAudience } from '../../domain/broadcasts/audience.ts';
import { MessageContent } from '../../domain/content/content.ts';
import { ExperimentPlan, lookHours } from '../../domain/experiments/experiment.ts';
import { valuesOf, variantsOf } from '../../domain/experiments/values.ts';
import { priorities } from '../../domain/outbox/message.ts';
import { hideClicks } from './history-hidden-clicks.ts';
import type { DemoTeam } from './history.ts';
import { knownBy, seedConsequences, seedEvents, seedResponses } from './history-sends.ts';
import { demoMessage } from './message.ts';

/** A campaign whose subject was, or is being, tested. */
interface TestedCampaign {
  name: string;
  description: string;
  utmId: string;
  subject: string;
  other: string;
  plan: Partial<ExperimentPlan>;
  /** How long ago it began, and how many looks were taken since. */
  hoursAgo: number;
  looks: number;
  /** Of 100 people who got A and of those who got B, how many clicked. */
  clicks: readonly [number, number];
}

const tested: readonly TestedCampaign[] = [
  {
    name: 'Price list in plain words',
    description: 'The new price list, announced in two ways; the better one went to everybody else.',
    utmId: 'northwind-plain-words',
    subject: 'Our new price list',
    other: 'What a pallet costs from July',
    plan: {
      minimumPeople: 150,
      testPercent: 60,
      holdOutPercent: 5,
      baselinePercent: 12,
      liftPercent: 60,
      waitHours: 4,
      endHours: 24,
      looks: 4,
    },
    hoursAgo: 20 * 24,
    looks: 4,
    clicks: [11, 27],
  },
  {
    name: 'Invitation to the autumn fair',
    description: 'Two subjects go to a part of the newsletter; the others wait for the better one.',
    utmId: 'northwind-autumn-fair',
    subject: 'Meet us at the autumn fair',
    other: 'Your ticket for the autumn fair',
    plan: {
      minimumPeople: 150,
      testPercent: 50,
      baselinePercent: 12,
      liftPercent: 40,
      waitHours: 24,
      endHours: 96,
      looks: 4,
    },
    hoursAgo: 30,
    looks: 1,
    clicks: [12, 14],
  },
];

/** A test that was decided and one that goes on, by the engine itself; only the road that the mail took and what people did is told. */
export async function seedExperiments(db: TenantDb, team: DemoTeam): Promise<void> {
  for (const campaign of tested) await seedTest(db, team, campaign);
}

async function seedTest(db: TenantDb, team: DemoTeam, demo: TestedCampaign): Promise<void> {
  const startedAt = new Date(Date.now() - demo.hoursAgo * 3_600_000);
  const campaignId = await seedCampaign(db, team, { demo, startedAt });
  const list = await db.selectFrom('lists').select('id').where('name', '=', 'Newsletter').executeTakeFirstOrThrow();
  const audience = { ...emptyAudience, listIds: [list.id] };
  const content = MessageContent.parse({ ...demoMessage(demo.subject, demo.description), senderId: team.senderId });
  const broadcastId = await insertBroadcast(db, { campaignId, name: 'Main message', audience, content });
  const experimentId = uuidv7();
  const plan = ExperimentPlan.parse({
    name: 'Two subjects',
    variants: [{ changes: { subject: demo.other } }],
    ...demo.plan,
  });
  const owner = { campaignId, broadcastId, dripId: null, stepId: null };
  await insertExperiment(db, { id: experimentId, owner, values: valuesOf(plan), variants: variantsOf(plan) });
  // The same people are drawn for the same variants in every installation.
  await db.updateTable('experiments').set({ salt: demo.utmId }).where('id', '=', experimentId).execute();
  const approvedHash = await findContentHash(db, campaignId);
  await db.updateTable('campaigns').set({ approvedHash }).where('id', '=', campaignId).execute();
  const nowIso = startedAt.toISOString();
  const experiment = (await openTest(db, { broadcastId, now: nowIso, localStart: null }))!;
  const editionId = await insertEdition(db, await buildVariantEdition(db, broadcastId));
  const priority = priorities.broadcast;
  await insertAudience(db, {
    audience,
    isMarketing: true,
    nowIso,
    broadcastId,
    campaignId,
    editionId,
    priority,
    experiment,
  });
  const isOver = demo.looks === plan.looks;
  await db
    .updateTable('broadcasts')
    .set({ status: isOver ? 'completed' : 'sending', frozenAt: startedAt, startedAt })
    .where('id', '=', broadcastId)
    .execute();
  for (const [index, { id }] of experiment.variants.entries())
    await play(db, { broadcastId, variantId: id, startedAt, clicks: demo.clicks[index] ?? 0 });
  await look(db, { experimentId, startedAt, demo, plan });
  if (isOver) await rollOut(db, { experimentId, broadcastId, demo, startedAt });
  await seedEvents(db, { campaignId, sourceId: broadcastId });
  await seedResponses(db, { campaignId, sourceId: broadcastId });
  await seedConsequences(db, broadcastId);
  await rebuildCounters(db, broadcastId);
}

async function seedCampaign(
  db: TenantDb,
  { manager }: DemoTeam,
  { demo, startedAt }: { demo: TestedCampaign; startedAt: Date },
): Promise<string> {
  const type = (await listCampaignTypes(db)).find(({ name }) => name === 'E-mail');
  const isOver = demo.looks > 1;
  const over = new Date(startedAt.getTime() + 25 * 3_600_000);
  const { id } = await db
    .insertInto('campaigns')
    .values({
      name: demo.name,
      description: demo.description,
      campaignTypeId: type!.id,
      status: isOver ? 'completed' : 'running',
      ownerId: manager.id,
      startAt: startedAt,
      startedAt,
      completedAt: isOver ? over : null,
      statusChangedAt: isOver ? over : startedAt,
      currency: 'EUR',
      utmId: demo.utmId,
      createdBy: manager.id,
      authors: [manager.id],
      createdAt: new Date(startedAt.getTime() - 5 * 86_400_000),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Sends a variant's messages, or the rest's, and lets people click at their own pace: most within hours. */
async function play(
  db: TenantDb,
  input: { broadcastId: string; variantId: string | null; startedAt: Date; clicks: number },
): Promise<void> {
  const at = sql`${input.startedAt}::timestamptz`;
  const dice = (what: string) => sql`(abs(hashtext(${what} || p.external_id || ${knownBy})) % 1000)`;
  const later = sql`${at} + make_interval(mins => 6 + ${dice('when')} * ${dice('when')} / 900)`;
  const { rows } = await sql<{ id: string }>`
    update message_batches set finished_at = ${at} + interval '5 minutes', created_at = ${at}, not_before = coalesce(not_before, ${at})
    where tenant_id = current_tenant() and source_id = ${input.broadcastId}::uuid and finished_at is null
      and experiment_variant_id is not distinct from ${input.variantId}::uuid
    returning id`.execute(db);
  await sql`
    update messages m set status = 'sent', attempts = 1, counted_at = ${at}, sending_at = ${at}, sent_at = ${at} + make_interval(secs => ${dice('second')} / 4.0),
      opened_at = case when ${dice('open')} < 480 and ${later} < now() then ${later} end,
      clicked_at = case when ${dice('click')} < ${input.clicks * 10} and ${later} < now() then ${later} + interval '1 minute' end,
      unsubscribed_at = case when ${dice('leave')} < 5 and ${later} < now() then ${later} + interval '2 minutes' end
    from people p
    where m.tenant_id = current_tenant() and m.status = 'queued' and p.tenant_id = m.tenant_id and p.id = m.person_id
      and m.batch_id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(db);
}

/** Takes the looks at their times, each with what had come in by then. */
async function look(
  db: TenantDb,
  input: { experimentId: string; startedAt: Date; demo: TestedCampaign; plan: ExperimentPlan },
): Promise<void> {
  const { experimentId: id, startedAt, demo, plan } = input;
  const times = lookHours(plan).map((hours) => new Date(startedAt.getTime() + hours * 3_600_000));
  for (let number = 1; number <= demo.looks; number++) {
    const test = (await findExperiment(db, id))!;
    const at = times[number - 1]!;
    const hidden = await hideClicks(db, test.broadcastId!, at);
    const taken = await lookAt(db, test, { number, now: at.toISOString(), isLast: number === plan.looks });
    await hidden.show();
    if (taken.kind === 'wait') continue;
    const sent = test.variants.find(({ id: variant }) => variant === taken.winnerVariantId) ?? test.variants[0]!;
    const outcome = taken.kind === 'winner' ? ('winner' as const) : ('no_winner' as const);
    const values = {
      outcome,
      sentVariantId: sent.id,
      reasons: taken.reasons,
      decidedAt: at.toISOString(),
      nextLookAt: null,
    };
    await markExperiment(db, { id, from: ['testing'], to: 'decided', values });
    return;
  }
  await markNextLook(db, { id, at: times[demo.looks]?.toISOString() ?? null, pausedMs: 0 });
}

async function rollOut(
  db: TenantDb,
  input: { experimentId: string; broadcastId: string; demo: TestedCampaign; startedAt: Date },
): Promise<void> {
  const { experimentId, broadcastId, demo } = input;
  const test = (await findExperiment(db, experimentId))!;
  const sent = test.variants.find(({ id }) => id === test.sentVariantId);
  const decidedAt = test.decidedAt ?? input.startedAt;
  if (!sent?.editionId) return;
  await releaseRest(db, {
    experimentId,
    sourceId: broadcastId,
    editionId: sent.editionId,
    opensAt: decidedAt.toISOString(),
  });
  const clicks = demo.clicks[test.variants.indexOf(sent)] ?? 0;
  await play(db, { broadcastId, variantId: null, startedAt: decidedAt, clicks });
  await db.updateTable('experiments').set({ rolledOutAt: decidedAt }).where('id', '=', experimentId).execute();
  await db.updateTable('broadcasts').set({ completedAt: decidedAt }).where('id', '=', broadcastId).execute();
}
