import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { resumeBroadcast } from '../../../workflows/broadcasts/messages.ts';
import { nurtureWorkflowId } from '../../../workflows/nurtures/messages.ts';

/** Tells the workflow of a nurture programme that goes on to look again: it casts on time without, but one that waits for a word would wait on. */
export async function wakeNurture(
  { temporal, log }: { temporal: Client; log: Logger },
  ref: { tenantId: string; nurtureId: string },
): Promise<void> {
  await temporal.workflow
    .getHandle(nurtureWorkflowId(ref))
    .signal(resumeBroadcast)
    .catch((error: unknown) => log.warn({ err: error, nurture: ref.nurtureId }, 'the programme could not be woken'));
}
