import type { FieldError } from '../errors.ts';
import type { RuleField } from './field.ts';
import { opsOfType } from './ops.ts';
import type { Condition, Rule } from './rule.ts';
import { isGroup, segmentsOf, conditionsOf } from './rule-parts.ts';

/** The most conditions that a rule may have with those of all segments that it builds on. */
export const unfoldedLimit = 500;

/** A condition with the path under which a caller finds it, such as `rule.rules.0`. */
export interface PlacedCondition {
  path: string;
  condition: Condition;
}

/** All conditions of a rule with their paths. */
export function placedConditions(rule: Rule, path = 'rule'): PlacedCondition[] {
  if (!isGroup(rule)) return [{ path, condition: rule }];
  return rule.rules.flatMap((part, index) => placedConditions(part, `${path}.rules.${index}`));
}

/** What is wrong with the fields of a rule: there is none of the name, or its type does not know the comparison. */
export function fieldErrors(rule: Rule, fields: ReadonlyMap<string, RuleField>): FieldError[] {
  return placedConditions(rule).flatMap(({ path, condition }): FieldError[] => {
    if (condition.kind !== 'field') return [];
    const field = fields.get(condition.field);
    if (!field)
      return [{ path: `${path}.field`, code: 'unknown_field', message: `there is no field ${condition.field}` }];
    const ops = opsOfType[field.type];
    if (ops.includes(condition.test.op)) return [];
    const message = `${condition.field} is a ${field.type}: it can be asked for ${ops.join(', ')}`;
    return [{ path: `${path}.test.op`, code: 'wrong_type', message }];
  });
}

/** The ids from a segment back to itself if it had `rule`, or null where it does not build on itself. */
export function cycleThrough(id: string, rule: Rule, segments: ReadonlyMap<string, Rule>): string[] | null {
  const seen = new Set<string>();
  const walk = (rule: Rule, chain: string[]): string[] | null => {
    for (const part of segmentsOf(rule)) {
      if (part === id) return [...chain, part];
      const inner = segments.get(part);
      if (!inner || seen.has(part)) continue;
      seen.add(part);
      const found = walk(inner, [...chain, part]);
      if (found) return found;
    }
    return null;
  };
  return walk(rule, [id]);
}

/** How many conditions a rule has with those of all segments that it builds on, each as often as it is named. */
export function unfoldedSize(rule: Rule, segments: ReadonlyMap<string, Rule>): number {
  const sizes = new Map<string, number>();
  const sizeOf = (rule: Rule): number =>
    conditionsOf(rule).reduce(
      (sum, condition) => sum + (condition.kind === 'segment' ? partSize(condition.segmentId) : 1),
      0,
    );
  const partSize = (id: string): number => {
    const known = sizes.get(id);
    if (known !== undefined) return known;
    const inner = segments.get(id);
    const size = inner ? sizeOf(inner) : 1;
    sizes.set(id, size);
    return size;
  };
  return sizeOf(rule);
}

/** The conditions that make a rule slow, each with what would narrow it. */
export function slowConditions(rule: Rule): FieldError[] {
  return placedConditions(rule).flatMap(({ path, condition }): FieldError[] => {
    if (condition.kind !== 'engagement') return [];
    if (condition.withinDays === null)
      return [
        {
          path: `${path}.withinDays`,
          code: 'slow',
          message: 'say in how many days at most; 90 are far fewer events than all',
        },
      ];
    if (condition.campaignId === null && condition.sourceId === null && condition.withinDays > 90)
      return [{ path: `${path}.withinDays`, code: 'slow', message: 'choose fewer days, or one campaign' }];
    return [];
  });
}
