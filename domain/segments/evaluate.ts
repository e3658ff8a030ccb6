import type { OpportunityState } from '../opportunities/stage.ts';
import { passes, type FactValue, type Truth } from './evaluate-test.ts';
import { typeIn, type RuleField } from './field.ts';
import type { EngagementKind } from './engagement-kinds.ts';
import type { Condition, ConditionOf, Rule } from './rule.ts';

/** Everything about one person that rules look at. Erased people have no facts. */
export interface PersonFacts {
  /** Values by path, such as `person.country`; a path that is absent has no value. */
  fields: Readonly<Record<string, FactValue>>;
  /** The person's zone, or the tenant's where the person has none that is known. */
  zone: string;
  listIds: ReadonlySet<string>;
  memberships: readonly { campaignId: string; statusId: string; hasResponded: boolean }[];
  /** Opportunities that the person has a part in, or that were opened with their account; one may be both. */
  opportunities: readonly {
    of: 'person' | 'account';
    state: OpportunityState;
    stageId: string;
    valueMinor: number | null;
    closedAt: string | null;
  }[];
  /** What counts as having happened; machines are left out already. */
  events: readonly {
    kind: EngagementKind;
    at: string;
    campaignId: string | null;
    sourceId: string | null;
    name?: string | null;
  }[];
}

/** What a rule means in a tenant at a moment: fields with their types, the rules of other segments, the zone. */
export interface RuleContext {
  nowIso: string;
  tenantZone: string;
  fields: ReadonlyMap<string, RuleField>;
  segments: ReadonlyMap<string, Rule>;
}

/** Whether a person is among those whom a rule means. */
export function matches(rule: Rule, facts: PersonFacts, context: RuleContext): boolean {
  return evaluate(rule, facts, context) === true;
}

/** Whether a rule holds for a person; null where a missing value leaves it open. */
export function evaluate(rule: Rule, facts: PersonFacts, context: RuleContext): Truth {
  switch (rule.kind) {
    case 'all':
      return conjunction(rule.rules.map((part) => evaluate(part, facts, context)));
    case 'any':
      return negation(conjunction(rule.rules.map((part) => negation(evaluate(part, facts, context)))));
    case 'none':
      return conjunction(rule.rules.map((part) => negation(evaluate(part, facts, context))));
    default:
      return evaluateCondition(rule, facts, context);
  }
}

/** The conjunction of several truths: false as soon as one is false, otherwise unknown as soon as one is unknown. */
function conjunction(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function negation(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function evaluateCondition(condition: Condition, facts: PersonFacts, context: RuleContext): Truth {
  switch (condition.kind) {
    case 'field': {
      const type = typeIn(context.fields, condition);
      const value = type === null ? null : (facts.fields[condition.field] ?? null);
      const isAttribute = condition.field.startsWith('attributes.');
      const zones = { personZone: facts.zone, tenantZone: context.tenantZone };
      return passes({ type: type ?? 'text', value }, condition.test, { nowIso: context.nowIso, ...zones, isAttribute });
    }
    case 'engagement':
      return hasEngaged(condition, facts, context.nowIso);
    case 'member':
      return facts.memberships.some((member) => isMeant(condition, member)) === condition.is;
    case 'list':
      return condition.listIds.some((id) => facts.listIds.has(id)) === condition.is;
    case 'opportunity':
      return facts.opportunities.some((one) => isWanted(condition, one, context.nowIso)) === condition.is;
    case 'segment': {
      const other = context.segments.get(condition.segmentId);
      return (other !== undefined && matches(other, facts, context)) === condition.is;
    }
  }
}

function hasEngaged(condition: ConditionOf<'engagement'>, facts: PersonFacts, nowIso: string): boolean {
  const now = Date.parse(nowIso);
  const since = condition.withinDays === null ? -Infinity : now - condition.withinDays * 86_400_000;
  const happened = facts.events.filter(
    (event) =>
      event.kind === condition.event &&
      Date.parse(event.at) > since &&
      Date.parse(event.at) <= now &&
      (condition.campaignId === null || event.campaignId === condition.campaignId) &&
      (condition.sourceId === null || event.sourceId === condition.sourceId) &&
      (condition.name === undefined || event.name === condition.name),
  ).length;
  const { op, count } = condition.times;
  return op === 'atLeast' ? happened >= count : op === 'atMost' ? happened <= count : happened === count;
}

function isMeant(condition: ConditionOf<'member'>, member: PersonFacts['memberships'][number]): boolean {
  return (
    member.campaignId === condition.campaignId &&
    (condition.statusIds.length === 0 || condition.statusIds.includes(member.statusId)) &&
    (condition.responded === null || member.hasResponded === condition.responded)
  );
}

function isWanted(
  condition: ConditionOf<'opportunity'>,
  { of, state, stageId, valueMinor, closedAt }: PersonFacts['opportunities'][number],
  nowIso: string,
): boolean {
  const { states, stageIds, atLeastMinor, closedWithinDays } = condition;
  const now = Date.parse(nowIso);
  const closed = closedAt === null ? null : Date.parse(closedAt);
  return (
    of === condition.of &&
    (states.length === 0 || states.includes(state)) &&
    (stageIds.length === 0 || stageIds.includes(stageId)) &&
    (atLeastMinor === null || (valueMinor !== null && valueMinor >= atLeastMinor)) &&
    (closedWithinDays === null || (closed !== null && closed > now - closedWithinDays * 86_400_000 && closed <= now))
  );
}
