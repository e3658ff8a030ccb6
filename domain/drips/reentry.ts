import type { Condition, Rule } from '../segments/rule.ts';
import { conditionsOf, segmentsOf } from '../segments/rule-parts.ts';
import type { DripDefinition, DripEntry } from './definition.ts';
import type { DripStep } from './steps.ts';

/**
 * Whether only who comes anew onto a list or into a segment may come in again by it. Being there still is no reason: with no days in
 * between, whoever has finished would begin again at once, for ever.
 */
export function needsNewArrival({ allowed, afterDays }: DripDefinition['reentry']): boolean {
  return allowed && afterDays === 0;
}

/** Whether an entry lets in whoever is in a group, as long as they are in it. */
export function isStanding(entry: DripEntry): boolean {
  return (entry.kind === 'list' && entry.existing) || (entry.kind === 'segment' && entry.existing !== false);
}

/**
 * The steps by which people come anew onto a list or into a segment that lets them in, in a drip that they may begin again at once:
 * the drip would lead them in a circle. `segmentRules` are the rules of the segments that its entries name, directly or not.
 */
export function stepsThatLetIn(
  { entries, steps, reentry }: Pick<DripDefinition, 'entries' | 'steps' | 'reentry'>,
  segmentRules: Readonly<Record<string, Rule>>,
): DripStep[] {
  if (!needsNewArrival(reentry)) return [];
  const lists = entries.flatMap((entry) => (entry.kind === 'list' ? [entry.listId] : []));
  const asked = entries.flatMap((entry) => (entry.kind === 'segment' ? askedBy(entry.segmentId, segmentRules) : []));
  return steps.filter(
    (step) =>
      (step.kind === 'changeList' && step.action === 'add' && lists.includes(step.listId)) ||
      asked.some((condition) => changes(step, condition)),
  );
}

function askedBy(segmentId: string, rules: Readonly<Record<string, Rule>>, seen = new Set<string>()): Condition[] {
  const rule = rules[segmentId];
  if (!rule || seen.has(segmentId)) return [];
  seen.add(segmentId);
  return [...conditionsOf(rule), ...segmentsOf(rule).flatMap((inner) => askedBy(inner, rules, seen))];
}

function changes(step: DripStep, condition: Condition): boolean {
  if (step.kind === 'changeList') return condition.kind === 'list' && condition.listIds.includes(step.listId);
  if (step.kind === 'setAttribute')
    return condition.kind === 'field' && condition.field === `attributes.${step.attribute}`;
  return step.kind === 'setStatus' && condition.kind === 'member' && condition.statusIds.includes(step.statusId);
}
