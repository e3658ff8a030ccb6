import { sql } from 'kysely';
import { DomainError } from '../../../domain/errors.ts';
import { slowConditions } from '../../../domain/segments/check.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import type { SegmentPreview } from '../../../domain/segments/segment.ts';
import type { TenantDb } from '../../connection.ts';
import { withObstacles } from '../broadcasts/audience.ts';
import type { SqlRuleContext } from './context.ts';
import { matchingPeople, planForMany } from './sql.ts';

/** A rule and what it means. */
export interface AskedRule {
  rule: Rule;
  context: SqlRuleContext;
}

/** The longest that somebody waits for a count, in milliseconds. */
export const patienceMs = 8_000;

const sampleSize = 10;

/** How many people a rule means. */
export async function countMatching(db: TenantDb, { rule, context }: AskedRule): Promise<number> {
  return patiently(db, rule, async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from (${matchingPeople(rule, context)}) m`.execute(db);
    return rows[0]?.count ?? 0;
  });
}

/** Whom a rule means now, and who of them marketing reaches: after suppression, consent and caps, by the rule that sending uses. */
export async function previewRule(db: TenantDb, { rule, context }: AskedRule): Promise<SegmentPreview> {
  const marketing = { isMarketing: true, nowIso: context.nowIso };
  const members = sql`select person_id, 1 as lists from (${matchingPeople(rule, context)}) matching`;
  return patiently(db, rule, async () => {
    const { rows } = await sql<{ reasons: Record<string, number>; sample: SegmentPreview['sample'] }>`
      with judged as materialized (${withObstacles(members, marketing)}),
      shown as (select person_id, obstacle from judged order by person_id desc limit ${sampleSize})
      select
        (select coalesce(jsonb_object_agg(coalesce(obstacle, ''), people), '{}')
          from (select obstacle, count(*) as people from judged group by obstacle) r) as reasons,
        (select coalesce(jsonb_agg(jsonb_build_object('personId', p.id, 'email', p.email, 'excluded', shown.obstacle,
            'name', trim(coalesce(p.first_name, '') || ' ' || coalesce(p.last_name, ''))) order by p.id desc), '[]')
          from shown join people p on p.tenant_id = current_tenant() and p.id = shown.person_id) as sample`.execute(db);
    const { reasons = {}, sample = [] } = rows[0] ?? {};
    const { '': reachable = 0, ...excluded } = reasons;
    const count = Object.values(reasons).reduce((sum, people) => sum + people, 0);
    return { count, reachable, excluded, sample };
  });
}

/** How many people would come and go if one rule took the place of another. */
export async function compareRules(
  db: TenantDb,
  { before, after, context }: { before: Rule; after: Rule; context: SqlRuleContext },
): Promise<{ people: number; enter: number; leave: number }> {
  return patiently(db, after, async () => {
    const { rows } = await sql<{ people: number; enter: number; leave: number }>`
      select count(a.person_id)::int as people, count(*) filter (where b.person_id is null)::int as enter,
        count(*) filter (where a.person_id is null)::int as leave
      from (${matchingPeople(before, context)}) b full join (${matchingPeople(after, context)}) a on a.person_id = b.person_id`.execute(
      db,
    );
    return rows[0]!;
  });
}

/**
 * Runs a query that somebody waits for, with an end. A rule that takes longer
 * is refused with what would narrow it, where it is one rule that is asked, and the transaction with it.
 */
export async function patiently<T>(db: TenantDb, rule: Rule | null, work: () => Promise<T>): Promise<T> {
  await planForMany(db);
  await sql`select set_config('statement_timeout', ${String(patienceMs)}, true)`.execute(db);
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '57014') {
      throw new DomainError(
        'invalid',
        `Finding these people takes longer than ${patienceMs / 1000} seconds, so it was stopped. Narrow the rule: fewer days, one campaign, or a condition on a field beside it.`,
        rule ? slowConditions(rule) : [],
      );
    }
    throw error;
  }
}
