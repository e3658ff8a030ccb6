import type { OutboxSql } from './lease.ts';

/** Notes that lanes of the tenant are asked for; as long as none runs, those of others give way. */
export async function noteWait(sql: OutboxSql): Promise<void> {
  await sql`
    insert into outbox_waits (since) values (clock_timestamp())
    on conflict (tenant_id) do update set since = excluded.since`;
}

/** A lane of the tenant runs: it waits no longer. */
export async function endWait(sql: OutboxSql): Promise<void> {
  await sql`delete from outbox_waits where tenant_id = current_tenant()`;
}
