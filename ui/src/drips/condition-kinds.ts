import type { Condition } from '../../../domain/drips/condition.ts';

/** What a condition is about, as the editor offers it; `other` is a rule that the editor only keeps. */
export type ConditionKind = 'none' | 'step' | 'engagement' | 'segment' | 'list' | 'other';

const acts = new Set(['open', 'click', 'reply', 'page_view', 'form']);

/** What a condition is about. */
export function kindOf(condition: Condition | null): ConditionKind {
  if (condition === null) return 'none';
  if (condition.kind === 'step') return 'step';
  const { rule } = condition;
  if (rule.kind === 'segment') return 'segment';
  if (rule.kind === 'list') return rule.listIds.length === 1 ? 'list' : 'other';
  const isPlain =
    rule.kind === 'engagement' &&
    acts.has(rule.event) &&
    rule.times.op === 'atLeast' &&
    rule.times.count === 1 &&
    rule.campaignId === null &&
    rule.sourceId === null;
  return isPlain ? 'engagement' : 'other';
}

/** A condition of a kind, complete with the first of what it can name; null for none. */
export function newCondition(
  kind: ConditionKind,
  firsts: { step: string | null; list: string | null; segment: string | null },
): Condition | null {
  switch (kind) {
    case 'step':
      return { kind: 'step', step: firsts.step ?? '', did: 'clicked' };
    case 'segment':
      return { kind: 'rule', rule: { kind: 'segment', is: true, segmentId: firsts.segment ?? '' } };
    case 'list':
      return { kind: 'rule', rule: { kind: 'list', is: true, listIds: [firsts.list ?? ''] } };
    case 'engagement':
      return { kind: 'rule', rule: lately };
    default:
      return null;
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
