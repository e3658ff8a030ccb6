import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { withTenant } from '../../db/connection.ts';
import { insertAudit } from '../../db/queries/audit/audit.ts';
import { deleteOverdue, findRetentionRules, takeRemoved } from '../../db/queries/tenants/retention.ts';
import { systemActor } from '../../domain/policy/actor.ts';
import { cutoffsOf, type Cutoff } from '../../domain/retention/rule.ts';
import type { RetentionRef } from '../../workflows/tenants/retention.ts';
import type { ActivityDeps } from '../deps.ts';

/** Rows in one transaction: few enough that nobody waits for it. */
const batchRows = 2_000;

/** A rule gives its slot back after this long, so that other tenants have their turn. */
const roundSeconds = 60;

/** The activities of retention. */
export function createRetentionActivities(deps: Pick<ActivityDeps, 'database'>) {
  const { db } = deps.database;
  return {
    /** What is past its time at `now` by the tenant's rules; nothing if the tenant no longer exists. */
    async readCutoffs({ tenantId, now }: RetentionRef & { now: string }): Promise<Cutoff[]> {
      const rules = await withTenant(db, tenantId, findRetentionRules);
      return rules ? cutoffsOf(rules, now) : [];
    },

    /** Removes what a rule is about, batch by batch, for a minute at most. Doing it again goes on where it was. */
    async removeOverdue({ tenantId, ...cutoff }: RetentionRef & Cutoff): Promise<{ removed: number; isDone: boolean }> {
      const until = Date.now() + roundSeconds * 1000;
      for (let removed = 0; ;) {
        const batch = await withTenant(db, tenantId, (db) => deleteOverdue(db, cutoff, batchRows));
        removed += batch;
        heartbeat(removed);
        if (batch === 0) return { removed, isDone: true };
        if (Date.now() > until || cancellationSignal().aborted) return { removed, isDone: false };
      }
    },

    /** Notes in the audit log what was removed and is not noted yet; where it was nothing, nothing is said. Doing it again does nothing. */
    async noteRetention({ tenantId }: RetentionRef): Promise<void> {
      await withTenant(db, tenantId, async (db) => {
        const removed = await takeRemoved(db);
        if (Object.values(removed).every((count) => count === 0)) return;
        const change = { action: 'retention.run', entityKind: 'tenant', entityId: tenantId, after: removed };
        await insertAudit(db, systemActor(tenantId, 'retention'), change);
      });
    },
  };
}

/** The activities of retention, as workflows see them. */
export type RetentionActivities = ReturnType<typeof createRetentionActivities>;
