import { withTenant, type TenantDb } from '../../db/connection.ts';
import {
  deleteAskedOpportunities,
  listAskedOpportunities,
  loadOpportunityFacts,
  putOffOpportunity,
  takeAskedOpportunities,
  takeAskedOpportunity,
} from '../../db/queries/attribution/facts.ts';
import { findFit } from '../../db/queries/attribution/fits.ts';
import { deleteOutdated, insertEntries, listLedgers } from '../../db/queries/attribution/ledger.ts';
import { findModelSettings } from '../../db/queries/attribution/settings.ts';
import type { Crediting } from '../../domain/attribution/credits.ts';
import { changesOf, type Ledger } from '../../domain/attribution/entries.ts';
import type { ActivityDeps } from '../deps.ts';

const nothing: Ledger = { sums: [], fitVersion: null };

/** What was credited together. */
export interface SettledBatch {
  /** Opportunities that were dealt with, those that were set aside included. */
  opportunities: number;
  /** Rows of the ledger that were written. */
  entries: number;
}

/**
 * Credits up to `limit` opportunities that are asked for, in a transaction. Where that fails because of what one of them is, they are
 * credited one by one, and whichever fails is set aside: it never stops the others.
 */
export async function settleBatch(
  { database, log }: Pick<ActivityDeps, 'database' | 'log'>,
  { tenantId }: { tenantId: string },
  limit: number,
): Promise<SettledBatch> {
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) => withTenant(database.db, tenantId, work);
  try {
    return await inTenant((db) => settleAsked(db, limit));
  } catch (error) {
    if (isPassing(error)) throw error;
  }
  const done: SettledBatch = { opportunities: 0, entries: 0 };
  for (const id of await inTenant((db) => listAskedOpportunities(db, limit))) {
    const one = await inTenant((db) => settleOne(db, id)).catch(async (error: unknown): Promise<SettledBatch> => {
      if (isPassing(error)) throw error;
      const failedWith = kindOf(error);
      log.error(
        { tenant: tenantId, opportunity: id, failedWith },
        'an opportunity cannot be credited; it is set aside',
      );
      await inTenant((db) => putOffOpportunity(db, id, failedWith));
      return { opportunities: 1, entries: 0 };
    });
    done.opportunities += one.opportunities;
    done.entries += one.entries;
  }
  return done;
}

/** Credits up to `limit` opportunities that are asked for, in the caller's transaction. */
export async function settleAsked(db: TenantDb, limit: number): Promise<SettledBatch> {
  const asked = await takeAskedOpportunities(db, limit);
  return creditTaken(
    db,
    asked.map(({ opportunityId }) => opportunityId),
  );
}

/** Credits opportunities that the caller's transaction has taken. */
async function creditTaken(db: TenantDb, ids: readonly string[]): Promise<SettledBatch> {
  if (ids.length === 0) return { opportunities: 0, entries: 0 };
  const facts = await loadOpportunityFacts(db, ids);
  const ledgers = await listLedgers(db, ids);
  const crediting = await loadCrediting(db);
  const changes = [...facts].map(([opportunityId, known]) => ({
    opportunityId,
    ...changesOf(known, ledgers.get(opportunityId) ?? nothing, crediting),
  }));
  const rowsOf = <T>(rows: (change: (typeof changes)[number]) => readonly T[]) =>
    changes.flatMap((change) => rows(change).map((row) => ({ ...row, opportunityId: change.opportunityId })));
  await deleteOutdated(
    db,
    rowsOf(({ outdated }) => outdated),
  );
  const entries = rowsOf(({ entries }) => entries);
  await insertEntries(db, entries);
  await deleteAskedOpportunities(db, ids);
  return { opportunities: ids.length, entries: entries.length };
}

async function loadCrediting(db: TenantDb): Promise<Crediting> {
  const { halfLifeDays, customWeights } = await findModelSettings(db);
  const fit = await findFit(db);
  return {
    settings: { halfLifeDays, customWeights },
    fit: fit ? { version: fit.version, effects: new Map(Object.entries(fit.effects)) } : null,
  };
}

async function settleOne(db: TenantDb, id: string): Promise<SettledBatch> {
  return creditTaken(db, (await takeAskedOpportunity(db, id)) ? [id] : []);
}

/** Classes of SQLSTATE that tell of a row and not of the moment: data that does not fit, keys and limits that do not hold. */
const ofARow = /^(2[123]|54)/;

/** Whether it may go well the next time as it is: the connection, a lock, a server that shuts down. */
function isPassing(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof TypeError) return false;
  return !ofARow.test(codeOf(error));
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** What went wrong without the data of anybody: the messages of the database may quote rows. */
function kindOf(error: unknown): string {
  const constraint = error instanceof Error && 'constraint_name' in error ? ` ${String(error.constraint_name)}` : '';
  return error instanceof Error ? `${codeOf(error) || error.name}${constraint}` : 'unknown';
}
