import { sql } from 'kysely';
import type { DripDefinition } from '../../domain/drips/definition.ts';
import type { TenantDb } from '../connection.ts';
import { listTrue } from './drip-conditions.ts';
import { findStepIds } from './drip-definitions.ts';
import { leaveDrips } from './drip-positions.ts';

/** Messages of a drip that are about to go. */
export interface AboutToGo {
  dripId: string;
  messageIds: readonly string[];
  nowIso: string;
  ruleOf: (version: number) => Promise<DripDefinition | undefined>;
}

/** Ends the enrolments behind messages that are about to go where the goal is reached or the exit rule came true meanwhile. */
export async function leaveWhereDone(db: TenantDb, { dripId, messageIds, nowIso, ruleOf }: AboutToGo): Promise<void> {
  // Two look-ups by id and no join, and "is true" so that no index over all who are in it comes into question: statistics lag behind
  // what was just enqueued, and a plan for tables that seem empty reads all of both for each window.
  const { rows } = await sql<{ id: string; personId: string; version: number }>`
    select p.id, p.person_id, p.version
    from drip_positions p
    where p.tenant_id = current_tenant() and (p.ended_at is null) is true
      and p.id = any(array(select m.occurrence from messages m
        where m.tenant_id = current_tenant() and m.id = any(${sql.val([...messageIds])}::uuid[])))`.execute(db);
  for (const version of new Set(rows.map((row) => row.version))) {
    const rule = await ruleOf(version);
    if (!rule?.goal && !rule?.exitWhen) continue;
    const positions = rows.filter((row) => row.version === version);
    const asked = { nowIso, stepIds: await findStepIds(db, dripId), positions };
    for (const [condition, reason] of [
      [rule.goal, 'goal'],
      [rule.exitWhen, 'condition'],
    ] as const) {
      const ids = condition ? [...(await listTrue(db, condition, asked))] : [];
      if (ids.length > 0) await leaveDrips(db, { ids, reason, nowIso });
    }
  }
}
