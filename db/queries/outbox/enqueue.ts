import { sql } from 'kysely';
import type { SourceKind } from '../../../domain/outbox/message.ts';
import type { TenantDb } from '../../connection.ts';

/** Messages that a source other than a broadcast wants sent: one edition to some people, each with its occurrence. */
export interface Enqueued {
  sourceKind: Exclude<SourceKind, 'broadcast' | 'transactional'>;
  /** What counters go by: a drip's step, a nurture programme's item. */
  sourceId: string;
  /** The part whose workflow hears what became of the messages. */
  partId: string;
  campaignId: string;
  editionId: string;
  /** The A/B test and the variant that the message belongs to, if any. */
  variant?: { experimentId: string; variantId: string };
  /** Lower goes first. */
  priority: number;
  nowIso: string;
  /** The hours in which they may go, beside the tenant's quiet hours; null: any. */
  sendWindow: unknown;
  /** `occurrence` with the source and the person is what makes a message the same one. */
  to: readonly { personId: string; occurrence: string }[];
}

/**
 * Puts messages on the road in one batch: a message per person and occurrence, once for all time; one that was held back because its
 * person was paused goes again, and of a nurture programme, which asks again at each cast, and of a next action any that was skipped. People become members of the campaign in the type's default status. Everything that stands in the
 * way of a message is looked at when it is about to go. Returns how many are new.
 */
export async function enqueueMessages(db: TenantDb, input: Enqueued): Promise<number> {
  if (input.to.length === 0) return 0;
  const people = sql.val(input.to.map(({ personId }) => personId));
  const occurrences = sql.val(input.to.map(({ occurrence }) => occurrence));
  const sendWindow = input.sendWindow === null ? null : JSON.stringify(input.sendWindow);
  const { rows } = await sql<{ added: number }>`
    with batch as (
      insert into message_batches
        (source_kind, source_id, part_id, campaign_id, priority, turn, size, not_before, send_window,
        experiment_id, experiment_variant_id)
      select ${input.sourceKind}, ${input.sourceId}::uuid, ${input.partId}::uuid, ${input.campaignId}::uuid, ${input.priority}::int,
        coalesce((select min(turn) from message_batches where tenant_id = current_tenant() and finished_at is null), 0),
        ${input.to.length}::int, ${input.nowIso}::timestamptz, ${sendWindow}::text::jsonb,
        ${input.variant?.experimentId ?? null}::uuid, ${input.variant?.variantId ?? null}::uuid
      returning id),
    enqueued as (
      insert into messages as m (batch_id, person_id, source_id, occurrence, edition_id)
      select batch.id, wanted.person_id, ${input.sourceId}::uuid, wanted.occurrence, ${input.editionId}::uuid
      from batch, unnest(${people}::uuid[], ${occurrences}::uuid[]) as wanted (person_id, occurrence)
      on conflict (person_id, source_id, occurrence, tenant_id) do update
      set status = 'queued', reason = null, batch_id = excluded.batch_id, lease_id = null
      where m.status = 'skipped' and (m.reason = 'drip_paused' or ${input.sourceKind === 'nurture' || input.sourceKind === 'nba'})
      returning m.person_id, old.status is null as is_new, old.reason as skipped_for),
    joined as (
      insert into campaign_members (campaign_id, person_id, status_id, source)
      select ${input.campaignId}::uuid, e.person_id, s.id, ${input.sourceKind}
      from (select distinct person_id from enqueued) e
      join campaigns c on c.tenant_id = current_tenant() and c.id = ${input.campaignId}::uuid
      join campaign_type_statuses s on s.tenant_id = c.tenant_id and s.campaign_type_id = c.campaign_type_id and s.is_default
      on conflict (tenant_id, campaign_id, person_id) do nothing),
    counted as (
      insert into source_counters as c (source_id, name, value)
      select ${input.sourceId}::uuid, name, value from (
        select 'frozen' as name, count(*) filter (where is_new) as value from enqueued
        union all
        select 'skipped.' || skipped_for, -count(*) from enqueued where not is_new group by skipped_for) moved
      where value <> 0
      on conflict (tenant_id, source_id, name) do update set value = c.value + excluded.value)
    select count(*)::int as added from enqueued`.execute(db);
  return rows[0]?.added ?? 0;
}
