import { sql } from 'kysely';
import type { PersonFacts } from '../../../domain/segments/evaluate.ts';
import type { FactValue } from '../../../domain/segments/evaluate-test.ts';
import { standardFields } from '../../../domain/segments/field.ts';
import { engagementKinds } from '../../../domain/segments/engagement-kinds.ts';
import type { TenantDb } from '../../connection.ts';
import type { SqlRuleContext } from './context.ts';
import { countsSql } from './counts-sql.ts';
import { fieldColumn } from './sql.ts';

interface FactsRow {
  id: string;
  zone: string;
  fields: Record<string, FactValue>;
  listIds: string[];
  memberships: PersonFacts['memberships'];
  opportunities: PersonFacts['opportunities'];
  events: PersonFacts['events'];
}

/** Loads what rules look at for some people, to decide about them in memory. Erased and unknown people are left out. */
export async function loadFacts(
  db: TenantDb,
  { context, personIds }: { context: SqlRuleContext; personIds: readonly string[] },
): Promise<Map<string, PersonFacts>> {
  const paths = [...standardFields.map(({ field }) => field), ...context.slots.keys()];
  const values = paths.map((path) => sql`${path}::text, ${fieldColumn(path, context.slots)}`);
  const { rows } = await sql<FactsRow>`
    select p.id,
      case when p.time_zone in (select name from time_zones) then p.time_zone else ${context.tenantZone}::text end as zone,
      ${inChunks(values)} as fields,
      array(select l.list_id from list_people l where l.tenant_id = p.tenant_id and l.person_id = p.id) as list_ids,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'campaignId', m.campaign_id, 'statusId', m.status_id, 'hasResponded', m.has_responded)), '[]')
        from campaign_members m where m.tenant_id = p.tenant_id and m.person_id = p.id) as memberships,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'of', o.of, 'state', o.state, 'stageId', o.stage_id, 'valueMinor', o.value_minor, 'closedAt', o.closed_at)), '[]')
        from (
          select 'person' as of, o.state, o.stage_id, o.value_minor, o.closed_at from opportunity_people r
          join opportunities o on o.tenant_id = r.tenant_id and o.id = r.opportunity_id and o.deleted_at is null
          where r.tenant_id = p.tenant_id and r.person_id = p.id
          union all
          select 'account', o.state, o.stage_id, o.value_minor, o.closed_at from opportunities o
          where o.tenant_id = p.tenant_id and o.account_id = p.account_id and o.deleted_at is null) o) as opportunities,
      (select coalesce(jsonb_agg(jsonb_build_object(
          'kind', e.kind, 'at', e.at, 'campaignId', e.campaign_id, 'sourceId', e.source_id, 'name', e.name)), '[]')
        from (
          select e.kind, e.occurred_at as at, e.campaign_id, e.source_id, e.name from engagement_events e
          where e.tenant_id = p.tenant_id and e.person_id = p.id and (${sql.join(
            eventKinds.map((kind) => sql`(e.kind = ${kind} and ${countsSql(kind)})`),
            sql` or `,
          )})
          union all
          select 'sent', m.sent_at, b.campaign_id, m.source_id, null from messages m
          join message_batches b on b.tenant_id = m.tenant_id and b.id = m.batch_id
          where m.tenant_id = p.tenant_id and m.person_id = p.id and m.sent_at is not null) e) as events
    from people p
    left join person_attributes a on a.tenant_id = p.tenant_id and a.person_id = p.id
    left join accounts c on c.tenant_id = p.tenant_id and c.id = p.account_id
    left join person_scores g on g.tenant_id = p.tenant_id and g.person_id = p.id
    left join suppressions s on s.tenant_id = p.tenant_id and s.address_hash = p.email_hash
    where p.tenant_id = current_tenant() and p.id = any(${sql.val([...personIds])}::uuid[]) and p.erased_at is null`.execute(
    db,
  );
  return new Map(rows.map(({ id, listIds, ...facts }) => [id, { ...facts, listIds: new Set(listIds) }]));
}

const eventKinds = engagementKinds.filter((kind) => kind !== 'sent');

/** A function takes 100 arguments at most. */
function inChunks(pairs: ReturnType<typeof sql>[]) {
  const chunks = [];
  for (let start = 0; start < pairs.length; start += 40) {
    chunks.push(sql`jsonb_build_object(${sql.join(pairs.slice(start, start + 40))})`);
  }
  return sql.join(chunks, sql` || `);
}
