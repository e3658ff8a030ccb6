import type { Logger } from 'pino';
import { withTenant, type Database } from '../db/connection.ts';
import { countAgain } from '../db/queries/consent/mail-frequency.ts';

/**
 * Counts what was asked to be counted once more, after what asked for it is committed: whoever asked must not hear that it failed. Where
 * this fails, the next lane counts before it sends anything.
 */
export async function countAgainOrLater(
  { database, log }: { database: Database; log: Logger },
  tenantId: string,
): Promise<void> {
  try {
    await withTenant(database.db, tenantId, countAgain);
  } catch (error) {
    log.warn({ err: error, tenant: tenantId }, 'what was sent could not be counted again; the next lane will');
  }
}
