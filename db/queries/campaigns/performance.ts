import { sql } from 'kysely';
import type { TenantDb } from '../../connection.ts';
import { acquiredBy, isQualified } from '../attribution/acquired-leads.ts';
import { treesOf } from './tree.ts';

/** What came of the people of a campaign, or of it and all below it. */
export interface ResultCounts {
  successes: number;
  leads: number;
  mqls: number;
  /** When the first of them started; null where none has. */
  startedAt: Date | null;
}

/** What came of a campaign's people: its own, and with all below it. */
export async function countResults(db: TenantDb, id: string): Promise<{ own: ResultCounts; rolled: ResultCounts }> {
  const { rows } = await sql<ResultCounts & { isOwn: boolean }>`
    with recursive ${treesOf([id])},
    succeeded as (
      select tree.id, count(*) as number from tree
      join campaign_members m on m.tenant_id = current_tenant() and m.campaign_id = tree.id
      join campaign_type_statuses s on s.tenant_id = m.tenant_id and s.id = m.status_id and s.success
      group by tree.id
    ), acquired as (
      select ${acquiredBy} as id, count(*) as number, count(*) filter (where ${isQualified}) as qualified from people p
      where p.tenant_id = current_tenant() and ${acquiredBy} in (select tree.id from tree)
      group by 1
    )
    select tree.id = tree.root_id as "isOwn", coalesce(sum(succeeded.number), 0)::int as successes,
      coalesce(sum(acquired.number), 0)::int as leads, coalesce(sum(acquired.qualified), 0)::int as mqls, min(c.started_at) as "startedAt"
    from tree join campaigns c on c.tenant_id = current_tenant() and c.id = tree.id
    left join succeeded on succeeded.id = tree.id left join acquired on acquired.id = tree.id
    group by 1`.execute(db);
  const own = rows.find(({ isOwn }) => isOwn) ?? { successes: 0, leads: 0, mqls: 0, startedAt: null };
  const starts = rows.flatMap(({ startedAt }) => startedAt ?? []).sort((a, b) => a.getTime() - b.getTime());
  const sum = (name: 'successes' | 'leads' | 'mqls') => rows.reduce((all, row) => all + row[name], 0);
  const rolled = { successes: sum('successes'), leads: sum('leads'), mqls: sum('mqls') };
  return { own, rolled: { ...rolled, startedAt: starts[0] ?? null } };
}
