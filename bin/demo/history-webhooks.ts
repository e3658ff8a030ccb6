import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { TenantDb } from '../../db/connection.ts';
import { disableEndpoint, insertEndpoint } from '../../db/queries/webhooks/endpoints.ts';
import { sealSecret } from '../../db/sealing.ts';
import type { KeyRing } from '../../domain/key-ring.ts';
import { endpointPurpose } from '../../domain/webhooks/endpoint.ts';

/** A place that was told of campaigns and complaints and is switched off: nothing of the example leaves the machine. */
export async function seedWebhooks(db: TenantDb, { keyRing }: { keyRing: KeyRing }): Promise<void> {
  const id = uuidv7();
  await insertEndpoint(db, {
    id,
    url: 'https://crm.northwind.example/hooks/marketing',
    description: 'The CRM of the sales team',
    eventTypes: ['campaign.started', 'campaign.completed', 'message.complained', 'opportunity.won'],
    sealed: sealSecret(keyRing, endpointPurpose, `whsec_${randomBytes(32).toString('base64')}`),
    createdByName: 'Ada Admin',
  });
  await disableEndpoint(db, { id, why: 'person', nowIso: new Date().toISOString() });
  await sql`
    with happened as (
      insert into webhook_events (type, at, data)
      select 'campaign.completed', coalesce(completed_at, now() - interval '9 days'), jsonb_build_object('campaignId', id)
      from campaigns where tenant_id = current_tenant() and status = 'completed' order by id limit 6
      returning id, type, at)
    insert into webhook_deliveries (endpoint_id, event_id, type, status, attempts, next_try_at, response_status, problem, tries, created_at, finished_at)
    select ${id}::uuid, h.id, h.type, case when place = 1 then 'failed' else 'done' end, case when place = 1 then 10 else 1 end, h.at,
      case when place = 1 then 503 else 204 end, case when place = 1 then 'http_503' end,
      jsonb_build_array(jsonb_build_object('at', to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'status', case when place = 1 then 503 else 204 end, 'problem', case when place = 1 then 'http_503' end, 'ms', 84 + place,
        'start', case when place = 1 then 'Down for maintenance' else '' end)),
      h.at, h.at + interval '1 second'
    from (select *, row_number() over (order by at) as place from happened) h`.execute(db);
}
