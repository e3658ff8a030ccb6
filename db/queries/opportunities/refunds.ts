import { sql, type Selectable } from 'kysely';
import type { Refund } from '../../../domain/opportunities/refund.ts';
import type { TenantDb } from '../../connection.ts';
import type { OpportunityRefunds } from '../../schema.ts';
import { dayOf, findCurrency } from '../costs/exchange-rates.ts';

/** What was given back of an opportunity, the newest day first. */
export async function listRefunds(db: TenantDb, opportunityId: string): Promise<Refund[]> {
  const rows = await db
    .selectFrom('opportunityRefunds')
    .selectAll()
    .where('opportunityId', '=', opportunityId)
    .orderBy('refundedOn', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const currency = await findCurrency(db);
  return rows.map((row) => toRefund(row, currency));
}

/** A refund of an opportunity by its id or by its id in another system. */
export async function findRefund(
  db: TenantDb,
  { opportunityId, id, externalId }: { opportunityId: string; id: string; externalId?: string },
): Promise<Refund | undefined> {
  const row = await db
    .selectFrom('opportunityRefunds')
    .selectAll()
    .where('opportunityId', '=', opportunityId)
    .where((eb) => eb.or([eb('id', '=', id), ...(externalId ? [eb('externalId', '=', externalId)] : [])]))
    .executeTakeFirst();
  return row && toRefund(row, await findCurrency(db));
}

/** What is written of a refund; `rate` and `valueMinor` are both null where there is no rate. */
export interface RefundValues {
  id: string;
  opportunityId: string;
  externalId: string | null;
  refundedOn: string;
  amountMinor: number;
  currency: string;
  rate: string | null;
  valueMinor: number | null;
  note: string;
}

/** Adds a refund; false where the opportunity has it already. */
export async function insertRefund(db: TenantDb, values: RefundValues): Promise<boolean> {
  const row = await db
    .insertInto('opportunityRefunds')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Removes a refund; undefined if there is no such refund. */
export async function deleteRefund(
  db: TenantDb,
  { opportunityId, id }: { opportunityId: string; id: string },
): Promise<Refund | undefined> {
  const row = await db
    .deleteFrom('opportunityRefunds')
    .where('opportunityId', '=', opportunityId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && toRefund(row, await findCurrency(db));
}

/** Counts an opportunity as changed by something that hangs on it. */
export async function touchOpportunity(db: TenantDb, id: string): Promise<void> {
  await db
    .updateTable('opportunities')
    .set({ version: sql<number>`version + 1`, updatedAt: sql<Date>`now()` })
    .where('id', '=', id)
    .execute();
}

function toRefund(row: Selectable<OpportunityRefunds>, currency: string): Refund {
  return {
    id: row.id,
    externalId: row.externalId,
    date: dayOf(row.refundedOn),
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    value: row.valueMinor === null ? null : { amountMinor: row.valueMinor, currency },
    note: row.note,
    createdAt: row.createdAt.toISOString(),
  };
}
