import { WorkflowNotFoundError, type SignalDefinition } from '@temporalio/client';
import { broadcastWorkflowId, drainedSignal } from '../../workflows/broadcasts/messages.ts';
import { dripOfPart, dripWorkflowId, wakeDrip } from '../../workflows/drips/messages.ts';
import type { ActivityDeps } from '../deps.ts';
import { listToTell, type DrainResult } from '../outbox/outbox.ts';

/** Who is to hear of what a lane settled. */
export interface Telling {
  note: (result: Pick<DrainResult, 'drainedBroadcasts' | 'settledParts'>) => void;
  /** Tells them; who could not be told is kept for the next time. */
  tell: () => Promise<void>;
  /** Whether there is anybody to tell. */
  owes: () => boolean;
}

/** Keeps who is to hear what of a tenant's messages became, until they were told. What the outbox's workflow does for its own lanes. */
export function openTelling(
  deps: Pick<ActivityDeps, 'database' | 'temporal'>,
  { tenantId, nowIso }: { tenantId: string; nowIso: () => string },
): Telling {
  const [broadcasts, parts, drips] = [new Set<string>(), new Set<string>(), new Set<string>()];

  /** One that has ended needs no telling. */
  async function signal(workflowId: string, what: SignalDefinition): Promise<void> {
    try {
      await deps.temporal.workflow.getHandle(workflowId).signal(what);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  return {
    note: ({ drainedBroadcasts, settledParts = [] }) => {
      for (const id of drainedBroadcasts) broadcasts.add(id);
      for (const part of settledParts) parts.add(part);
    },
    tell: async () => {
      for (const part of parts) {
        // Whoever asked for the wake-up must tell: it is not asked for again.
        for (const told of await listToTell(deps, { tenantId, now: nowIso() }, [part])) {
          const dripId = dripOfPart(told);
          if (dripId !== null) drips.add(dripId);
        }
        parts.delete(part);
      }
      for (const dripId of drips) {
        await signal(dripWorkflowId({ tenantId, dripId }), wakeDrip);
        drips.delete(dripId);
      }
      for (const broadcastId of broadcasts) {
        await signal(broadcastWorkflowId({ tenantId, broadcastId }), drainedSignal);
        broadcasts.delete(broadcastId);
      }
    },
    owes: () => broadcasts.size + parts.size + drips.size > 0,
  };
}
