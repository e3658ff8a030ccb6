import { continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import { cancelBroadcast, drainedSignal, pauseBroadcast, resumeBroadcast, type BroadcastRef } from './messages.ts';
import { Sending, type CarriedSending } from './sending.ts';

/** What a broadcast's workflow is started with; the rest is what a long one takes along when it continues as new. */
export interface BroadcastInput extends BroadcastRef, CarriedSending {
  isFrozen?: boolean;
}

/** How a broadcast ends. */
export type BroadcastOutcome = 'completed' | 'cancelled' | 'failed';

/**
 * One message to one audience: fix who gets it, let it go, follow it to the end. Departures run beside it, so activities are awaited here
 * and not a layer deeper: each layer goes on a little later, and recorded histories know one order.
 */
export async function broadcast({ isFrozen, ...input }: BroadcastInput): Promise<BroadcastOutcome> {
  const { tenantId, campaignId, broadcastId } = input;
  const ref: BroadcastRef = { tenantId, campaignId, broadcastId };
  const sending = new Sending(ref, input);
  listen(sending);

  if (!isFrozen && !sending.isCancelled && !(await sending.freeze())) return 'failed';
  await sending.release();
  for (;;) {
    await sending.writeWish();
    const { left } = sending.tell(await sending.count());
    if (sending.isCancelled) {
      await sending.takeBack();
      if ((await sending.count()).left === 0) return 'cancelled';
    } else if (left === 0) {
      await sending.complete();
      return 'completed';
    }
    await sending.untilNews();
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof broadcast>({ ...ref, isFrozen: true, ...sending.carry() });
  }
}

function listen(sending: Sending): void {
  setHandler(pauseBroadcast, () => sending.hearWish('pause'));
  setHandler(resumeBroadcast, () => sending.hearWish('send'));
  setHandler(cancelBroadcast, () => sending.hearWish('cancel'));
  setHandler(drainedSignal, () => sending.hearNews());
}
