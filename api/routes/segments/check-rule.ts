import type { TenantDb } from '../../../db/connection.ts';
import { loadRuleContext, type SqlRuleContext } from '../../../db/queries/segments/context.ts';
import { referenceErrors } from '../../../db/queries/segments/references.ts';
import { DomainError, type FieldError } from '../../../domain/errors.ts';
import { cycleThrough, fieldErrors, unfoldedLimit, unfoldedSize } from '../../../domain/segments/check.ts';
import type { Rule } from '../../../domain/segments/rule.ts';

/**
 * Refuses a rule that names what the tenant does not have, asks a field for what its type does not know, is too large with all
 * that it builds on, or would build on itself (`selfId`: the segment whose rule it is to be). Returns what it means now.
 */
export async function checkRule(
  db: TenantDb,
  { rule, selfId, nowIso }: { rule: Rule; selfId: string | null; nowIso: string },
): Promise<SqlRuleContext> {
  const context = await loadRuleContext(db, { rules: [rule], nowIso });
  const errors = [...fieldErrors(rule, context.fields), ...(await referenceErrors(db, rule))];
  if (errors.length > 0) throw refused('The rule names something that does not exist. Each error says what.', errors);
  const cycle = selfId === null ? null : cycleThrough(selfId, rule, context.segments);
  if (cycle) throw await cycleRefused(db, cycle);
  if (unfoldedSize(rule, context.segments) > unfoldedLimit) {
    throw refused(`With all segments that it builds on the rule has more than ${unfoldedLimit} conditions.`, [
      { path: 'rule', code: 'too_large', message: 'build on fewer or on smaller segments' },
    ]);
  }
  return context;
}

/** The refusal of a segment that would build on itself, with the way round by name. */
async function cycleRefused(db: TenantDb, cycle: readonly string[]): Promise<DomainError> {
  const rows = await db
    .selectFrom('segments')
    .select(['id', 'name'])
    .where('id', 'in', [...cycle])
    .execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const way = cycle.map((id) => `“${names.get(id) ?? id}”`).join(' → ');
  return refused(`The segment would build on itself: ${way}. Leave one of them out.`, [
    { path: 'rule', code: 'cycle', message: `builds on itself: ${way}` },
  ]);
}

function refused(message: string, errors: FieldError[]): DomainError {
  return new DomainError('invalid', message, errors);
}
