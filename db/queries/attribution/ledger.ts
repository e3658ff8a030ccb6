import { sql } from 'kysely';
import type { Credit } from '../../../domain/attribution/credits.ts';
import type { Entry, Ledger } from '../../../domain/attribution/entries.ts';
import type { TenantDb } from '../../connection.ts';

/** The ledger's credits of these opportunities; an opportunity without any is absent. */
export async function listLedgers(db: TenantDb, opportunityIds: readonly string[]): Promise<Map<string, Ledger>> {
  const ids = sql`any(${sql.val([...opportunityIds])}::uuid[])`;
  const { rows } = await sql<Credit & { opportunityId: string; fitVersion: number | null }>`
    select e.opportunity_id, e.model, e.measure, e.refund_id, e.touch_id, e.campaign_id, e.channel, e.source, e.currency,
      min(e.person_id::text)::uuid as person_id, sum(e.amount_minor)::int8 as amount_minor, max(e.fit_version) as fit_version
    from attribution_entries e
    where e.tenant_id = current_tenant() and e.opportunity_id = ${ids}
    group by e.opportunity_id, e.model, e.measure, e.refund_id, e.touch_id, e.campaign_id, e.channel, e.source, e.currency
    having sum(e.amount_minor) <> 0`.execute(db);
  const ledgers = new Map<string, { sums: Credit[]; fitVersion: number | null }>();
  for (const { opportunityId, fitVersion, ...credit } of rows) {
    const ledger = ledgers.get(opportunityId) ?? { sums: [], fitVersion: null };
    ledgers.set(opportunityId, ledger);
    ledger.sums.push(credit);
    if (fitVersion !== null) ledger.fitVersion = Math.max(fitVersion, ledger.fitVersion ?? 0);
  }
  return ledgers;
}

/** Takes away the shares of what is open that do not hold any more, whatever their campaign or channel was. */
export async function deleteOutdated(
  db: TenantDb,
  outdated: readonly { opportunityId: string; model: string; touchId: string }[],
): Promise<void> {
  if (outdated.length === 0) return;
  await sql`
    delete from attribution_entries e using unnest(
      ${outdated.map(({ opportunityId }) => opportunityId)}::uuid[], ${outdated.map(({ model }) => model)}::text[],
      ${outdated.map(({ touchId }) => touchId)}::uuid[]) as o (opportunity_id, model, touch_id)
    where e.tenant_id = current_tenant() and e.opportunity_id = o.opportunity_id and e.model = o.model and e.touch_id = o.touch_id
      and e.measure = 'pipeline'`.execute(db);
}

/** Adds rows to the ledger, each of its opportunity. */
export async function insertEntries(
  db: TenantDb,
  entries: readonly (Entry & { opportunityId: string })[],
): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    insert into attribution_entries
      (opportunity_id, model, measure, kind, reason, refund_id, touch_id, person_id, campaign_id, channel, source, amount_minor, currency,
        fit_version, occurred_at)
    select "opportunityId", model, measure, kind, reason, "refundId", "touchId", "personId", "campaignId", channel, source, "amountMinor",
      currency, "fitVersion", "occurredAt"
    from jsonb_to_recordset(${JSON.stringify(entries)}::text::jsonb) as entry (
      "opportunityId" uuid, model text, measure text, kind text, reason text, "refundId" uuid, "touchId" uuid, "personId" uuid,
      "campaignId" uuid, channel text, source text, "amountMinor" int8, currency text, "fitVersion" int4, "occurredAt" timestamptz)`.execute(
    db,
  );
}
