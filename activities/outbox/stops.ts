import { untilConnected } from '../../db/connection-loss.ts';
import { withTenant } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { askForDeliverability } from '../../db/queries/deliverability/delivery-hours.ts';
import { insertStoppedDomain } from '../../db/queries/deliverability/stopped-domains.ts';
import { systemActor } from '../../domain/policy/actor.ts';
import type { StopCause } from '../../domain/senders/stopped-domain.ts';
import type { ActivityDeps } from '../deps.ts';

/** A domain whose mail cannot go on as things stand. */
export interface DomainStop {
  domain: string;
  cause: StopCause;
  /** The codes of the refusal; null where none was made. */
  code: string | null;
}

/** A database that is away is waited for as long as this. */
const patienceSeconds = 60;

/** Keeps it where people see it, with an entry in the audit log the first time. */
export async function noteStop(
  { deps, tenantId }: { deps: Pick<ActivityDeps, 'database' | 'log'>; tenantId: string },
  stop: DomainStop,
): Promise<void> {
  const { domain, cause, code } = stop;
  const isNew = await untilConnected(patienceSeconds, () =>
    withTenant(deps.database.db, tenantId, async (db) => {
      if (!(await insertStoppedDomain(db, stop))) return false;
      await askForDeliverability(db);
      await insertAudit(db, systemActor(tenantId, 'outbox'), {
        action: 'sendingDomain.stop',
        entityKind: 'sendingDomain',
        entityId: null,
        after: { domain, stoppedFor: code ?? cause },
      });
      return true;
    }),
  );
  if (isNew) deps.log.error({ tenant: tenantId, domain, cause, code }, 'mail of a domain is stopped');
}
