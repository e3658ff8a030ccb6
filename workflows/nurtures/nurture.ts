import { condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/messages.ts';
import { closeNurture, type NurtureRef } from './messages.ts';
import { Programme, type CarriedProgramme } from './programme.ts';

/** What the workflow of a nurture programme is started with; the rest is what a long one takes along when it continues as new. */
export interface NurtureInput extends NurtureRef, CarriedProgramme {
  isOpened?: boolean;
}

/** How a nurture programme ends. */
export type NurtureOutcome = 'completed' | 'cancelled' | 'failed';

/**
 * A nurture programme: sleeps until the next cast and deals with all members then, in batches. Who is added, held or given another
 * order is a row that the next cast reads. Casts that come while the campaign is paused or the programme is held are left out. It ends
 * when it is cancelled, or at its own or the campaign's end date once what is on the road has arrived.
 */
export async function nurture(input: NurtureInput): Promise<NurtureOutcome> {
  const { tenantId, campaignId, nurtureId } = input;
  const ref: NurtureRef = { tenantId, campaignId, nurtureId };
  const goOnAsNew = (carried: CarriedProgramme) =>
    continueAsNew<typeof nurture>({ ...ref, isOpened: true, ...carried });
  const programme = new Programme(ref, { ...input, goOnAsNew });
  // Whether the campaign runs is on its row; each look reads it.
  setHandler(pauseBroadcast, () => programme.hearNews());
  setHandler(resumeBroadcast, () => programme.hearNews());
  setHandler(closeNurture, () => programme.close());
  setHandler(cancelBroadcast, () => programme.cancel());

  if (!input.isOpened && !programme.isCancelled && !(await programme.open())) return 'failed';
  while (!programme.isOver()) {
    const isNews = programme.newsFromNowOn();
    const next = await programme.look();
    if (programme.isOver()) break;
    if (next.at === null) await condition(isNews);
    else await condition(isNews, Math.max(1, Date.parse(next.at) - Date.now()), { summary: `until ${next.at}` });
    if (next.castAt !== null && Date.now() >= Date.parse(next.castAt) && !programme.isOver())
      await programme.cast(next.castAt);
    if (workflowInfo().continueAsNewSuggested && !programme.isOver()) await goOnAsNew({});
  }
  return programme.finish();
}
