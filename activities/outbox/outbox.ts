import { randomUUID } from 'node:crypto';
import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import { withTenant } from '../../db/connection.ts';
import { requestWake } from '../../db/queries/drips/enrolments.ts';
import { planOutbox, withTenantSql, type OutboxPlan } from '../../db/queries/outbox/lease.ts';
import { endWait, noteWait } from '../../db/queries/outbox/waits.ts';
import type { ActivityDeps } from '../deps.ts';
import { openLane } from './lane.ts';
import type { SendingPermits } from './sending-permits.ts';
import { openTurn } from './turn.ts';

/** A tenant's outbox at a moment of the business (ISO 8601), as the workflow sees it. */
export interface OutboxMoment {
  tenantId: string;
  now: string;
}

/** What a drain did; numbers and ids only. */
export interface DrainResult {
  sent: number;
  skipped: number;
  failed: number;
  deferred: number;
  uncertain: number;
  /** Broadcasts of which nothing is left to send. */
  drainedBroadcasts: string[];
  /** Other parts of which something was settled, as `kind/id`. */
  settledParts?: string[];
  /** It gave its slot up for another tenant, and has more to send. */
  hasGivenWay?: boolean;
}

/** A lane gives its slot back after this long, also where nobody waits for it. */
const laneSeconds = 30;

/** No lane stands in the queue for longer. */
const longestQueueMs = 3600_000;

/** What must not overtake is looked for again after this long. */
const heldBackMs = 200;

/** The activities of the outbox. */
export function createOutboxActivities(deps: ActivityDeps & { permits: SendingPermits }) {
  return {
    /** What is due now, and when something will be. */
    async planOutbox({ tenantId, now }: OutboxMoment): Promise<OutboxPlan> {
      return withTenantSql(deps.database.sql, tenantId, async (sql) => {
        const plan = await planOutbox(sql, now);
        await (plan.dueBatches > 0 ? noteWait(sql) : endWait(sql));
        return plan;
      });
    },

    /**
     * Leases batches one after the other and sends them, until nothing is due, its turn is over or the worker shuts down. Several
     * run side by side; the lease keeps them apart. It may be killed at any moment: what it had in its window becomes uncertain,
     * everything else goes to another lane when the lease runs out.
     */
    async drainOutbox({ tenantId, now: plannedAt }: OutboxMoment): Promise<DrainResult> {
      let sent = 0;
      // By the clock and not by the window: a beat costs as much as some messages, and a window may take long where a server is slow.
      const beat = setInterval(() => heartbeat(sent), 5000);
      const giveBack = await deps.permits.wait();
      const now = afterQueue(plannedAt, activityInfo().scheduledTimestampMs);
      const until = Date.now() + laneSeconds * 1000;
      const turn = openTurn(deps, { tenantId, stop: cancellationSignal() });
      const stop = turn.signal;
      const onWindow = (count: number) => {
        sent = count;
        turn.note();
      };
      // Writing who waits is only a hint for pages: if it fails, the result of sending is returned all the same.
      const hint = (tell: typeof noteWait) =>
        withTenantSql(deps.database.sql, tenantId, tell).catch((error: unknown) =>
          deps.log.debug({ err: error }, 'who waits was not written'),
        );
      try {
        await hint(endWait);
        // A lease belongs to one attempt: a second one must not take the first one's window for its own.
        const lane = await openLane(deps, { tenantId, now, leaseId: randomUUID(), onWindow });
        while (!stop.aborted && Date.now() < until) {
          if (await lane.drainNext(stop)) continue;
          if (!(await lane.isHeldBack())) break;
          turn.note();
          await new Promise((resolve) => setTimeout(resolve, heldBackMs));
        }
        // Its fellows may still stand in the queue, and none of them may run: then it waits again.
        if (stop.aborted || Date.now() >= until) await hint(noteWait);
        const result = lane.result();
        const settledParts = await listToTell(deps, { tenantId, now }, result.settledParts ?? []);
        return { ...result, settledParts, ...(turn.givesWay() && { hasGivenWay: true }) };
      } finally {
        giveBack();
        turn.close();
        clearInterval(beat);
      }
    },
  };
}

/**
 * The moment at which a lane that was planned at `plannedAt` begins: what came to the queue while it waited for its turn is due for it. Where
 * the business has a clock of its own the server's says nothing of it.
 */
function afterQueue(plannedAt: string, scheduledMs: number): string {
  const waitedMs = Date.now() - scheduledMs;
  const isKnown = waitedMs > 0 && waitedMs < longestQueueMs;
  return isKnown ? new Date(Date.parse(plannedAt) + waitedMs).toISOString() : plannedAt;
}

/** Of the parts with settled messages, those whose workflow would not look as early by itself. */
export async function listToTell(
  { database }: Pick<ActivityDeps, 'database'>,
  { tenantId, now }: OutboxMoment,
  parts: string[],
): Promise<string[]> {
  const told: string[] = [];
  for (const part of parts) {
    const [kind, id = ''] = part.split('/');
    if (kind !== 'drip' || (await withTenant(database.db, tenantId, (db) => requestWake(db, id, now)))) told.push(part);
  }
  return told;
}

/** The activities of the outbox, as workflows see them. */
export type OutboxActivities = ReturnType<typeof createOutboxActivities>;
