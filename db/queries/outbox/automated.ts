import type { OutboxSql } from './lease.ts';

/** The known zone of each message's person; null where there is none. */
export async function listZones(sql: OutboxSql, messageIds: string[]): Promise<Map<string, string | null>> {
  const rows = await sql<{ id: string; zone: string | null }[]>`
    select m.id, z.name as zone
    from messages m
    join people p on p.tenant_id = m.tenant_id and p.id = m.person_id
    left join time_zones z on z.name = p.time_zone
    where m.tenant_id = current_tenant() and m.id = any(${messageIds}::uuid[])`;
  return new Map(rows.map(({ id, zone }) => [id, zone]));
}
