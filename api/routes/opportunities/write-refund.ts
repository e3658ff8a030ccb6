import type { TenantDb } from '../../../db/connection.ts';
import { askForAttribution } from '../../../db/queries/attribution/work.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { holdCurrency } from '../../../db/queries/costs/exchange-rates.ts';
import { findOpportunity } from '../../../db/queries/opportunities/opportunities.ts';
import { deleteRefund, findRefund, insertRefund, touchOpportunity } from '../../../db/queries/opportunities/refunds.ts';
import { valueOn } from '../../../db/queries/costs/values.ts';
import { notFound } from '../../../domain/errors.ts';
import type { Opportunity } from '../../../domain/opportunities/opportunity.ts';
import type { NewRefund, Refund } from '../../../domain/opportunities/refund.ts';
import type { Actor } from '../../../domain/policy/actor.ts';

/** The opportunity, or 404. */
export async function opportunityOf(db: TenantDb, id: string): Promise<Opportunity> {
  const opportunity = await findOpportunity(db, id);
  if (!opportunity) throw notFound('opportunity');
  return opportunity;
}

/**
 * Adds a refund, valued at the rate of its day; the same external id once more is the same refund. It may be told before the win that it
 * takes from: facts arrive in any order.
 */
export async function addRefund(
  db: TenantDb,
  actor: Actor,
  { opportunityId, id, input }: { opportunityId: string; id: string; input: NewRefund },
): Promise<Refund> {
  const opportunity = await opportunityOf(db, opportunityId);
  const { date, note, amount, externalId } = input;
  const { amountMinor, currency = opportunity.amount.currency } = amount;
  const into = await holdCurrency(db);
  const value = await valueOn(db, { amountMinor, currency, day: date, into });
  const values = { id, opportunityId, externalId: externalId ?? null, refundedOn: date, amountMinor, currency, note };
  const isNew = await insertRefund(db, { ...values, ...value });
  const refund = await findRefund(db, { opportunityId, id, externalId });
  if (!refund) throw notFound('refund');
  if (isNew) await recordRefund(db, actor, { opportunityId, after: refund });
  return refund;
}

/** Takes a refund back that was none. */
export async function removeRefund(
  db: TenantDb,
  actor: Actor,
  { opportunityId, id }: { opportunityId: string; id: string },
): Promise<void> {
  await opportunityOf(db, opportunityId);
  const before = await deleteRefund(db, { opportunityId, id });
  if (!before) throw notFound('refund');
  await recordRefund(db, actor, { opportunityId, before });
}

async function recordRefund(
  db: TenantDb,
  actor: Actor,
  { opportunityId, before, after }: { opportunityId: string; before?: Refund; after?: Refund },
): Promise<void> {
  await touchOpportunity(db, opportunityId);
  await askForAttribution(db, [opportunityId]);
  const shown = (refund?: Refund) => (refund ? { refund: refund.amount, date: refund.date } : null);
  await insertAudit(db, actor, {
    action: after ? 'opportunity.refund' : 'opportunity.refundDelete',
    entityKind: 'opportunity',
    entityId: opportunityId,
    before: shown(before),
    after: shown(after),
  });
}
