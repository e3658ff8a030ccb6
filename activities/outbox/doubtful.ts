import { untilConnected } from '../../db/connection-loss.ts';
import { withTenant, type TenantDb } from '../../db/connection.ts';
import { giveUpUndeliverable, listUndeliverable } from '../../db/queries/inbound/inbound.ts';
import { leaseSeconds, type BatchRun, type LaneState } from './run.ts';

/**
 * Gives up the addresses that a batch found to fail once too often: with nothing in flight, and each in a transaction of its own. What
 * goes wrong here stops nobody's mail: the address fails again, and is looked at then.
 */
export async function giveUpDoubtful({ deps, tenantId }: LaneState, { doubtful }: BatchRun): Promise<void> {
  if (doubtful.length === 0) return;
  const inTenant = <T>(work: (db: TenantDb) => Promise<T>) =>
    untilConnected(leaseSeconds, () => withTenant(deps.database.db, tenantId, work));
  try {
    for (const one of await inTenant((db) => listUndeliverable(db, doubtful)))
      await inTenant((db) => giveUpUndeliverable(db, one));
  } catch (err) {
    deps.log.error({ err, tenant: tenantId }, 'addresses that fail could not be given up');
  }
}
