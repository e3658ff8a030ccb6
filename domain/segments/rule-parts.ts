import type { Condition, Rule, RuleGroup } from './rule.ts';

/** All conditions of a rule, in the order in which they stand. */
export function conditionsOf(rule: Rule): Condition[] {
  return isGroup(rule) ? rule.rules.flatMap(conditionsOf) : [rule];
}

/** Whether a rule is a group of others. */
export function isGroup(rule: Rule): rule is RuleGroup {
  return rule.kind === 'all' || rule.kind === 'any' || rule.kind === 'none';
}

/** The ids of the segments that a rule builds on directly. */
export function segmentsOf(rule: Rule): string[] {
  const named = conditionsOf(rule).filter((condition) => condition.kind === 'segment');
  return [...new Set(named.map((condition) => condition.segmentId))];
}

/** The ids of the segments that something names, such as the definition of a drip: as a way in, or in a rule wherever it stands. */
export function segmentsNamedIn(definition: unknown): string[] {
  if (typeof definition !== 'object' || definition === null) return [];
  const found = Object.entries(definition).flatMap(([key, value]) =>
    key === 'segmentId' && typeof value === 'string' ? [value] : segmentsNamedIn(value),
  );
  return [...new Set(found)];
}
