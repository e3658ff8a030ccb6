import { evaluate, type PersonFacts, type RuleContext } from './evaluate.ts';
import type { FactValue, Truth } from './evaluate-test.ts';
import type { Rule } from './rule.ts';
import { isGroup } from './rule-parts.ts';

/** How a rule comes out for a person: yes, no, or unknown where a missing value leaves it open, which counts as no. */
export type Outcome = 'yes' | 'no' | 'unknown';

/** The outcome of a part of a rule, laid out like the rule. */
export interface Explanation {
  outcome: Outcome;
  /** Whether the whole rule came out as it did because of this part. */
  decides: boolean;
  /** What the person has in the field that the condition looks at. */
  value?: FactValue;
  rules?: Explanation[];
}

/** Says for each part of a rule how it came out for a person, and which parts decided. */
export function explain(rule: Rule, facts: PersonFacts, context: RuleContext): Explanation {
  return explainPart({ rule, facts, context }, true);
}

interface Asked {
  rule: Rule;
  facts: PersonFacts;
  context: RuleContext;
}

function explainPart({ rule, facts, context }: Asked, decides: boolean): Explanation {
  const truth = evaluate(rule, facts, context);
  const outcome = outcomeOf(truth);
  if (!isGroup(rule)) {
    return { outcome, decides, ...(rule.kind === 'field' ? { value: facts.fields[rule.field] ?? null } : {}) };
  }
  const deciding = decidingTruth(rule.kind, truth);
  const rules = rule.rules.map((part) => {
    const isDeciding = decides && evaluate(part, facts, context) === deciding;
    return explainPart({ rule: part, facts, context }, isDeciding);
  });
  return { outcome, decides, rules };
}

/** How a part of a group came out where it is a reason for the group's outcome. */
function decidingTruth(kind: 'all' | 'any' | 'none', group: Truth): Truth {
  if (group === null) return null;
  return kind === 'none' ? !group : group;
}

function outcomeOf(truth: Truth): Outcome {
  return truth === null ? 'unknown' : truth ? 'yes' : 'no';
}
