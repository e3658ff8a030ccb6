import type { OutboxSql } from './lease.ts';

/** Notes that lanes of the tenant are asked for; as long as none runs, those of others give way. */
export async function noteWait(sql: OutboxSql): Promise<void> {
  await sql`
    insert into outbox_waits (since) values (clock_timestamp())
    on conflict (tenant_id) do update set since = excluded.since`;
}

/** A lane of the tenant runs, or nothing is due: it waits no longer. */
export async function endWait(sql: OutboxSql): Promise<void> {
  await sql`delete from outbox_waits where tenant_id = current_tenant()`;
}

/**
 * For a lane of somebody else that would give way: whether the tenant waits and no other lane gives way to it yet. Where one of its own lanes
 * has something in hand it does not wait: it has a share. Whoever is not served after all is waited for anew.
 */
export async function answerWait(sql: OutboxSql): Promise<boolean> {
  const { count } = await sql`
    update outbox_waits set since = clock_timestamp()
    where tenant_id = current_tenant() and since < clock_timestamp() - interval '200 milliseconds' and not exists (
      select from message_batches b
      where b.tenant_id = current_tenant() and b.finished_at is null and b.leased_until > clock_timestamp())`;
  return count > 0;
}
