import { sql } from 'kysely';
import type { ExperimentMetric } from '../../../domain/experiments/experiment.ts';
import { nobody, type CountedVariant } from '../../../domain/experiments/arms.ts';
import type { Sample } from '../../../domain/experiments/moments.ts';
import type { TenantDb } from '../../connection.ts';

const { replies: _, machineClicks: __, brought: ___, ...noCounts } = nobody;

type VariantCounts = Omit<CountedVariant, 'replies' | 'machineClicks' | 'brought'>;

/** What people of one variant brought: how many people that is, and the sums. */
interface VariantSums {
  variantId: string | null;
  isHeldOut: boolean;
  n: number;
  /** How many of them brought anything. */
  buyers: number;
  sum: number;
  sumSquares: number;
}

/** A test as its counts are asked for. */
export interface CountedTest {
  id: string;
  /** The broadcast or the drip's step. */
  sourceId: string;
  metric: ExperimentMetric;
  goalEvent: string | null;
  /** Where it is on a step of a drip: the drip, and the key of the step. */
  dripId: string | null;
  step: string | null;
}

/** All that a test is decided by and shown with. */
export interface TestCounts {
  variants: CountedVariant[];
  heldOut: number;
  /** The revenue of the people who were held out; null if the test is not decided by revenue. */
  heldOutBrought: Sample | null;
  /** What was won without a rate into the tenant's currency, and so counts for nothing; of a test by revenue only. */
  withoutRate: number;
}

/** Counts a test as it stands. */
export async function countTest(
  db: TenantDb,
  test: CountedTest & { startedAt: Date | null; sentEditionId?: string | null; decidedAt?: Date | null },
): Promise<TestCounts> {
  const { startedAt } = test;
  if (!startedAt) return { variants: [], heldOut: 0, heldOutBrought: null, withoutRate: 0 };
  const events = await countVariantEvents(db, test);
  const isBrought = test.metric === 'conversions' || test.metric === 'revenue';
  const sums = isBrought ? await sumOutcomes(db, { ...test, startedAt }) : [];
  const counts = await countVariants(db, test);
  const since =
    test.dripId && test.sentEditionId && test.decidedAt
      ? await countSince(db, { ...test, editionId: test.sentEditionId, decidedAt: test.decidedAt })
      : null;
  return {
    variants: (since ? [...counts, since] : counts).map((row) => {
      const { replies = 0, machineClicks = 0 } = events.find(({ variantId }) => variantId === row.variantId) ?? {};
      const brought = sums.find(({ variantId, isHeldOut }) => variantId === row.variantId && !isHeldOut) ?? null;
      return { ...row, replies, machineClicks, brought };
    }),
    heldOut: await countHeldOut(db, { ...test, startedAt }),
    heldOutBrought: sums.find(({ isHeldOut }) => isHeldOut) ?? null,
    withoutRate: test.metric === 'revenue' ? await countWithoutRate(db, { ...test, startedAt }) : 0,
  };
}

/**
 * Counts the messages of a test by variant, from the messages as they are. Clicks and opens are those of people. The people of a
 * variant are all whom the test gave it, whatever came of their message: whether the shares are right is a question about the division.
 */
async function countVariants(db: TenantDb, test: Pick<CountedTest, 'id' | 'sourceId'>): Promise<VariantCounts[]> {
  const { rows } = await sql<VariantCounts>`
    select b.experiment_variant_id as "variantId",
      case when b.experiment_variant_id is null then count(*) filter (where m.status <> 'skipped')
        else count(distinct m.person_id) filter (where b.experiment_variant_id is not null) end::int as people,
      count(*) filter (where m.status = 'sent')::int as sent,
      count(*) filter (where m.status = 'sent' and m.bounced_at is null)::int as delivered,
      count(m.opened_at)::int as opens, count(m.clicked_at)::int as clicks, count(m.unsubscribed_at)::int as unsubscribes,
      count(m.complained_at)::int as complaints, count(m.bounced_at)::int as bounces
    from message_batches b
    join messages m on m.tenant_id = b.tenant_id and m.batch_id = b.id
    where b.tenant_id = current_tenant() and b.source_id = ${test.sourceId}::uuid and b.experiment_id = ${test.id}::uuid
      and (m.status <> 'skipped' or m.reason <> 'hold_out')
    group by b.experiment_variant_id`.execute(db);
  return rows;
}

/** Who came to a drip's step after its test was decided, and got what was decided for: their messages are of no variant. */
async function countSince(
  db: TenantDb,
  { sourceId, editionId, decidedAt }: Pick<CountedTest, 'sourceId'> & { editionId: string; decidedAt: Date },
): Promise<VariantCounts> {
  const { rows } = await sql<{ people: number; sent: number }>`
    select count(*) filter (where m.status <> 'skipped')::int as people, count(*) filter (where m.status = 'sent')::int as sent
    from message_batches b
    join messages m on m.tenant_id = b.tenant_id and m.batch_id = b.id
    where b.tenant_id = current_tenant() and b.source_id = ${sourceId}::uuid and b.experiment_id is null
      and m.edition_id = ${editionId}::uuid and b.created_at >= ${decidedAt.toISOString()}::timestamptz`.execute(db);
  return { variantId: null, ...noCounts, ...rows[0] };
}

