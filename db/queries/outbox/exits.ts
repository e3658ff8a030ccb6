import type { ExitTest } from '../drips/exits.ts';
import type { OutboxSql } from './lease.ts';

type Fragment = ReturnType<OutboxSql>;

/**
 * Why a drip's message `m` may not go by the goals and exit rules of its drip, as part of the claiming statement: what it finds is as
 * new as everything else that this statement sees. Null where nothing is in its way.
 */
export function exitObstacle(sql: OutboxSql, tests: readonly ExitTest[]): Fragment {
  const [first, ...others] = tests.map(
    (
      test,
    ) => sql`((select version from drip_positions where tenant_id = m.tenant_id and id = m.occurrence) = ${test.version}
      and ${isTrue(sql, test)})`,
  );
  if (!first) return sql`null`;
  return sql`case when ${others.reduce((all, one) => sql`${all} or ${one}`, first)} then 'left_drip' end`;
}

function isTrue(sql: OutboxSql, test: ExitTest): Fragment {
  if (test.kind === 'people') return sql`m.person_id in (${compiled(sql, test.query, test.parameters)})`;
  const happened = {
    sent: sql`x.status = 'sent'`,
    opened: sql`x.opened_at is not null`,
    clicked: sql`x.clicked_at is not null`,
  }[test.did];
  return sql`exists (select from messages x where x.tenant_id = m.tenant_id and x.person_id = m.person_id
    and x.source_id = ${test.stepId} and x.occurrence = m.occurrence and ${happened})`;
}

/** A query that was compiled elsewhere, its parameters in their order, as a fragment whose parameters get the numbers they have here. */
function compiled(sql: OutboxSql, query: string, parameters: readonly unknown[]): Fragment {
  const parts = query.split(/\$\d+/);
  const strings = Object.assign(parts, { raw: parts }) as unknown as TemplateStringsArray;
  return sql(strings, ...(parameters as never[]));
}
