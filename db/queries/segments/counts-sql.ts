import { sql, type RawBuilder } from 'kysely';
import type { ConditionOf } from '../../../domain/segments/rule.ts';
import type { SqlRuleContext } from './context.ts';

type Sql = RawBuilder<unknown>;
type Engagement = ConditionOf<'engagement'>;

/** A condition on how often something happened; `isRequired` when the rule means nobody for whom it does not hold. */
export interface CountedCondition {
  condition: Engagement;
  isRequired: boolean;
}

/**
 * How often each person did what some conditions name, in the columns `times0`, `times1` … in their order, beside `person_id`. All
 * are about the same campaign, source and name, and either about what was sent or about events, which are read once for all of them.
 * `isRequired` when only the people with a row can be meant; then the rows are those that every required condition holds for.
 */
export function countsOf(
  counted: readonly CountedCondition[],
  context: SqlRuleContext,
): { rows: Sql; isRequired: boolean } {
  const conditions = counted.map(({ condition }) => condition);
  const { event, campaignId, sourceId, name } = conditions[0]!;
  const { from, at, kind, counts, received } = event === 'sent' ? sentMessages : events;
  const since = (column: Sql, days: number | null) =>
    days === null ? sql`` : sql`and ${column} > ${daysBefore(context.nowIso, days)}`;
  const widest = widestWindow(conditions);
  // All events that any condition counts are read once; each condition then counts its own kind and days.
  const times = conditions.map(({ event, withinDays }) =>
    conditions.length === 1
      ? sql`count(*)`
      : sql`count(*) filter (where c.kind = ${sql.lit(event)} ${withinDays === widest ? sql`` : since(sql`c.at`, withinDays)})`,
  );
  const required = counted.flatMap(({ condition, isRequired }, index) =>
    isRequired ? [timesSql(times[index]!, condition)] : [],
  );
  const isRequired = counted.some((one) => one.isRequired && !isTrueOfNone(one.condition));
  const kinds = [...new Set(conditions.map((condition) => condition.event))];
  // In the order of people, where an index has it: a hash of everybody costs more than reading them one after the other.
  const isOrdered = sourceId === null && name === undefined && kinds.every(isIndexed);
  const what = isOrdered ? indexed(kinds) : sql`(${sql.join(kinds.map(counts), sql` or `)})`;
  const rows = sql`
    select c.person_id, ${sql.join(times.map((count, index) => sql`${count} as ${sql.ref(`times${index}`)}`))}
    from (
      select e.person_id, ${kind} as kind, ${at} as at from ${from}
      where e.tenant_id = ${context.tenantId}::uuid and e.person_id is not null and ${what}
        and ${at} <= ${context.nowIso}::timestamptz ${since(at, widest)} ${received && widest !== null ? since(received, widest + 1) : sql``}
        ${campaignId ? sql`and campaign_id = ${campaignId}::uuid` : sql``} ${sourceId ? sql`and e.source_id = ${sourceId}::uuid` : sql``}
        ${name === undefined ? sql`` : event === 'sent' ? sql`and false` : sql`and e.name = ${name}`}
      ${isOrdered ? sql`order by e.person_id` : sql``}) c
    group by c.person_id ${isRequired ? sql`having ${sql.join(required, sql` and `)}` : sql``}`;
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

/** So many times 24 hours before a moment, worked out once and not for each row. */
function daysBefore(iso: string, days: number): Sql {
  return sql`${new Date(Date.parse(iso) - days * 86_400_000).toISOString()}::timestamptz`;
}

/** The days that hold everything the conditions count; null for ever. */
function widestWindow(conditions: readonly Engagement[]): number | null {
  const days = conditions.map(({ withinDays }) => withinDays ?? Infinity);
  const widest = Math.max(...days);
  return widest === Infinity ? null : widest;
}

const otherKinds = ['reply', 'bounce', 'complaint', 'unsubscribe', 'page_view', 'form', 'custom'];

/** Whether the index `engagement_events_counted` holds events of this kind. */
function isIndexed(event: string): boolean {
  return event === 'open' || event === 'click' || otherKinds.includes(event);
}

/**
 * That events of these kinds count, in the very words of the index `engagement_events_counted`: what is true of all that it holds is not
 * asked of the events themselves, so that nothing but the index is read.
 */
function indexed(kinds: readonly string[]): Sql {
  const held = [
    ...['click', 'open'].map(events.counts),
    sql`(e.kind in (${listed(otherKinds)}) and ${countsSql('other')})`,
  ];
  return sql`(${sql.join(held, sql` or `)}) and e.kind in (${listed(kinds)})`;
}

/** Written out and no parameters: the planner finds the index by comparing conditions. */
function listed(kinds: readonly string[]): Sql {
  return sql.join(kinds.map((kind) => sql.lit(kind)));
}

/** What was received when it happened or later, or a little before by a clock that is ahead: a bound on it keeps older partitions out. */
const events = {
  from: sql`engagement_events e`,
  at: sql`e.occurred_at`,
  received: sql`e.received_at`,
  kind: sql`e.kind`,
  counts: (event: string) => sql`(e.kind = ${listed([event])} and ${countsSql(event)})`,
};

const sentMessages = {
  from: sql`messages e join message_batches b on b.tenant_id = e.tenant_id and b.id = e.batch_id`,
  at: sql`e.sent_at`,
  received: null,
  kind: sql`'sent'`,
  counts: () => sql`true`,
};
