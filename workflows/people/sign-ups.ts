import {
  continueAsNew,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { SignUpActivities } from '../../activities/people/sign-ups.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { searchAttributes } from '../search-attributes.ts';

/** Whose sign-ups are asked about. */
export interface SignUpsRef {
  tenantId: string;
}

/** `sign-ups/{tenant}` */
export const signUpsWorkflowId = ({ tenantId }: SignUpsRef): string => `sign-ups/${tenantId}`;

/** Somebody has signed up. */
export const wakeSignUps = defineSignal('wake');

/** How the workflow is started and woken in one, by whoever wrote a sign-up or found one that nobody asked about. */
export function signUpsStart(ref: SignUpsRef) {
  return {
    workflowId: signUpsWorkflowId(ref),
    taskQueue: taskQueues.main,
    args: [ref] as [SignUpsRef],
    signal: wakeSignUps,
    typedSearchAttributes: searchAttributes({ tenantId: ref.tenantId, kind: 'signUps' }),
    staticSummary: 'Asks people who signed up to confirm it',
  };
}

const { askForConfirmation } = proxyActivities<SignUpActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** Asks everybody who signed up to confirm it, by the tenant's outbox; ends when nobody waits to be asked. */
export async function signUps({ tenantId }: SignUpsRef): Promise<void> {
  let isWoken = true;
  let asked = 0;
  setHandler(wakeSignUps, () => void (isWoken = true));
  while (isWoken) {
    isWoken = false;
    const round = await askForConfirmation.executeWithOptions({ summary: 'enqueue the confirmations' }, [{ tenantId }]);
    asked += round.asked;
    if (round.left > 0 && round.asked > 0) isWoken = true;
    setCurrentDetails(`${asked} people asked in this run.`);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof signUps>({ tenantId });
  }
}
