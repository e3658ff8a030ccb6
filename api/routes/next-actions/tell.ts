import type { Consequences } from '../../../db/queries/next-actions/acts.ts';
import { nextActions } from '../../../workflows/next-actions/next-actions.ts';
import {
  nextActionsStart,
  nextBestActionStart,
  nextActionNews,
  nextBestActionWorkflowId,
} from '../../../workflows/next-actions/messages.ts';
import { nextBestAction } from '../../../workflows/next-actions/next-best-action.ts';
import type { ApiDeps } from '../../deps.ts';
import { tellDrip } from '../drips/wake.ts';
import { wakeTenantOutbox } from '../../wake-outbox.ts';

type Tools = Pick<ApiDeps, 'temporal' | 'log'>;

/** Tells who carries out what was accepted. Where Temporal is away nothing is lost: the rows say it, and housekeeping wakes who has work. */
export async function tellAccepted(
  deps: Tools,
  { tenantId, personIds, consequences }: { tenantId: string; personIds: readonly string[]; consequences: Consequences },
): Promise<void> {
  if (consequences.hasMail) await wakeTenantOutbox(deps.temporal, deps.log, tenantId);
  for (const dripId of consequences.dripIds) await tellDrip(deps, { tenantId, dripId });
  // What comes of it is awaited; some at a time, so that many do not wait for each other.
  for (let at = 0; at < personIds.length; at += 25) {
    const some = personIds.slice(at, at + 25);
    await Promise.allSettled(
      some.map((personId) =>
        deps.temporal.workflow.signalWithStart(nextBestAction, nextBestActionStart({ tenantId, personId })),
      ),
    );
  }
}

/** Tells the workflow of a person that something was rejected or finished; one that has ended needs no telling. */
export async function tellNews({ temporal, log }: Tools, ref: { tenantId: string; personId: string }): Promise<void> {
  await temporal.workflow
    .getHandle(nextBestActionWorkflowId(ref))
    .signal(nextActionNews)
    .catch((error: unknown) => log.debug({ err: error, tenant: ref.tenantId }, 'nothing is awaited for this person'));
}

/** Wakes the rounds of a tenant. */
export async function wakeRounds({ temporal, log }: Tools, tenantId: string): Promise<void> {
  await temporal.workflow.signalWithStart(nextActions, nextActionsStart({ tenantId })).catch((error: unknown) => {
    log.warn({ tenant: tenantId, err: error }, 'the next actions could not be woken; housekeeping will');
  });
}
