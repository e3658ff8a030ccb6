import { sql } from 'kysely';
import type { Condition } from '../../../domain/drips/condition.ts';
import type { TenantDb } from '../../connection.ts';
import { loadRuleContext } from '../segments/context.ts';
import { listMatching } from '../segments/sql.ts';

/** Enrolments that a condition is asked of. */
export interface Asked {
  nowIso: string;
  /** The steps' ids by key. */
  stepIds: ReadonlyMap<string, string>;
  positions: readonly { id: string; personId: string }[];
}

/** Of some enrolments those of which a condition is true, by id. */
export async function listTrue(db: TenantDb, condition: Condition, asked: Asked): Promise<Set<string>> {
  if (asked.positions.length === 0) return new Set();
  if (condition.kind === 'rule') {
    const { rule } = condition;
    const context = await loadRuleContext(db, { rules: [rule], nowIso: asked.nowIso });
    const personIds = asked.positions.map(({ personId }) => personId);
    const people = new Set(await listMatching(db, { rule, context, personIds }));
    return new Set(asked.positions.filter(({ personId }) => people.has(personId)).map(({ id }) => id));
  }
  const stepId = asked.stepIds.get(condition.step);
  if (!stepId) return new Set();
  const happened = {
    sent: sql`m.status = 'sent'`,
    opened: sql`m.opened_at is not null`,
    clicked: sql`m.clicked_at is not null`,
  }[condition.did];
  const { rows } = await sql<{ id: string }>`
    select a.id from unnest(${asked.positions.map(({ id }) => id)}::uuid[],
      ${asked.positions.map(({ personId }) => personId)}::uuid[]) as a (id, person_id)
    join messages m on m.tenant_id = current_tenant() and m.person_id = a.person_id and m.source_id = ${stepId}::uuid
      and m.occurrence = a.id
    where ${happened}`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
