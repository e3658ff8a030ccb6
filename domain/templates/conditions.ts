import type { Rule } from '../segments/rule.ts';
import type { Block } from './block.ts';
import { everyBlock } from './inside.ts';

/** A rule of a message that is asked of each reader at the moment of sending, under the name of its block. */
export interface MessageCondition {
  id: string;
  rule: Rule;
}

/** For each condition of a message, by the id of its block, whether it holds for the reader. */
export type ConditionAnswers = Readonly<Record<string, boolean>>;

/** The rules that a message asks about its readers, in reading order; conditions without a rule ask nothing yet. */
export function messageConditions(blocks: readonly Block[]): MessageCondition[] {
  return everyBlock(blocks).flatMap((block) =>
    block.kind === 'condition' && block.rule ? [{ id: block.id, rule: block.rule }] : [],
  );
}
