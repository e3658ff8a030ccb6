import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  continueAsNew,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { NurtureActivities, NurtureOutlook } from '../../activities/nurtures/nurtures.ts';
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/messages.ts';
import { closeNurture, type NurtureRef } from './messages.ts';

/** What the workflow of a nurture programme is started with; the rest is what a long one takes along when it continues as new. */
export interface NurtureInput extends NurtureRef {
  isOpened?: boolean;
  isClosing?: boolean;
  isCancelled?: boolean;
}

/** How a nurture programme ends. */
export type NurtureOutcome = 'completed' | 'cancelled' | 'failed';

const { openNurture, failNurture, readNurture, finishNurture, cancelNurture } = proxyActivities<NurtureActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
const { castNurture, letIn } = proxyActivities<NurtureActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/**
 * A nurture programme: sleeps until the next cast and deals with all members then, in batches. Who is added, held or given another
 * order is a row that the next cast reads. Casts that come while the campaign is paused or the programme is held are left out. It ends
 * when it is cancelled, or at its own or the campaign's end date once what is on the road has arrived.
 */
export async function nurture(input: NurtureInput): Promise<NurtureOutcome> {
  const { tenantId, campaignId, nurtureId } = input;
  const ref: NurtureRef = { tenantId, campaignId, nurtureId };
  const { isOpened = false, isClosing = false, isCancelled = false } = input;
  const heard = { news: 0, isClosing, isCancelled };
  const moment = () => ({ ...ref, now: new Date(Date.now()).toISOString() });
  const isOver = () => heard.isClosing || heard.isCancelled;
  // Whether the campaign runs is on its row; each look reads it.
  setHandler(pauseBroadcast, () => void heard.news++);
  setHandler(resumeBroadcast, () => void heard.news++);
  setHandler(closeNurture, () => void (heard.isClosing = true));
  setHandler(cancelBroadcast, () => void (heard.isCancelled = true));

  if (!isOpened && !heard.isCancelled && !(await open())) return 'failed';
  while (!isOver()) {
    const seen = heard.news;
    const isNews = () => isOver() || heard.news !== seen;
    const outlook = await look();
    if (isOver()) break;
    const next = whatComesFirst(outlook);
    if (next.at === null) await condition(isNews);
    else await condition(isNews, Math.max(1, Date.parse(next.at) - Date.now()), { summary: `until ${next.at}` });
    if (next.castAt !== null && Date.now() >= Date.parse(next.castAt) && !isOver()) await cast(next.castAt);
    if (workflowInfo().continueAsNewSuggested && !isOver()) {
      await continueAsNew<typeof nurture>({ ...ref, isOpened: true });
    }
  }
  return finish();

  /** Begins it; where it is itself at fault its row says why, and the answer is false. */
  async function open(): Promise<boolean> {
    try {
      await openNurture.executeWithOptions({ summary: 'begin with what was approved' }, [moment()]);
      return true;
    } catch (error) {
      if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
      const failure = error.cause.message;
      await failNurture.executeWithOptions({ summary: 'say why it cannot begin' }, [{ ...ref, failure }]);
      setCurrentDetails(`Could not begin: ${failure}`);
      return false;
    }
  }

  /** When there is something to do, as its row says; whoever comes by themselves and is awaited now is let in. */
  async function look(): Promise<NurtureOutlook> {
    const outlook = await readNurture.executeWithOptions({ summary: 'when is the next cast' }, [moment()]);
    const { nextCastAt, members, endAt = null } = outlook;
    if (outlook.isStopped && patched('stopped-by-row')) heard.isCancelled = true;
    if (endAt !== null && Date.parse(endAt) <= Date.now() && patched('own-end')) heard.isClosing = true;
    if (isOver()) return outlook;
    let { lookAt = null } = outlook;
    if (lookAt !== null && Date.parse(lookAt) <= Date.now() && patched('lets-in')) {
      ({ lookAt } = await letIn.executeWithOptions({ summary: 'let in who comes by themselves' }, [moment()]));
    }
    setCurrentDetails(
      `${members} people are in it; ${nextCastAt ? `the next cast is at ${nextCastAt}` : 'its campaign is paused'}.`,
    );
    return { ...outlook, lookAt };
  }

  /** Deals with every member; one round takes thousands. */
  async function cast(castAt: string): Promise<void> {
    for (let isMore = true; isMore && !isOver();) {
      const round = await castNurture.executeWithOptions(
        { summary: `cast of ${castAt}`, priority: { fairnessKey: tenantId } },
        [{ ...moment(), castAt }],
      );
      isMore = round.isMore;
    }
  }

  /** No further cast: what is on the road arrives, or is taken back where it was cancelled. */
  async function finish(): Promise<NurtureOutcome> {
    while (!heard.isCancelled) {
      const { left } = await finishNurture.executeWithOptions({ summary: 'close it once all has arrived' }, [moment()]);
      if (left === 0) return 'completed';
      setCurrentDetails(`There is no further cast; ${left} messages are on the road.`);
      await condition(() => heard.isCancelled, '10 minutes', { summary: 'until what is on the road has arrived' });
      await goOnAsNew();
    }
    for (;;) {
      const { left } = await cancelNurture.executeWithOptions({ summary: 'take back what is queued' }, [moment()]);
      if (left === 0) return 'cancelled';
      await sleep('5 seconds', { summary: 'until what is in flight has landed' });
      await goOnAsNew();
    }
  }

  /** What is on the road may be held for weeks: a long end continues as new too. */
  async function goOnAsNew(): Promise<void> {
    if (!workflowInfo().continueAsNewSuggested || !patched('ends-as-new')) return;
    const { isClosing, isCancelled } = heard;
    await continueAsNew<typeof nurture>({ ...ref, isOpened: true, isClosing, isCancelled });
  }
}

/** What there is to wait for first, and the cast that is made then; a cast at the very moment of the end is not made. */
function whatComesFirst({ nextCastAt, endAt = null, lookAt = null }: NurtureOutlook): {
  at: string | null;
  castAt: string | null;
} {
  const isLast = endAt !== null && (nextCastAt === null || endAt <= nextCastAt) && patched('own-end');
  const planned = isLast ? endAt : nextCastAt;
  const looksFirst = lookAt !== null && (planned === null || lookAt < planned) && patched('lets-in');
  return { at: looksFirst ? lookAt : planned, castAt: isLast ? null : nextCastAt };
}
