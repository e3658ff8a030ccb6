import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { BroadcastActivities } from '../../activities/broadcasts.ts';

/** Which broadcast a workflow carries; the rest is what a long one takes along when it continues as new. */
export interface BroadcastRef {
  tenantId: string;
  campaignId: string;
  broadcastId: string;
  isFrozen?: boolean;
  /** What the campaign wants of it, and which wish its row has already. */
  wish?: 'send' | 'pause' | 'cancel';
  written?: 'send' | 'pause' | 'cancel';
  /** Moments (ISO 8601) at which people are still to get it by their own clocks. */
  departures?: string[];
}

/** `broadcast/{tenant}/{broadcast}` */
export const broadcastWorkflowId = ({ tenantId, broadcastId }: { tenantId: string; broadcastId: string }): string =>
  `broadcast/${tenantId}/${broadcastId}`;

/** The campaign was paused: nothing more is taken from the queue. */
export const pauseBroadcast = defineSignal('pause');
/** The campaign goes on. */
export const resumeBroadcast = defineSignal('resume');
/** The campaign was cancelled: what is still queued is taken back. */
export const cancelBroadcast = defineSignal('cancel');
/** The outbox has nothing left of this broadcast. */
export const drainedSignal = defineSignal('drained');

/** How a broadcast ends. */
export type BroadcastOutcome = 'completed' | 'cancelled' | 'failed';

type Wish = NonNullable<BroadcastRef['wish']>;

const quick = proxyActivities<BroadcastActivities>({ startToCloseTimeout: '1 minute' });
const { freezeAudience } = proxyActivities<BroadcastActivities>({
  startToCloseTimeout: '30 minutes',
});

/** Without news from the outbox the progress is read this often, in case a message to us was lost. */
const lookEvery = '10 minutes';

/** One message to one audience: fix who gets it, let it go, follow it to the end. */
export async function broadcast(ref: BroadcastRef): Promise<BroadcastOutcome> {
  const heard: { wish: Wish; news: number } = { wish: ref.wish ?? 'send', news: 0 };
  const waiting = new Set(ref.departures);
  let written: Wish = ref.written ?? 'send';
  const moment = () => ({ ...ref, now: new Date(Date.now()).toISOString() });
  const hear = (wish: Wish) => () => {
    if (heard.wish !== 'cancel') heard.wish = wish;
  };
  setHandler(pauseBroadcast, hear('pause'));
  setHandler(resumeBroadcast, hear('send'));
  setHandler(cancelBroadcast, hear('cancel'));
  setHandler(drainedSignal, () => void heard.news++);

  if (!ref.isFrozen && heard.wish !== 'cancel') {
    setCurrentDetails('Fixing who gets the message.');
    const frozen = await freeze(ref);
    if (frozen === 'failed') return 'failed';
    for (const at of frozen) waiting.add(at);
  }
  if (heard.wish !== 'cancel')
    await quick.releaseBroadcast.executeWithOptions({ summary: 'let the queue go' }, [moment()]);
  for (const at of waiting) void depart(at);

  for (;;) {
    // What is heard from here on is news, also while the progress is read.
    const seen = { ...heard };
    await writeWish();
    const progress = await quick.readProgress.executeWithOptions({ summary: 'count what is left' }, [ref]);
    setCurrentDetails(
      `Sent ${progress.sent} of ${progress.total}; ${progress.left} left${heard.wish === 'pause' ? '; paused' : ''}.${nextDeparture()}`,
    );
    if (heard.wish === 'cancel') {
      await quick.cancelBroadcast.executeWithOptions({ summary: 'take back what is queued' }, [moment()]);
      if ((await quick.readProgress(ref)).left === 0) return 'cancelled';
    } else if (progress.left === 0) {
      await quick.completeBroadcast.executeWithOptions({ summary: 'close it' }, [moment()]);
      return 'completed';
    }
    await waitForNews(seen);
    if (workflowInfo().continueAsNewSuggested) {
      const departures = waiting.size > 0 ? { departures: [...waiting] } : {};
      await continueAsNew<typeof broadcast>({
        ...broadcastOf(ref),
        isFrozen: true,
        wish: heard.wish,
        written,
        ...departures,
      });
    }
  }

  /** A timer until the clocks of some zones show the hour; then those who live there get it, or as soon as a pause is over. */
  async function depart(at: string): Promise<void> {
    const wait = Date.parse(at) - Date.now();
    if (wait > 0) await sleep(wait, { summary: `until the hour comes in its zones, ${at}` });
    if (wait > 0 && heard.wish !== 'cancel')
      await quick.releaseBroadcast.executeWithOptions({ summary: 'let those go whose clocks show the hour' }, [
        moment(),
      ]);
    waiting.delete(at);
    if (wait > 0) heard.news++;
  }

  function nextDeparture(): string {
    const [next] = [...waiting].filter((at) => Date.parse(at) > Date.now()).sort();
    return next ? ` The next go at ${next}, by their own clocks.` : '';
  }

  /** Writes a pause or its end onto the row, until what is written is what is wished. */
  async function writeWish(): Promise<void> {
    while (heard.wish !== written && heard.wish !== 'cancel') {
      const wish = heard.wish;
      if (wish === 'pause') await quick.pauseBroadcast.executeWithOptions({ summary: 'pause' }, [ref]);
      else await quick.resumeBroadcast.executeWithOptions({ summary: 'resume' }, [ref]);
      written = wish;
    }
  }

  /** Until the outbox has drained, the wish is another, or it is time to look. */
  async function waitForNews(seen: { wish: Wish; news: number }): Promise<void> {
    const isNews = () => heard.news !== seen.news || heard.wish !== seen.wish;
    if (seen.wish === 'cancel') await condition(isNews, '5 seconds', { summary: 'until what is in flight has landed' });
    else await condition(isNews, lookEvery, { summary: 'until the outbox has drained' });
  }
}

const broadcastOf = ({ tenantId, campaignId, broadcastId }: BroadcastRef): BroadcastRef => ({
  tenantId,
  campaignId,
  broadcastId,
});

/**
 * Fixes the audience; returns the moments at which people get it by their own clocks. Where the broadcast itself is at fault its row says
 * why, and the answer is `failed`.
 */
async function freeze(ref: BroadcastRef): Promise<string[] | 'failed'> {
  try {
    const departures = await freezeAudience.executeWithOptions({ summary: 'fix who gets it' }, [
      { ...ref, now: new Date(Date.now()).toISOString() },
    ]);
    // What was recorded before there were departures returned nothing.
    return (departures as string[] | undefined) ?? [];
  } catch (error) {
    if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
    await quick.failBroadcast.executeWithOptions({ summary: 'say why it cannot go' }, [
      { ...ref, failure: error.cause.message },
    ]);
    setCurrentDetails(`Could not be sent: ${error.cause.message}`);
    return 'failed';
  }
}
