import type { AttributeType } from '../../attributes/attribute.ts';
import {
  countedEvents,
  countName,
  fieldFeatures,
  type CountedEvent,
  type PersonFeatures,
} from '../../scoring/features.ts';
import { fold } from '../evaluate-test.ts';
import type { Condition, ConditionOf, Rule } from '../rule.ts';
import { conditionsOf, isGroup } from '../rule-parts.ts';
import { bitsOf, type Bits } from './bits.ts';

/** A condition that a suggestion may be made of, and for whom of the people it held. */
export interface Clause {
  condition: Condition;
  /** What it is about: two clauses of the same kind on one subject say nothing more together. */
  subject: string;
  cover: Bits;
}

/** An attribute of the tenant's own, as far as clauses need it. */
export interface NamedAttribute {
  key: string;
  type: AttributeType;
}

/** The most values of one field, and the most thresholds of one number, that are tried. */
const mostValues = 24;
const mostThresholds = 40;
const times = [1, 2, 3, 4, 6, 10];
const days = [30, 90, 365];

/**
 * The conditions of the segment builder that say something about people as they were known at a moment: what their fields said, what
 * they had done in the 30 days before it or ever. Only those that hold for `fewest` people, and not for
 * nearly everybody.
 */
export function clausesFor(
  people: readonly PersonFeatures[],
  { attributes, fewest }: { attributes: readonly NamedAttribute[]; fewest: number },
): Clause[] {
  const fields = [
    ...Object.keys(fieldFeatures).map((field) => ({ field, type: 'text' as AttributeType })),
    ...attributes.map(({ key, type }) => ({ field: `attributes.${key}`, type })),
  ];
  const conditions = [
    ...fields.flatMap(({ field, type }) => fieldConditions(people, { field, type })),
    ...(Object.keys(countedEvents) as CountedEvent[]).flatMap(eventConditions),
  ];
  return conditions.flatMap((condition) => {
    let held = 0;
    const cover = bitsOf(people.length, (place) => {
      const holds = wasTrue(condition, people[place]!) === true;
      if (holds) held++;
      return holds;
    });
    return held >= fewest && held <= people.length * 0.95 ? [{ condition, subject: subjectOf(condition), cover }] : [];
  });
}

/**
 * Whether a condition held for somebody by what was known of them at a moment; null where that leaves it open, or does not say it at
 * all: not every condition of the builder can be asked of the past.
 */
export function wasTrue(condition: Condition, features: PersonFeatures): boolean | null {
  if (condition.kind === 'engagement') {
    const window = condition.withinDays === null ? 'ever' : condition.withinDays === 30 ? '30' : null;
    if (window === null || condition.campaignId !== null || condition.sourceId !== null || condition.name) return null;
    const happened = features[countName(condition.event as CountedEvent, window)];
    return typeof happened !== 'number' || condition.times.op !== 'atLeast' ? null : happened >= condition.times.count;
  }
  if (condition.kind !== 'field') return null;
  const value = features[condition.field] ?? null;
  return value === null ? null : fieldWasTrue(condition.test, value);
}

/** Those for whom a whole rule held; null where a part of it cannot be asked of the past. A rule of suggestions is a group of `all`. */
export function coverOf(rule: Rule, people: readonly PersonFeatures[]): Bits | null {
  if (isGroup(rule) && rule.kind !== 'all') return null;
  const conditions = conditionsOf(rule);
  const isAsked = (condition: Condition) => people.some((features) => wasTrue(condition, features) !== null);
  if (!conditions.every(isAsked)) return null;
  return bitsOf(people.length, (place) => conditions.every((one) => wasTrue(one, people[place]!) === true));
}

function fieldWasTrue(test: ConditionOf<'field'>['test'], value: string | number): boolean | null {
  switch (test.op) {
    case 'isOneOf':
      return test.values.some((one) => fold(one) === fold(String(value)));
    case 'atLeast':
      return Number(value) >= test.value;
    case 'atMost':
      return Number(value) <= test.value;
    case 'isTrue':
      return String(value) === 'true';
    case 'isFalse':
      return String(value) === 'false';
    // Features say how many days ago a day was.
    case 'inLastDays':
      return Number(value) >= 0 && Number(value) <= test.days;
    case 'inNextDays':
      return Number(value) <= 0 && Number(value) >= -test.days;
    default:
      return null;
  }
}

interface Field {
  field: string;
  type: AttributeType;
}

function fieldConditions(people: readonly PersonFeatures[], { field, type }: Field): Condition[] {
  const about = (test: ConditionOf<'field'>['test']): Condition => ({ kind: 'field', field, test });
  switch (type) {
    case 'text':
      return frequentValues(people, field).map((value) => about({ op: 'isOneOf', values: [value] }));
    case 'number':
      return thresholds(people, field).flatMap((value) => [
        about({ op: 'atLeast', value }),
        about({ op: 'atMost', value }),
      ]);
    case 'boolean':
      return [about({ op: 'isTrue' }), about({ op: 'isFalse' })];
    case 'date':
      return days.flatMap((count) => [
        about({ op: 'inLastDays', days: count, zone: 'person' }),
        about({ op: 'inNextDays', days: count, zone: 'person' }),
      ]);
  }
}

function eventConditions(event: CountedEvent): Condition[] {
  return [30, null].flatMap((withinDays) =>
    times.map((count): Condition => ({
      ...{ kind: 'engagement', event, times: { op: 'atLeast', count }, withinDays },
      ...{ campaignId: null, sourceId: null },
    })),
  );
}

/** The most frequent values of a field, in the spelling that is most frequent. */
function frequentValues(people: readonly PersonFeatures[], field: string): string[] {
  const found = new Map<string, Map<string, number>>();
  for (const features of people) {
    const value = features[field] ?? null;
    if (value === null || value === '' || String(value).length > 200) continue;
    const spellings = found.get(fold(String(value))) ?? new Map<string, number>();
    found.set(fold(String(value)), spellings.set(String(value), (spellings.get(String(value)) ?? 0) + 1));
  }
  const total = (spellings: Map<string, number>) => [...spellings.values()].reduce((sum, count) => sum + count, 0);
  return [...found.values()]
    .sort((a, b) => total(b) - total(a))
    .slice(0, mostValues)
    .map((spellings) => [...spellings].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0]);
}

/** The values at which a number is cut: all of them where they are few, else such as have as many people between them. */
function thresholds(people: readonly PersonFeatures[], field: string): number[] {
  const values = people
    .map((features) => features[field] ?? null)
    .filter((value) => value !== null)
    .map(Number)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const distinct = [...new Set(values)];
  if (distinct.length <= mostThresholds) return distinct;
  const cuts = Array.from({ length: mostThresholds }, (_, cut) => {
    const place = Math.floor(((cut + 0.5) / mostThresholds) * values.length);
    return values[place]!;
  });
  return [...new Set(cuts)];
}

function subjectOf(condition: Condition): string {
  if (condition.kind === 'engagement') return `event ${condition.event}`;
  if (condition.kind !== 'field') return condition.kind;
  return `${condition.field} ${condition.test.op}`;
}
