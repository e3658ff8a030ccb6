import { sql } from 'kysely';
import type { DripDefinition } from '../../../domain/drips/definition.ts';
import type { TenantDb } from '../../connection.ts';
import { listTrue } from './conditions.ts';
import { findStepIds } from './definitions.ts';
import { leaveDrips } from './positions.ts';
import { loadRuleContext } from '../segments/context.ts';
import { matchingPeople } from '../segments/sql.ts';

/** Messages of a drip that are about to go. */
export interface AboutToGo {
  dripId: string;
  messageIds: readonly string[];
  nowIso: string;
  ruleOf: (version: number) => Promise<DripDefinition | undefined>;
}

/**
 * What ends an enrolment of one version before its message goes, in a form that a claim takes into its own statement: a message of a
 * step that was opened, clicked or sent, or a query that gives the people of whom a rule is true.
 */
export type ExitTest = { version: number } & (
  | { kind: 'step'; stepId: string; did: 'sent' | 'opened' | 'clicked' }
  | { kind: 'people'; query: string; parameters: readonly unknown[] }
);

interface Enrolment {
  id: string;
  personId: string;
  version: number;
}

async function listEnrolments(db: TenantDb, messageIds: readonly string[]): Promise<Enrolment[]> {
  // Two look-ups by id and no join, and "is true" so that no index over all who are in it comes into question: statistics lag behind
  // what was just enqueued, and a plan for tables that seem empty reads all of both for each window.
  const { rows } = await sql<Enrolment>`
    select p.id, p.person_id, p.version
    from drip_positions p
    where p.tenant_id = current_tenant() and (p.ended_at is null) is true
      and p.id = any(array(select m.occurrence from messages m
        where m.tenant_id = current_tenant() and m.id = any(${sql.val([...messageIds])}::uuid[])))`.execute(db);
  return rows;
}

/** The goals and exit rules of the versions that the people of some messages follow. */
export async function listExitTests(db: TenantDb, about: AboutToGo): Promise<ExitTest[]> {
  const enrolments = await listEnrolments(db, about.messageIds);
  const tests: ExitTest[] = [];
  for (const version of new Set(enrolments.map((row) => row.version))) {
    const rule = await about.ruleOf(version);
    for (const condition of [rule?.goal, rule?.exitWhen]) {
      if (condition?.kind === 'rule') {
        const context = await loadRuleContext(db, { rules: [condition.rule], nowIso: about.nowIso });
        const among = sql`select unnest(${sql.val(enrolments.map(({ personId }) => personId))}::uuid[])`;
        const { sql: query, parameters } = matchingPeople(condition.rule, context, among).compile(db);
        tests.push({ version, kind: 'people', query, parameters });
      } else if (condition) {
        const stepId = (await findStepIds(db, about.dripId)).get(condition.step);
        if (stepId) tests.push({ version, kind: 'step', stepId, did: condition.did });
      }
    }
  }
  return tests;
}

/** Ends the enrolments behind messages that were about to go where the goal is reached or the exit rule came true meanwhile. */
export async function leaveWhereDone(db: TenantDb, { dripId, messageIds, nowIso, ruleOf }: AboutToGo): Promise<void> {
  const rows = await listEnrolments(db, messageIds);
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
