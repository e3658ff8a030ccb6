import type { Condition } from '../../../domain/drips/condition.ts';

/** What a condition is about: nothing, a message of the drip, or anything that the rules of segments can ask. */
export type ConditionKind = 'none' | 'step' | 'rule';

/** What a condition is about. */
export function kindOf(condition: Condition | null): ConditionKind {
  return condition?.kind ?? 'none';
}

/** A condition of a kind, complete so that it can be saved at once; null for none. `step` is a step that sends a message. */
export function newCondition(kind: ConditionKind, step: string | null): Condition | null {
  switch (kind) {
    case 'none':
      return null;
    case 'step':
      return { kind: 'step', step: step ?? '', did: 'clicked' };
    case 'rule':
      return { kind: 'rule', rule: { kind: 'all', rules: [{ ...lately }] } };
  }
}

const lately = {
  kind: 'engagement',
  event: 'click',
  times: { op: 'atLeast', count: 1 },
  withinDays: 30,
  campaignId: null,
  sourceId: null,
} as const;