/** Replies of people, and the clicks that were machines’, by variant. */
async function countVariantEvents(
  db: TenantDb,
  test: Pick<CountedTest, 'id' | 'sourceId'>,
): Promise<{ variantId: string | null; replies: number; machineClicks: number }[]> {
  const { rows } = await sql<{ variantId: string | null; replies: number; machineClicks: number }>`
    select b.experiment_variant_id as "variantId",
      count(distinct e.message_id) filter (where e.kind = 'reply')::int as replies,
      count(*) filter (where e.kind = 'click' and e.verdict = 'machine')::int as "machineClicks"
    from engagement_events e
    join messages m on m.tenant_id = e.tenant_id and m.id = e.message_id
    join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id and b.experiment_id = ${test.id}::uuid
    where e.tenant_id = current_tenant() and e.source_id = ${test.sourceId}::uuid
      and (e.kind = 'reply' or e.kind = 'click' and e.verdict = 'machine')
    group by 1`.execute(db);
  return rows;
}

/**
 * What people brought after they got their variant, by variant: for conversions whether they did what the test names, for revenue what
 * the opportunities that they have a part in were won for less what was given back, in minor units of the tenant's currency: in equal
 * parts where several of the test have a part in one, so that no money counts twice. Somebody who comes to a step again is one
 * person, from the first time. Who was held out counts from when the others began.
 */
async function sumOutcomes(db: TenantDb, test: CountedTest & { startedAt: Date }): Promise<VariantSums[]> {
  const brought =
    test.metric === 'revenue'
      ? sql`select variant_id, person_id, sum(amount) as amount from (
          select r.variant_id, r.person_id,
            (o.value_minor - coalesce(back.minor, 0))::float8 / count(*) over (partition by o.id) as amount
          from recipients r
          join opportunity_people op on op.tenant_id = current_tenant() and op.person_id = r.person_id
          join opportunities o on o.tenant_id = op.tenant_id and o.id = op.opportunity_id
          left join lateral (select sum(f.value_minor) as minor from opportunity_refunds f
            where f.tenant_id = current_tenant() and f.opportunity_id = o.id) back on true
          where o.state = 'won' and o.deleted_at is null and o.closed_at >= r.since) parts group by 1, 2`
      : sql`select distinct r.variant_id, r.person_id, 1::float8 as amount
          from recipients r
          join engagement_events e on e.tenant_id = current_tenant() and e.person_id = r.person_id
          where e.kind in ('custom', 'form') and e.name = ${test.goalEvent} and e.verdict <> 'machine'
            and e.occurred_at >= r.since`;
  const { rows } = await sql<VariantSums>`
    with recipients as materialized (${recipientsOf(test)}),
    brought as (${brought})
    select r.variant_id as "variantId", r.is_held_out as "isHeldOut", count(*)::int as n, count(b.amount)::int as buyers,
      coalesce(sum(b.amount), 0)::float8 as sum, coalesce(sum(b.amount * b.amount), 0)::float8 as "sumSquares"
    from recipients r left join brought b on b.person_id = r.person_id and b.variant_id is not distinct from r.variant_id
    group by 1, 2`.execute(db);
  return rows;
}

/** Who got a variant and was reached, by variant, and who was held out; each since when what they do counts. */
const recipientsOf = (test: CountedTest & { startedAt: Date }) => sql`
  select b.experiment_variant_id as variant_id, m.person_id, m.status = 'skipped' as is_held_out,
    min(case when m.status = 'skipped' then ${test.startedAt.toISOString()}::timestamptz else m.sent_at end) as since
  from message_batches b
  join messages m on m.tenant_id = b.tenant_id and m.batch_id = b.id
  where b.tenant_id = current_tenant() and b.source_id = ${test.sourceId}::uuid and b.experiment_id = ${test.id}::uuid
    and (m.status = 'sent' and m.bounced_at is null and b.experiment_variant_id is not null
      or m.status = 'skipped' and m.reason = 'hold_out')
  group by 1, 2, 3
  union all
  select null, person_id, true, since from (${passedBy(test)}) passed`;

/** How many opportunities that would count have no value in the tenant's currency. */
async function countWithoutRate(db: TenantDb, test: CountedTest & { startedAt: Date }): Promise<number> {
  const { rows } = await sql<{ opportunities: number }>`
    with recipients as materialized (${recipientsOf(test)})
    select count(distinct o.id)::int as opportunities
    from recipients r
    join opportunity_people op on op.tenant_id = current_tenant() and op.person_id = r.person_id
    join opportunities o on o.tenant_id = op.tenant_id and o.id = op.opportunity_id
    where o.state = 'won' and o.deleted_at is null and o.closed_at >= r.since and o.value_minor is null`.execute(db);
  return rows[0]?.opportunities ?? 0;
}

/** Who came to the step of a drip's test and was held out, and since when; nobody of a broadcast, whose messages say it. */
const passedBy = ({ dripId, step, startedAt }: CountedTest & { startedAt: Date }) => sql`
  select p.person_id, min(v.at) as since
  from drip_moves v join drip_positions p on p.tenant_id = v.tenant_id and p.id = v.position_id
  where v.tenant_id = current_tenant() and v.drip_id = ${dripId}::uuid and v.step = ${step} and v.reason = 'hold_out'
    and v.at >= ${startedAt.toISOString()}::timestamptz
  group by 1`;

async function countHeldOut(db: TenantDb, test: CountedTest & { startedAt: Date }): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select (select count(*) from message_batches b
        join messages m on m.tenant_id = b.tenant_id and m.batch_id = b.id
        where b.tenant_id = current_tenant() and b.source_id = ${test.sourceId}::uuid and b.experiment_id = ${test.id}::uuid
          and m.status = 'skipped' and m.reason = 'hold_out')::int
      + (select count(*) from (${passedBy(test)}) passed)::int as people`.execute(db);
  return rows[0]?.people ?? 0;
}
