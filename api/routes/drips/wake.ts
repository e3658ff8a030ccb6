import type { Client } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { Logger } from 'pino';
import type { TenantDb } from '../../../db/connection.ts';
import { requestLook } from '../../../db/queries/drips/enrolments.ts';
import type { DripRow } from '../../../db/queries/drips/drips.ts';
import { dripWorkflowId, hurryDrip, wakeDrip } from '../../../workflows/drips/messages.ts';

/** Tells the workflow of a drip to look now, because somebody did something by hand. */
export const hurryDripOf: typeof tellDrip = (deps, ref) => signalDrip(deps, ref, hurryDrip);

/** Tells the workflow of a drip to look again, at the end of its rest. When Temporal is away nothing is lost: housekeeping wakes drips whose time has come. */
export function tellDrip(
  deps: { temporal: Client; log: Logger },
  ref: { tenantId: string; dripId: string },
): Promise<void> {
  return signalDrip(deps, ref, wakeDrip);
}

async function signalDrip(
  { temporal, log }: { temporal: Client; log: Logger },
  ref: { tenantId: string; dripId: string },
  signal: SignalDefinition,
): Promise<void> {
  await temporal.workflow
    .getHandle(dripWorkflowId(ref))
    .signal(signal)
    .catch((error: unknown) => log.warn({ err: error, drip: ref.dripId }, 'the drip could not be woken'));
}

/** Asks for a look at a drip in the caller's transaction; `hurryDripOf` goes on once that is committed. */
export async function lookSoon(db: TenantDb, drip: DripRow): Promise<true> {
  await requestLook(db, drip.id, new Date().toISOString());
  return true;
}
