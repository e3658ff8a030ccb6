import type { z } from 'zod';
import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { hearOpportunities } from '../../../db/queries/opportunities/words.ts';
import type { FieldError } from '../../../domain/errors.ts';
import { fieldErrorsOf } from '../../../domain/field-errors.ts';
import type { OpportunityWord } from '../../../domain/opportunities/hear.ts';
import { OpportunityBulkRow, type OpportunityRowResult } from '../../../domain/opportunities/opportunity.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { findMember } from '../../auth/members.ts';
import type { ApiDeps } from '../../deps.ts';

type RowResult = z.infer<typeof OpportunityRowResult>;
type ReadRow = { row: number; word: OpportunityWord } | { row: number; result: RowResult };

/**
 * Hears many words at once, each about the opportunity of an external id; bad rows are reported and the good ones done. The results are
 * in the order of the request. `owners`: those of the organisation among the owners that are named.
 */
export async function sayOpportunities(
  db: TenantDb,
  actor: Actor,
  { rows, owners }: { rows: readonly Record<string, unknown>[]; owners: ReadonlySet<string> },
): Promise<{ done: number; results: RowResult[] }> {
  const read = rows.map((values, row) => readRow(values, { row, owners }));
  const good = read.flatMap((one) => ('word' in one ? [one] : []));
  const outcomes = await hearOpportunities(
    db,
    good.map(({ word }) => word),
    new Date().toISOString(),
  );
  const byRow = new Map(good.map(({ row }, index) => [row, outcomes[index]]));
  const results = read.map((one): RowResult => {
    if ('result' in one) return one.result;
    const outcome = byRow.get(one.row);
    if (!outcome) throw new Error('every word has an outcome');
    const { id, result, problems } = outcome;
    const externalId = 'externalId' in one.word.target ? one.word.target.externalId : null;
    return { row: one.row, id, externalId, result, ...(problems.length > 0 ? { errors: problems } : {}) };
  });
  const count = (...wanted: RowResult['result'][]) => results.filter(({ result }) => wanted.includes(result)).length;
  const done = count('added', 'changed', 'late');
  if (done > 0) {
    const after = { added: count('added'), changed: count('changed', 'late') };
    await insertAudit(db, actor, { action: 'opportunities.write', entityKind: 'opportunity', entityId: null, after });
  }
  return { done, results };
}

/** Which of these people work in the organisation. */
export async function knownOwners(
  { auth }: Pick<ApiDeps, 'auth'>,
  { tenantId }: Actor,
  userIds: readonly string[],
): Promise<Set<string>> {
  const found = await Promise.all(userIds.map((userId) => findMember(auth.db, { tenantId, userId })));
  return new Set(userIds.filter((_, index) => found[index] !== undefined));
}

/** The owners that rows name, to be looked up. */
export function ownersOf(rows: readonly Record<string, unknown>[]): string[] {
  return [...new Set(rows.flatMap(({ ownerId }) => (typeof ownerId === 'string' && ownerId ? [ownerId] : [])))];
}

function readRow(
  values: Record<string, unknown>,
  { row, owners }: { row: number; owners: ReadonlySet<string> },
): ReadRow {
  const parsed = OpportunityBulkRow.safeParse(values);
  const given = typeof values.externalId === 'string' ? values.externalId : null;
  const refused = (errors: FieldError[]): ReadRow => ({
    row,
    result: { row, id: null, externalId: given, result: 'refused', errors },
  });
  if (!parsed.success) return refused(fieldErrorsOf(parsed.error.issues));
  const { externalId, ...input } = parsed.data;
  if (input.ownerId && !owners.has(input.ownerId))
    return refused([
      { path: 'ownerId', code: 'unknown_user', message: 'Nobody with this id works in the organisation' },
    ]);
  return { row, word: { target: { externalId }, input } };
}
