import { sql, type RawBuilder } from 'kysely';
import type { ConditionOf } from '../../domain/segments/rule.ts';
import type { SqlRuleContext } from './segment-context.ts';

type Sql = RawBuilder<unknown>;
type Engagement = ConditionOf<'engagement'>;

/** A condition on how often something happened; `isRequired` when the rule means nobody for whom it does not hold. */
export interface CountedCondition {
  condition: Engagement;
  isRequired: boolean;
}

/**
 * How often each person did what some conditions name, in the columns `times0`, `times1` … in their order, beside `person_id`. All
 * are about the same campaign and source, and either about what was sent or about events, which are read once for all of them.
 * `isRequired` when only the people with a row can be meant; then the rows are those that every required condition holds for.
 */
export function countsOf(
  counted: readonly CountedCondition[],
  context: SqlRuleContext,
): { rows: Sql; isRequired: boolean } {
  const conditions = counted.map(({ condition }) => condition);
  const { event, campaignId, sourceId } = conditions[0]!;
  const { from, at, happened, received } = event === 'sent' ? sentMessages : events;
  const now = sql`${context.nowIso}::timestamptz`;
  const hours = (days: number) => sql`${now} - make_interval(hours => ${days * 24}::int)`;
  const since = (days: number | null) => (days === null ? sql`` : sql`and ${at} > ${hours(days)}`);
  const widest = widestWindow(conditions);
  // The only condition is asked of the rows; of several, what they have in common, and the rest of each row.
  const counts = conditions.map((condition) =>
    conditions.length === 1
      ? sql`count(*)`
      : sql`count(*) filter (where ${happened(condition.event)} ${since(condition.withinDays)})`,
  );
  const required = counted.flatMap(({ condition, isRequired }, index) =>
    isRequired ? [timesSql(counts[index]!, condition)] : [],
  );
  const isRequired = counted.some((one) => one.isRequired && !isTrueOfNone(one.condition));
  const kinds = [...new Set(conditions.map((condition) => condition.event))].map(happened);
  const rows = sql`
    select person_id, ${sql.join(counts.map((count, index) => sql`${count} as ${sql.ref(`times${index}`)}`))} from ${from}
    where e.tenant_id = ${context.tenantId}::uuid and person_id is not null and (${sql.join(kinds, sql` or `)})
      and ${at} <= ${now} ${since(widest)} ${received && widest !== null ? sql`and ${received} > ${hours(widest + 1)}` : sql``}
      ${campaignId ? sql`and campaign_id = ${campaignId}::uuid` : sql``} ${sourceId ? sql`and e.source_id = ${sourceId}::uuid` : sql``}
    group by person_id ${isRequired ? sql`having ${sql.join(required, sql` and `)}` : sql``}`;
  return { rows, isRequired };
}

/** Whether a number of times is one that a condition wants. */
export function timesSql(found: Sql, { times: { op, count } }: Engagement): Sql {
  if (op === 'exactly') return sql`(${found} = ${count}::int)`;
  if (op === 'atMost') return sql`(${found} <= ${count}::int)`;
  return sql`(${found} >= ${count}::int)`;
}

/** A click counts once it was judged to be a person's, an open unless it was judged to be a machine's, everything else unless a machine did it. */
export function countsSql(event: string): Sql {
  if (event === 'click') return sql`e.verdict = 'human'`;
  if (event === 'open') return sql`e.verdict <> 'machine' and e.verdict_rule is not null`;
  return sql`e.verdict <> 'machine'`;
}

/** Whether a condition holds for who never did it. */
function isTrueOfNone({ times: { op, count } }: Engagement): boolean {
  return op === 'atMost' || count === 0;
}

/** The days that hold everything the conditions count; null for ever. */
function widestWindow(conditions: readonly Engagement[]): number | null {
  const days = conditions.map(({ withinDays }) => withinDays ?? Infinity);
  const widest = Math.max(...days);
  return widest === Infinity ? null : widest;
}

/** What was received when it happened or later, or a little before by a clock that is ahead: a bound on it keeps older partitions out. */
const events = {
  from: sql`engagement_events e`,
  at: sql`e.occurred_at`,
  received: sql`e.received_at`,
  happened: (event: string) => sql`(e.kind = ${event} and ${countsSql(event)})`,
};

const sentMessages = {
  from: sql`messages e join message_batches b on b.tenant_id = e.tenant_id and b.id = e.batch_id`,
  at: sql`e.sent_at`,
  received: null,
  happened: () => sql`true`,
};
