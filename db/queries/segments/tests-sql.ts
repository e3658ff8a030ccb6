import { sql, type RawBuilder } from 'kysely';
import type { AttributeType } from '../../../domain/attributes/attribute.ts';
import { fold } from '../../../domain/segments/evaluate-test.ts';
import type { BooleanTest, DateTest, FieldTest, NumberTest, TextTest } from '../../../domain/segments/field-test.ts';

type Sql = RawBuilder<unknown>;

/** A value in SQL with its type; `zone` gives the SQL of the zone that a test reckons in. */
export interface TestedValue {
  /** Null where there is no such field any more: everybody's value is missing then. */
  type: AttributeType | null;
  value: Sql;
  isAttribute: boolean;
  /** A text that the product writes itself, in small letters: compared as it is, so that its statistics help the planner. */
  isPlain: boolean;
  nowIso: string;
  zone: (whose: 'person' | 'tenant') => Sql;
}

/** The SQL of a test: true, false, or null where the value is missing and the test does not say what then. */
export function testSql(tested: TestedValue, test: FieldTest): Sql {
  if (test.op === 'isKnown') return sql`(${tested.value} is not null)`;
  if (test.op === 'isMissing') return sql`(${tested.value} is null)`;
  const condition = comparisonSql(tested, test);
  return 'orMissing' in test && test.orMissing ? sql`coalesce(${condition}, true)` : condition;
}

function comparisonSql(tested: TestedValue, test: FieldTest): Sql {
  switch (tested.type) {
    case null:
      return sql`null::boolean`;
    case 'text':
      if (tested.isPlain) return textSql(sql`${tested.value}`, test as TextTest);
      // Folds as domain/segments/evaluate-test.ts does, by the rules of Unicode and not of the server's locale.
      return textSql(sql`lower(${tested.value}::text collate pg_unicode_fast)`, test as TextTest);
    case 'number':
      return numberSql(sql`${tested.value}::float8`, test as NumberTest);
    case 'boolean':
      return (test as BooleanTest).op === 'isTrue' ? sql`(${tested.value})` : sql`(not ${tested.value})`;
    case 'date':
      return dateSql(tested, test as DateTest);
  }
}

function textSql(value: Sql, test: TextTest): Sql {
  switch (test.op) {
    case 'isOneOf':
      return sql`(${value} = any(${test.values.map(fold)}::text[]))`;
    case 'isNoneOf':
      return sql`(${value} <> all(${test.values.map(fold)}::text[]))`;
    case 'contains':
      return sql`(position(${fold(test.value)}::text in ${value}) > 0)`;
    case 'containsNot':
      return sql`(position(${fold(test.value)}::text in ${value}) = 0)`;
    case 'startsWith':
      return sql`starts_with(${value}, ${fold(test.value)}::text)`;
  }
}

function numberSql(value: Sql, test: NumberTest): Sql {
  switch (test.op) {
    case 'equals':
      return sql`(${value} = ${test.value}::float8)`;
    case 'equalsNot':
      return sql`(${value} <> ${test.value}::float8)`;
    case 'lessThan':
      return sql`(${value} < ${test.value}::float8)`;
    case 'atMost':
      return sql`(${value} <= ${test.value}::float8)`;
    case 'moreThan':
      return sql`(${value} > ${test.value}::float8)`;
    case 'atLeast':
      return sql`(${value} >= ${test.value}::float8)`;
    case 'between':
      return sql`(${value} between ${test.from}::float8 and ${test.to}::float8)`;
  }
}

function dateSql({ value, isAttribute, nowIso, zone }: TestedValue, test: DateTest): Sql {
  const where = zone(test.zone);
  const local = sql`(${value} at time zone ${where})::date`;
  // A tenant's own date that was given without a time is midnight UTC and means that day everywhere.
  const day = isAttribute
    ? sql`(case when (${value} at time zone 'UTC')::time = '00:00' then (${value} at time zone 'UTC')::date else ${local} end)`
    : sql`(${local})`;
  const today = sql`(${nowIso}::timestamptz at time zone ${where})::date`;
  switch (test.op) {
    case 'on':
      return sql`(${day} = ${test.day}::text::date)`;
    case 'before':
      return sql`(${day} < ${test.day}::text::date)`;
    case 'after':
      return sql`(${day} > ${test.day}::text::date)`;
    case 'betweenDays':
      return sql`(${day} between ${test.from}::text::date and ${test.to}::text::date)`;
    case 'inLastDays':
      return sql`(${day} between ${today} - ${test.days}::int and ${today})`;
    case 'inNextDays':
      return sql`(${day} between ${today} and ${today} + ${test.days}::int)`;
    case 'moreThanDaysAgo':
      return sql`(${day} < ${today} - ${test.days}::int)`;
    case 'moreThanDaysAhead':
      return sql`(${day} > ${today} + ${test.days}::int)`;
    case 'daysAgo':
      return sql`(${day} = ${today} - ${test.days}::int)`;
    case 'daysAhead':
      return sql`(${day} = ${today} + ${test.days}::int)`;
    case 'anniversary':
      return sql`(to_char(${value} at time zone 'UTC', 'MMDD') = any(${daysAround(nowIso, test)}::text[])
        and ${anniversarySql(day, sql`${today} + ${test.from}::int`, sql`${today} + ${test.to}::int`)})`;
  }
}

/**
 * The days of the year (MMDD) near a stretch, by whatever calendar: a coarse look that spares nearly everybody the exact one, which has
 * to work with each person's zone.
 */
function daysAround(nowIso: string, { from, to }: { from: number; to: number }): string[] {
  const days: string[] = [];
  for (let offset = from - 3; offset <= to + 3; offset++) {
    days.push(new Date(Date.parse(nowIso) + offset * 86_400_000).toISOString().slice(5, 10).replace('-', ''));
  }
  return days.some((day) => day === '0228' || day === '0301') ? [...days, '0229'] : days;
}

/**
 * Whether a day comes round between two days at most a year apart, a year after it at the earliest; adding years takes 29 February to
 * the 28th where the year has none. The days are worked out once, in a subquery that is not pulled up.
 */
function anniversarySql(day: Sql, first: Sql, last: Sql): Sql {
  const again = (end: Sql) => sql`(extract(year from ${end}) > extract(year from day)
    and (day + make_interval(years => (extract(year from ${end}) - extract(year from day))::int))::date between first and last)`;
  return sql`(select ${again(sql`first`)} or ${again(sql`last`)}
    from (select ${day} as day, ${first} as first, ${last} as last offset 0) stretch)`;
}
