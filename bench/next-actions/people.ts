import { v7 as uuidv7 } from 'uuid';
import { withTenant, type Database } from '../../db/connection.ts';
import { insertPolicy, listPolicies, updatePolicy } from '../../db/queries/next-actions/policies.ts';
import { Offer } from '../../domain/next-actions/next-action.ts';
import { startingPolicy } from '../../domain/next-actions/policy.ts';

/** Makes a tenant with twice as many people, of whom the first half answered a mail and waits to be looked at. Returns its id. */
export async function fillPeople({ owner, app }: { owner: Database; app: Database }, open: number): Promise<string> {
  const [tenant] = await owner.sql<{ id: string }[]>`
    insert into tenants (name) values ('Bench') returning tenant_id as id`;
  const tenantId = tenant!.id;
  await owner.sql`
    insert into people (tenant_id, email, email_key, first_name, job_title, consent, owner_id)
    select ${tenantId}, 'p' || n || '@people.example', 'p' || n || '@people.example', 'P' || n, 'Buyer', 'granted', 'owner'
    from generate_series(1, ${open * 2}::int) n`;
  const policyId = uuidv7();
  await withTenant(app.db, tenantId, async (db) => {
    await insertPolicy(db, { id: policyId, campaignId: null });
    const [policy] = await listPolicies(db, { id: policyId });
    const offer = {
      ...Offer.parse({ kind: 'create_task', label: 'Call them', chance: 0.3, value: 300 }),
      id: uuidv7(),
    };
    const settings = { ...startingPolicy, mode: 'suggest' as const, exploration: 0, holdOut: 0.01 };
    await updatePolicy(db, { id: policyId, version: policy!.version, settings, offers: [offer] });
  });
  await owner.sql`
    with active as (
      select id from people where tenant_id = ${tenantId} order by id limit ${open}),
    answered as (
      insert into engagement_events (tenant_id, occurred_at, kind, verdict, person_id)
      select ${tenantId}, now() - interval '1 hour', 'reply', 'human', id from active)
    insert into next_action_work (tenant_id, person_id, cause) select ${tenantId}, id, 'event/1' from active`;
  await owner.sql`analyze people, engagement_events, next_action_work`;
  return tenantId;
}
