import type { TenantDb } from '../../../db/connection.ts';
import { insertAudit } from '../../../db/queries/audit/audit.ts';
import { findCampaign, type CampaignRow } from '../../../db/queries/campaigns/campaigns.ts';
import {
  deleteCost,
  findCost,
  insertCost,
  listCosts,
  markCostOrder,
  updateCost,
  type CostRow,
  type CostValues,
} from '../../../db/queries/costs/costs.ts';
import { dayOf, holdCurrency, plainRate } from '../../../db/queries/costs/exchange-rates.ts';
import { holdRow } from '../../../db/queries/hold.ts';
import { mostCosts, type CostChange, type NewCost } from '../../../domain/costs/cost.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { changedMeanwhile } from '../../etag.ts';
import { valueOn } from '../../../db/queries/costs/values.ts';

/** The campaign, or 404. Costs are written in any state: invoices come after the end, and cancelling may cost too. */
export async function campaignOf(db: TenantDb, id: string): Promise<CampaignRow> {
  const campaign = await findCampaign(db, id);
  if (!campaign) throw notFound('campaign');
  return campaign;
}

/** Adds a line, valued at the rate of its date. Repeating it with the same id does nothing. */
export async function addCost(
  db: TenantDb,
  actor: Actor,
  { campaignId, id, input }: { campaignId: string; id: string; input: NewCost },
): Promise<CostRow> {
  const campaign = await campaignOf(db, campaignId);
  const known = await findCost(db, campaignId, id);
  if (known) return known;
  if ((await listCosts(db, campaignId)).length >= mostCosts)
    throw new DomainError('conflict', `A campaign has at most ${mostCosts} cost lines. Put some together.`);
  const { date, amount, ...rest } = input;
  requireSign(rest.kind, amount.amountMinor);
  const values = { ...rest, currency: campaign.currency, ...amount, spentOn: date };
  const value = await worth(db, values);
  const row = await insertCost(db, {
    ...values,
    ...value,
    id,
    campaignId,
    createdBy: actor.personId ?? actor.name,
  });
  await insertAudit(db, actor, {
    action: 'cost.add',
    entityKind: 'campaign',
    entityId: campaignId,
    after: audited(row),
  });
  return row;
}

/**
 * Changes a line. Another amount, currency or date values it anew at the rate that holds then; anything else leaves its value as
 * it is. A change of nothing writes nothing.
 */
export async function changeCost(
  db: TenantDb,
  actor: Actor,
  input: { campaignId: string; id: string; version: number | null; change: CostChange },
): Promise<CostRow> {
  await holdRow(db, 'costs', input.id);
  const before = await requiredCost(db, input.campaignId, input.id);
  if (input.version !== null && input.version !== before.version) throw changedMeanwhile();
  const { date, amount, ...rest } = input.change;
  const values = { ...rest, ...amount, ...(date === undefined ? {} : { spentOn: date }) };
  const after = { ...written(before), ...values };
  if (JSON.stringify(after) === JSON.stringify(written(before))) return before;
  requireSign(after.kind, after.amountMinor);
  const isSameMoney =
    after.amountMinor === before.amountMinor &&
    after.currency === before.currency &&
    after.spentOn === dayOf(before.spentOn);
  const value = isSameMoney ? {} : await worth(db, after);
  const row = await updateCost(db, { id: before.id, version: before.version, values: { ...values, ...value } });
  if (!row) throw changedMeanwhile();
  await insertAudit(db, actor, {
    action: 'cost.update',
    entityKind: 'campaign',
    entityId: input.campaignId,
    before: audited(before),
    after: audited(row),
  });
  return row;
}

/** Removes a line. */
export async function removeCost(
  db: TenantDb,
  actor: Actor,
  input: { campaignId: string; id: string; version: number | null },
): Promise<void> {
  await holdRow(db, 'costs', input.id);
  const before = await requiredCost(db, input.campaignId, input.id);
  if (!(await deleteCost(db, { id: input.id, version: input.version ?? before.version }))) throw changedMeanwhile();
  await insertAudit(db, actor, {
    action: 'cost.delete',
    entityKind: 'campaign',
    entityId: input.campaignId,
    before: audited(before),
  });
}

/** Puts the lines in an order that names each of them once. */
export async function orderCosts(
  db: TenantDb,
  actor: Actor,
  { campaignId, costIds }: { campaignId: string; costIds: string[] },
): Promise<CostRow[]> {
  await campaignOf(db, campaignId);
  const before = (await listCosts(db, campaignId)).map(({ id }) => id);
  const given = new Set(costIds);
  const isWhole = costIds.length === before.length && before.every((id) => given.has(id));
  if (!isWhole) {
    const message = 'must name every line of the campaign once; read the lines again, somebody may have changed them';
    throw new DomainError('invalid', 'The order does not fit the lines. Nothing was changed.', [
      { path: 'costIds', code: 'invalid', message },
    ]);
  }
  if (costIds.join() !== before.join()) {
    await markCostOrder(db, campaignId, costIds);
    const entity = { entityKind: 'campaign', entityId: campaignId };
    await insertAudit(db, actor, {
      action: 'cost.order',
      ...entity,
      before: { order: before },
      after: { order: costIds },
    });
  }
  return listCosts(db, campaignId);
}

/** The line, which must belong to the campaign in the path. */
export async function requiredCost(db: TenantDb, campaignId: string, id: string): Promise<CostRow> {
  const row = await findCost(db, campaignId, id);
  if (!row) throw notFound('cost line');
  return row;
}

function requireSign(kind: CostRow['kind'], amountMinor: number): void {
  if (kind === 'actual' || amountMinor > 0) return;
  const message = 'must be more than 0; only what was really spent can come back, as a negative actual amount';
  throw new DomainError('invalid', `A ${kind} amount ${message}.`, [
    { path: 'amount.amountMinor', code: 'negative', message },
  ]);
}

async function worth(
  db: TenantDb,
  { amountMinor, currency, spentOn }: Pick<CostValues, 'amountMinor' | 'currency' | 'spentOn'>,
) {
  return valueOn(db, { amountMinor, currency, day: spentOn, into: await holdCurrency(db) });
}

function written({ kind, spentOn, vendor, note, amountMinor, currency }: CostRow) {
  return { kind, spentOn: dayOf(spentOn), vendor, note, amountMinor, currency };
}

function audited(row: CostRow) {
  const { spentOn, amountMinor, currency, ...rest } = written(row);
  return { ...rest, date: spentOn, amount: { amountMinor, currency }, rate: row.rate && plainRate(row.rate) };
}
