import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { BroadcastActivities } from '../../activities/broadcasts.ts';
import type { ExperimentActivities, ExperimentState } from '../../activities/experiments/experiments.ts';
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/broadcast.ts';
import { experimentNews, type ExperimentRef } from './messages.ts';

/** What the workflow of a test is started with; the rest is what a long one takes along when it continues as new. */
export interface ExperimentInput extends ExperimentRef {
  isPaused?: boolean;
}

/** How a test ends. */
export type ExperimentEnd = 'completed' | 'cancelled' | 'failed';

const quick = proxyActivities<ExperimentActivities & Pick<BroadcastActivities, 'releaseBroadcast'>>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/**
 * An A/B test: waits until what it is on has begun, looks at the planned times, and lets the rest go with what was decided, by a look
 * or by a person. The broadcast or the drip is what sends; a pause of the campaign puts the looks off by as long as it lasts.
 */
export async function experiment({ isPaused = false, ...ref }: ExperimentInput): Promise<ExperimentEnd> {
  const heard: { wish: 'send' | 'pause' | 'cancel'; news: number } = { wish: isPaused ? 'pause' : 'send', news: 0 };
  const isCancelled = () => heard.wish === 'cancel';
  const moment = () => ({ ...ref, now: new Date(Date.now()).toISOString() });
  setHandler(pauseBroadcast, () => void (heard.wish = isCancelled() ? 'cancel' : 'pause'));
  setHandler(resumeBroadcast, () => void (heard.wish = isCancelled() ? 'cancel' : 'send'));
  setHandler(cancelBroadcast, () => void (heard.wish = 'cancel'));
  setHandler(experimentNews, () => void heard.news++);

  const begun = await begin();
  if (begun === 'failed') return 'failed';
  let status = begun.status;
  if (status === 'testing') status = await look(begun);
  while (status === 'choosing' && !isCancelled()) {
    const seen = heard.news;
    setCurrentDetails('The looks are over; it waits for a person to choose.');
    status = await read();
    if (status === 'choosing') await untilNews(seen, { atMost: '6 hours', summary: 'until a person has chosen' });
  }
  if (isCancelled() && status !== 'decided') {
    await quick.cancelExperiment.executeWithOptions({ summary: 'end it without a result' }, [ref]);
    status = 'cancelled';
  }
  if (status !== 'decided') return 'cancelled';
  await rollOut();
  return 'completed';

  /** Until it has begun; where a variant cannot be compiled it has failed. */
  async function begin(): Promise<ExperimentState | 'failed'> {
    try {
      for (;;) {
        // What is heard while it is asked is news.
        const seen = heard.news;
        const state = await quick.beginExperiment.executeWithOptions({ summary: 'begin with what it is on' }, [
          moment(),
        ]);
        if (state.status !== 'draft' || isCancelled()) return state;
        setCurrentDetails('It begins with what it is on.');
        await untilNews(seen, { atMost: '15 minutes', summary: 'until what it is on has begun' });
      }
    } catch (error) {
      if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
      setCurrentDetails(`Could not begin: ${error.cause.message}`);
      return 'failed';
    }
  }

  /** Takes the looks that are left; returns where the test is then. */
  async function look({ lookAts, taken, pausedMs: earlier }: ExperimentState): Promise<ExperimentState['status']> {
    let pausedMs = earlier;
    for (let number = taken + 1; number <= lookAts.length; number++) {
      const at = () => Date.parse(lookAts[number - 1]!) + pausedMs;
      while (Date.now() < at()) {
        const seen = heard.news;
        if (heard.wish === 'pause') pausedMs += await sitOutPause(pausedMs);
        if (isCancelled()) return 'testing';
        const due = new Date(at()).toISOString();
        await quick.planLook.executeWithOptions({ summary: 'say when the next look is' }, [
          { ...ref, at: due, pausedMs },
        ]);
        setCurrentDetails(`Look ${number} of ${lookAts.length} is at ${due}.`);
        const isChanged = () => heard.wish !== 'send' || heard.news !== seen;
        await condition(isChanged, Math.max(1, at() - Date.now()), { summary: `until look ${number} at ${due}` });
        if (heard.news !== seen && (await read()) !== 'testing') return read();
      }
      const isLast = number === lookAts.length;
      const status = await quick.takeLook.executeWithOptions({ summary: `look ${number} of ${lookAts.length}` }, [
        { ...moment(), number, isLast },
      ]);
      if (status !== 'testing') return status;
    }
    return read();
  }

  /** Waits for the end of a pause; returns how long it was. */
  async function sitOutPause(pausedMs: number): Promise<number> {
    const since = Date.now();
    await quick.planLook.executeWithOptions({ summary: 'no look while it is paused' }, [
      { ...ref, at: null, pausedMs },
    ]);
    setCurrentDetails('Paused with its campaign.');
    const seen = heard.news;
    await condition(() => heard.wish !== 'pause' || heard.news !== seen);
    return Date.now() - since;
  }

  async function read(): Promise<ExperimentState['status']> {
    return (await quick.readExperiment.executeWithOptions({ summary: 'where is it' }, [ref])).status;
  }

  async function rollOut(): Promise<void> {
    const opensAt = await quick.rollOut.executeWithOptions({ summary: 'let the rest go' }, [moment()]);
    const wait = opensAt === null ? 0 : Date.parse(opensAt) - Date.now();
    setCurrentDetails(wait > 0 ? `Decided; the rest goes at ${opensAt}.` : 'Decided.');
    if (opensAt === null || wait <= 0) return;
    await sleep(wait, { summary: `until the rest goes at ${opensAt}` });
    await quick.rollOut.executeWithOptions({ summary: 'let the rest go' }, [moment()]);
  }

  async function untilNews(
    seen: number,
    { atMost, summary }: { atMost: '15 minutes' | '6 hours'; summary: string },
  ): Promise<void> {
    await condition(() => heard.news !== seen || isCancelled(), atMost, { summary });
    if (workflowInfo().continueAsNewSuggested && !isCancelled())
      await continueAsNew<typeof experiment>({ ...ref, isPaused: heard.wish === 'pause' });
  }
}
