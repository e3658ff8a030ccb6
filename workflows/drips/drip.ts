import { continueAsNew, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/messages.ts';
import { Cohort, type CarriedCohort } from './cohort.ts';
import { closeDrip, hurryDrip, wakeDrip, type DripRef } from './messages.ts';

/** What a drip's workflow is started with; the rest is what a long one takes along when it continues as new. */
export interface DripInput extends DripRef, CarriedCohort {
  isOpened?: boolean;
}

/** How a drip ends. */
export type DripOutcome = 'completed' | 'cancelled' | 'failed';

/**
 * A drip as a cohort: everybody's place is a row; this sleeps until the earliest of them is due and moves all who are, in batches.
 * Whoever comes in, edits or reports what became of messages wakes it. After each look it rests: what comes meanwhile is moved
 * together. Where looks follow each other all the time, an activity stays with the drip instead, hours at a time. It ends when it is
 * cancelled, or when its entry is closed and nobody is in it any more.
 */
export async function drip(input: DripInput): Promise<DripOutcome> {
  const { tenantId, campaignId, dripId } = input;
  const ref: DripRef = { tenantId, campaignId, dripId };
  const cohort = new Cohort(ref, input);
  const restsFirst = patched('rests-first');
  listen(cohort);

  if (!input.isOpened && !cohort.isCancelled && !(await cohort.open())) return 'failed';
  while (!cohort.isCancelled) {
    const round = await cohort.look();
    if (round.isStopped && patched('stopped-by-row')) break;
    if (round.isEntryClosed && round.open === 0) {
      await cohort.complete();
      return 'completed';
    }
    if (round.isBusy && patched('stays')) await cohort.stayOrRest(round);
    else if (restsFirst) await cohort.restThenSleep(round);
    else await cohort.sleepThenRest(round);
    if (workflowInfo().continueAsNewSuggested && !cohort.isCancelled)
      await continueAsNew<typeof drip>({ ...ref, isOpened: true, ...cohort.carry() });
  }
  await cohort.cancel();
  return 'cancelled';
}

/** News wakes the drip; a command wakes it even while it rests. */
function listen(cohort: Cohort): void {
  setHandler(wakeDrip, () => cohort.hearNews());
  setHandler(hurryDrip, () => cohort.hearCommand());
  // Whether the campaign runs is on its row; each look reads it.
  setHandler(pauseBroadcast, () => cohort.hearCommand());
  setHandler(resumeBroadcast, () => cohort.hearCommand());
  setHandler(closeDrip, () => cohort.hearCommand('close'));
  setHandler(cancelBroadcast, () => cohort.hearCommand('cancel'));
}
