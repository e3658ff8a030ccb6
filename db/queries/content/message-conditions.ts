import type { ConditionAnswers, MessageCondition } from '../../../domain/templates/conditions.ts';
import type { TenantDb } from '../../connection.ts';
import { loadRuleContext } from '../segments/context.ts';
import { listMatching } from '../segments/sql.ts';

/** What the conditions of a message come to for some people at a moment, by person: a statement for each condition, however many people. */
export async function answerConditions(
  db: TenantDb,
  input: { conditions: readonly MessageCondition[]; personIds: readonly string[]; nowIso: string },
): Promise<Map<string, ConditionAnswers>> {
  const { conditions, nowIso } = input;
  const personIds = [...new Set(input.personIds)];
  const context = await loadRuleContext(db, { rules: conditions.map(({ rule }) => rule), nowIso });
  const answers = new Map<string, Record<string, boolean>>(personIds.map((id) => [id, {}]));
  for (const { id, rule } of conditions) {
    const matching = new Set(await listMatching(db, { rule, context, personIds }));
    for (const [personId, theirs] of answers) theirs[id] = matching.has(personId);
  }
  return answers;
}
