import { sql } from 'kysely';
import type { SlottedAttribute } from '../../../domain/attributes/attribute.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { RuleContext } from '../../../domain/segments/evaluate.ts';
import { fieldsWith } from '../../../domain/segments/field.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import { segmentsOf } from '../../../domain/segments/rule-parts.ts';
import type { TenantDb } from '../../connection.ts';
import { listAttributes } from '../attributes.ts';

/** What rules mean in a tenant, with the columns that hold its attributes: what the compiler needs beside the rule. */
export interface SqlRuleContext extends RuleContext {
  slots: ReadonlyMap<string, SlottedAttribute>;
  /**
   * The tenant of the transaction as a plain value. Row-level security decides what is seen all the same; with it the planner compares each
   * row with a constant instead of asking for the setting 200,000 times.
   */
  tenantId: string;
}

/**
 * Loads what some rules need at a moment: the tenant's zone and attributes, and the rules of all segments that they build on,
 * directly or not. A segment that would end up in itself is refused.
 */
export async function loadRuleContext(
  db: TenantDb,
  input: { rules: readonly Rule[]; nowIso: string },
): Promise<SqlRuleContext> {
  const attributes = await listAttributes(db);
  const { rows } = await sql<{ tenantId: string; timeZone: string }>`
    select tenant_id, case when time_zone in (select name from time_zones) then time_zone else 'UTC' end as time_zone from tenants`.execute(
    db,
  );
  const segments = await loadSegmentRules(db, input.rules.flatMap(segmentsOf));
  refuseCycles(segments);
  return {
    nowIso: input.nowIso,
    tenantId: rows[0]?.tenantId ?? '',
    tenantZone: rows[0]?.timeZone ?? 'UTC',
    fields: fieldsWith(attributes),
    slots: new Map(attributes.map((attribute) => [`attributes.${attribute.key}`, attribute])),
    segments,
  };
}

async function loadSegmentRules(db: TenantDb, ids: readonly string[]): Promise<Map<string, Rule>> {
  const found = new Map<string, Rule>();
  let wanted = [...new Set(ids)];
  while (wanted.length > 0) {
    const rows = await db.selectFrom('segments').select(['id', 'rule']).where('id', 'in', wanted).execute();
    for (const row of rows) found.set(row.id, row.rule as unknown as Rule);
    wanted = [...new Set(rows.flatMap((row) => segmentsOf(row.rule as unknown as Rule)))].filter(
      (id) => !found.has(id),
    );
  }
  return found;
}

/** Writing refuses cycles; this is the net for whoever compiles a rule that is not saved yet. */
function refuseCycles(segments: ReadonlyMap<string, Rule>): void {
  const done = new Set<string>();
  const visit = (id: string, above: ReadonlySet<string>): void => {
    if (above.has(id))
      throw new DomainError('conflict', 'Segments build on each other in a circle; take one out of it.');
    if (done.has(id)) return;
    const rule = segments.get(id);
    if (rule) for (const part of segmentsOf(rule)) visit(part, new Set([...above, id]));
    done.add(id);
  };
  for (const id of segments.keys()) visit(id, new Set());
}
