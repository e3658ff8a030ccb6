import type { AttributeType } from '../../../domain/attributes/attribute.ts';
import type { FieldTest } from '../../../domain/segments/field-test.ts';
import type { RuleField } from '../../../domain/segments/field.ts';
import { opsOfType } from '../../../domain/segments/ops.ts';
import type { Condition, Rule, RuleGroup } from '../../../domain/segments/rule.ts';

/** What a condition can be about, besides fields, which are named by their path. */
export const otherSubjects = [
  { value: 'engagement', label: 'What they did with messages' },
  { value: 'member', label: 'Campaign membership' },
  { value: 'list', label: 'Lists' },
  { value: 'segment', label: 'Another segment' },
  { value: 'opportunity', label: 'Opportunities' },
] as const;

/** The rule that a new segment starts with: one condition to fill in. */
export function startingRule(): RuleGroup {
  return { kind: 'all', rules: [newCondition('person.country', 'text')] };
}

/** A condition about `subject`, with what has to be filled in left empty. */
export function newCondition(subject: string, type: AttributeType = 'text'): Condition {
  switch (subject) {
    case 'engagement':
      return {
        kind: 'engagement',
        event: 'click',
        times: { op: 'atLeast', count: 1 },
        withinDays: 30,
        campaignId: null,
        sourceId: null,
      };
    case 'member':
      return { kind: 'member', is: true, campaignId: '', statusIds: [], responded: null };
    case 'list':
      return { kind: 'list', is: true, listIds: [] };
    case 'segment':
      return { kind: 'segment', is: true, segmentId: '' };
    case 'opportunity':
      return {
        ...{ kind: 'opportunity', is: true, of: 'person', states: ['open'], stageIds: [] },
        ...{ atLeastMinor: null, closedWithinDays: null },
      };
    default:
      return { kind: 'field', field: subject, test: newTest(opsOfType[type][0] ?? 'isKnown') };
  }
}

/** A comparison with what has to be filled in left empty, keeping of `before` what fits. */
export function newTest(op: FieldTest['op'], before?: FieldTest): FieldTest {
  const kept = { ...before } as Partial<Record<'values' | 'value' | 'days' | 'day' | 'zone' | 'orMissing', unknown>>;
  const zone = kept.zone === 'tenant' ? 'tenant' : 'person';
  switch (op) {
    case 'isOneOf':
      return { op, values: asTexts(kept.values) };
    case 'isNoneOf':
      return { op, values: asTexts(kept.values), orMissing: kept.orMissing === true };
    case 'contains':
    case 'startsWith':
      return { op, value: typeof kept.value === 'string' ? kept.value : '' };
    case 'containsNot':
      return { op, value: typeof kept.value === 'string' ? kept.value : '', orMissing: kept.orMissing === true };
    case 'equalsNot':
      return { op, value: asNumber(kept.value), orMissing: kept.orMissing === true };
    case 'equals':
    case 'lessThan':
    case 'atMost':
    case 'moreThan':
    case 'atLeast':
      return { op, value: asNumber(kept.value) };
    case 'between':
      return { op, from: 0, to: asNumber(kept.value) };
    case 'on':
    case 'before':
    case 'after':
      return { op, day: typeof kept.day === 'string' ? kept.day : '', zone };
    case 'betweenDays':
      return { op, from: '', to: '', zone };
    case 'inLastDays':
    case 'inNextDays':
    case 'moreThanDaysAgo':
    case 'moreThanDaysAhead':
    case 'daysAgo':
    case 'daysAhead':
      return { op, days: typeof kept.days === 'number' ? kept.days : 30, zone };
    case 'anniversary':
      return { op, from: 0, to: 0, zone };
    default:
      return { op };
  }
}

/** Whether everything that a rule needs is filled in, so that it can be asked for. */
export function isComplete(rule: Rule): boolean {
  switch (rule.kind) {
    case 'all':
    case 'any':
    case 'none':
      return rule.rules.length > 0 && rule.rules.every(isComplete);
    case 'field':
      return isTestComplete(rule.test);
    case 'engagement':
      return Number.isInteger(rule.times.count) && (rule.withinDays === null || rule.withinDays >= 1);
    case 'member':
      return rule.campaignId !== '';
    case 'list':
      return rule.listIds.length > 0;
    case 'segment':
      return rule.segmentId !== '';
    case 'opportunity':
      return rule.closedWithinDays === null || rule.closedWithinDays >= 1;
  }
}

/** The type that the builder shows a field as; one that is gone is shown as a text. */
export function typeOf(fields: readonly RuleField[], field: string): AttributeType {
  return fields.find((known) => known.field === field)?.type ?? 'text';
}

/** The same rule as a group, for a builder that shows groups. */
export function asGroup(rule: Rule): RuleGroup {
  return rule.kind === 'all' || rule.kind === 'any' || rule.kind === 'none' ? rule : { kind: 'all', rules: [rule] };
}

function isTestComplete(test: FieldTest): boolean {
  if ('values' in test) return test.values.length > 0;
  if ('day' in test) return test.day !== '';
  if ('days' in test) return Number.isInteger(test.days);
  if ('from' in test) return [test.from, test.to].every((end) => end !== '' && end !== null);
  return !('value' in test) || (test.value !== '' && test.value !== null);
}

function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}

function asNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
