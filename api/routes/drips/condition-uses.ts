import type { TenantDb } from '../../../db/connection.ts';
import { loadRuleContext } from '../../../db/queries/segments/context.ts';
import { referenceErrors } from '../../../db/queries/segments/references.ts';
import type { Condition } from '../../../domain/drips/condition.ts';
import type { DripDefinition } from '../../../domain/drips/definition.ts';
import { stepName } from '../../../domain/drips/steps.ts';
import type { FieldError } from '../../../domain/errors.ts';
import { fieldErrors } from '../../../domain/segments/check.ts';
import type { Rule } from '../../../domain/segments/rule.ts';

/** A rule in a definition, where it stands, and how people call that place. */
interface PlacedRule {
  path: string;
  where: string;
  rule: Rule;
}

/** What is wrong with the rules of branches, goals and exits: what they name is not there, or cannot be asked so. */
export async function conditionErrors(db: TenantDb, definition: DripDefinition): Promise<FieldError[]> {
  const placed = rulesOf(definition);
  if (placed.length === 0) return [];
  const { fields } = await loadRuleContext(db, {
    rules: placed.map(({ rule }) => rule),
    nowIso: new Date().toISOString(),
  });
  const errors: FieldError[] = [];
  for (const { path, where, rule } of placed) {
    for (const error of [...fieldErrors(rule, fields), ...(await referenceErrors(db, rule))]) {
      errors.push({ ...error, path: `${path}.${error.path}`, message: `${where}: ${error.message}` });
    }
  }
  return errors;
}

function rulesOf({ goal, exitWhen, steps }: DripDefinition): PlacedRule[] {
  const placed: PlacedRule[] = [];
  const add = (condition: Condition | null, path: string, where: string): void => {
    if (condition?.kind === 'rule') placed.push({ path, where, rule: condition.rule });
  };
  add(goal, 'definition.goal', 'The goal');
  add(exitWhen, 'definition.exitWhen', 'The exit rule');
  steps.forEach((step, index) => {
    if (step.kind === 'branch')
      add(step.condition, `definition.steps.${index}.condition`, `The step “${stepName(step)}” (${step.key})`);
  });
  return placed;
}
