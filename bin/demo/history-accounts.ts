import { sql } from 'kysely';
import type { TenantDb } from '../../db/connection.ts';

/** The companies that the example's people name become accounts, and the people belong to them. */
export async function seedAccounts(db: TenantDb): Promise<void> {
  await sql`
    insert into accounts (external_id, name)
    select 'example-' || row_number() over (order by company), company
    from (select distinct company from people where tenant_id = current_tenant() and company is not null) named
    order by company limit 20`.execute(db);
  await sql`
    update people p set account_id = a.id from accounts a
    where p.tenant_id = current_tenant() and a.tenant_id = p.tenant_id and a.name = p.company`.execute(db);
}
