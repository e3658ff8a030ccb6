import { sql } from 'kysely';
import type { z } from 'zod';
import type { OpportunityEvent } from '../../../domain/opportunities/opportunity.ts';
import type { OpportunityState } from '../../../domain/opportunities/stage.ts';
import type { TenantDb } from '../../connection.ts';

interface Row {
  id: string;
  occurredAt: Date;
  heardAt: Date;
  place: string;
  stage: string;
  state: OpportunityState;
  amountMinor: number;
  currency: string;
  valueMinor: number | null;
  into: string;
  closedAt: Date | null;
  saysStage: boolean;
  saysAmount: boolean;
  changeId: string | null;
}

/** A line of the history with its place in the order, for the next page's cursor. */
export type PlacedEvent = z.infer<typeof OpportunityEvent> & { place: string };

/** The history of an opportunity, newest first by when things happened; `before` is place and id of the last line of the page before. */
export async function listOpportunityHistory(
  db: TenantDb,
  input: { opportunityId: string; limit: number; before: readonly [string, string] | null },
): Promise<PlacedEvent[]> {
  const { before } = input;
  const from = before ? sql`and (h.occurred_at, h.id) < (${before[0]}::text::timestamptz, ${before[1]}::uuid)` : sql``;
  const { rows } = await sql<Row>`
    select h.id, h.occurred_at as "occurredAt", h.occurred_at::text as place, uuid_extract_timestamp(h.id) as "heardAt", s.name as stage,
      h.state, h.amount_minor as "amountMinor", h.currency, h.value_minor as "valueMinor", t.currency as into,
      h.closed_at as "closedAt", h.says_stage as "saysStage", h.says_amount as "saysAmount", h.external_id as "changeId"
    from opportunity_history h
    join opportunity_stages s on s.tenant_id = h.tenant_id and s.id = h.stage_id
    join tenants t on t.tenant_id = h.tenant_id
    where h.tenant_id = current_tenant() and h.opportunity_id = ${input.opportunityId} ${from}
    order by h.occurred_at desc, h.id desc limit ${input.limit}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    place: row.place,
    occurredAt: row.occurredAt.toISOString(),
    heardAt: row.heardAt.toISOString(),
    stage: row.stage,
    state: row.state,
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    value: row.valueMinor === null ? null : { amountMinor: row.valueMinor, currency: row.into },
    closedAt: row.closedAt?.toISOString() ?? null,
    says: [...(row.saysStage ? (['stage'] as const) : []), ...(row.saysAmount ? (['amount'] as const) : [])],
    changeId: row.changeId,
  }));
}
