import { sql } from 'kysely';
import type { FieldError } from '../../../domain/errors.ts';
import { placedConditions } from '../../../domain/segments/check.ts';
import type { Rule } from '../../../domain/segments/rule.ts';
import type { TenantDb } from '../../connection.ts';

type Kind = 'list' | 'segment' | 'campaign' | 'status' | 'source' | 'stage';

interface Reference {
  path: string;
  kind: Kind;
  id: string;
}

/** What a rule names that the tenant does not have: a foreign id is one that does not exist. */
export async function referenceErrors(db: TenantDb, rule: Rule): Promise<FieldError[]> {
  const named = referencesOf(rule);
  if (named.length === 0) return [];
  const ids = (kind: Kind) => sql.val(named.filter((reference) => reference.kind === kind).map(({ id }) => id));
  const { rows } = await sql<{ found: string }>`
    select 'list ' || id as found from lists where tenant_id = current_tenant() and id = any(${ids('list')}::uuid[])
    union all
    select 'segment ' || id from segments where tenant_id = current_tenant() and id = any(${ids('segment')}::uuid[])
    union all
    select 'campaign ' || id from campaigns where tenant_id = current_tenant() and id = any(${ids('campaign')}::uuid[])
    union all
    select 'status ' || id from campaign_type_statuses where tenant_id = current_tenant() and id = any(${ids('status')}::uuid[])
    union all
    select 'stage ' || id from opportunity_stages where tenant_id = current_tenant() and id = any(${ids('stage')}::uuid[])
    union all
    select 'source ' || id from broadcasts where tenant_id = current_tenant() and id = any(${ids('source')}::uuid[])
    union all
    select 'source ' || id from drip_steps where tenant_id = current_tenant() and id = any(${ids('source')}::uuid[])
    union all
    select 'source ' || source_id from message_batches
    where tenant_id = current_tenant() and source_id = any(${ids('source')}::uuid[])`.execute(db);
  const known = new Set(rows.map(({ found }) => found));
  return named
    .filter(({ kind, id }) => !known.has(`${kind} ${id}`))
    .map(({ path, kind, id }) => ({ path, code: 'unknown_reference', message: `there is no ${words[kind]} ${id}` }));
}

const words: Record<Kind, string> = {
  list: 'list',
  segment: 'segment',
  campaign: 'campaign',
  status: 'status',
  source: 'broadcast or drip step',
  stage: 'stage of the pipeline',
};

function referencesOf(rule: Rule): Reference[] {
  return placedConditions(rule).flatMap(({ path, condition }): Reference[] => {
    switch (condition.kind) {
      case 'list':
        return condition.listIds.map((id, index) => ({ path: `${path}.listIds.${index}`, kind: 'list', id }));
      case 'segment':
        return [{ path: `${path}.segmentId`, kind: 'segment', id: condition.segmentId }];
      case 'member':
        return [
          { path: `${path}.campaignId`, kind: 'campaign', id: condition.campaignId },
          ...condition.statusIds.map((id, index): Reference => ({
            path: `${path}.statusIds.${index}`,
            kind: 'status',
            id,
          })),
        ];
      case 'engagement':
        return [
          ...(condition.campaignId
            ? [{ path: `${path}.campaignId`, kind: 'campaign' as const, id: condition.campaignId }]
            : []),
          ...(condition.sourceId
            ? [{ path: `${path}.sourceId`, kind: 'source' as const, id: condition.sourceId }]
            : []),
        ];
      case 'opportunity':
        return condition.stageIds.map((id, index) => ({ path: `${path}.stageIds.${index}`, kind: 'stage', id }));
      case 'field':
        return [];
    }
  });
}
