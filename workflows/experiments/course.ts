import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  proxyActivities,
  setCurrentDetails,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { BroadcastActivities } from '../../activities/broadcasts.ts';
import type { ExperimentActivities, ExperimentState } from '../../activities/experiments/experiments.ts';
import type { ExperimentRef } from './messages.ts';

/** What the next run of a test's workflow has to know. */
export interface CarriedCourse {
  isPaused?: boolean;
}

type Status = ExperimentState['status'];

const quick = proxyActivities<ExperimentActivities & Pick<BroadcastActivities, 'releaseBroadcast'>>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/** The course of an A/B test, from its beginning over its looks to the decision and what follows from it. */
export class ExperimentCourse {
  private wish: 'send' | 'pause' | 'cancel';
  private news = 0;
  private readonly goOnAsNew: (carried: CarriedCourse) => Promise<never>;

  constructor(
    private readonly ref: ExperimentRef,
    { isPaused, goOnAsNew }: { isPaused: boolean; goOnAsNew: (carried: CarriedCourse) => Promise<never> },
  ) {
    this.wish = isPaused ? 'pause' : 'send';
    this.goOnAsNew = goOnAsNew;
  }

  /** Whether the campaign was cancelled; nothing takes that back. */
  get isCancelled(): boolean {
    return this.wish === 'cancel';
  }

  /** What the campaign wants. */
  hear(wish: 'send' | 'pause' | 'cancel'): void {
    if (!this.isCancelled) this.wish = wish;
  }

  /** The row has changed. */
  hearNews(): void {
    this.news++;
  }

  /** Waits until the broadcast or drip has begun, and begins with it. A variant that cannot be compiled makes the test fail. */
  async begin(): Promise<ExperimentState | 'failed'> {
    try {
      for (;;) {
        // News that comes while the activity runs must not be missed.
        const seen = this.news;
        const state = await quick.beginExperiment.executeWithOptions({ summary: 'begin with what it is on' }, [
          this.moment(),
        ]);
        if (state.status !== 'draft' || this.isCancelled) return state;
        setCurrentDetails('It begins with what it is on.');
        await this.untilNews(seen, { atMost: '15 minutes', summary: 'until what it is on has begun' });
      }
    } catch (error) {
      if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
      setCurrentDetails(`Could not begin: ${error.cause.message}`);
      return 'failed';
    }
  }

  /** Takes the looks that are left, each when its time has come; returns where the test is then. */
  async takeLooks({ lookAts, taken, pausedMs: earlier }: ExperimentState): Promise<Status> {
    let pausedMs = earlier;
    for (let number = taken + 1; number <= lookAts.length; number++) {
      const at = () => Date.parse(lookAts[number - 1]!) + pausedMs;
      while (Date.now() < at()) {
        const seen = this.news;
        if (this.wish === 'pause') pausedMs += await this.sitOutPause(pausedMs);
        if (this.isCancelled) return 'testing';
        await this.sleepUntilLook({ at: at(), pausedMs, number, of: lookAts.length, seen });
        if (this.news !== seen && (await this.read()) !== 'testing') return this.read();
      }
      const isLast = number === lookAts.length;
      const status = await quick.takeLook.executeWithOptions({ summary: `look ${number} of ${lookAts.length}` }, [
        { ...this.moment(), number, isLast },
      ]);
      if (status !== 'testing') return status;
    }
    return this.read();
  }

  /** No look has decided: waits until a person has. */
  async awaitChoice(): Promise<Status> {
    let status: Status = 'choosing';
    while (status === 'choosing' && !this.isCancelled) {
      const seen = this.news;
      setCurrentDetails('The looks are over; it waits for a person to choose.');
      status = await this.read();
      if (status === 'choosing')
        await this.untilNews(seen, { atMost: '6 hours', summary: 'until a person has chosen' });
    }
    return status;
  }

  /** Ends the test without a result. */
  async cancel(): Promise<void> {
    await quick.cancelExperiment.executeWithOptions({ summary: 'end it without a result' }, [this.ref]);
  }

  /** Lets everybody who was not in the test have what was decided, at once or at the hour that belongs to it. */
  async rollOut(): Promise<void> {
    const opensAt = await quick.rollOut.executeWithOptions({ summary: 'let the rest go' }, [this.moment()]);
    const wait = opensAt === null ? 0 : Date.parse(opensAt) - Date.now();
    setCurrentDetails(wait > 0 ? `Decided; the rest goes at ${opensAt}.` : 'Decided.');
    if (opensAt === null || wait <= 0) return;
    await sleep(wait, { summary: `until the rest goes at ${opensAt}` });
    await quick.rollOut.executeWithOptions({ summary: 'let the rest go' }, [this.moment()]);
  }

  /** Says when the next look is, and sleeps until then, or until there is news or another wish. */
  private async sleepUntilLook(look: {
    at: number;
    pausedMs: number;
    number: number;
    of: number;
    seen: number;
  }): Promise<void> {
    const due = new Date(look.at).toISOString();
    await quick.planLook.executeWithOptions({ summary: 'say when the next look is' }, [
      { ...this.ref, at: due, pausedMs: look.pausedMs },
    ]);
    setCurrentDetails(`Look ${look.number} of ${look.of} is at ${due}.`);
    const isChanged = () => this.wish !== 'send' || this.news !== look.seen;
    const wait = Math.max(1, look.at - Date.now());
    await condition(isChanged, wait, { summary: `until look ${look.number} at ${due}` });
  }

  /** Waits for the end of a pause; returns how long it was (milliseconds). */
  private async sitOutPause(pausedMs: number): Promise<number> {
    const since = Date.now();
    await quick.planLook.executeWithOptions({ summary: 'no look while it is paused' }, [
      { ...this.ref, at: null, pausedMs },
    ]);
    setCurrentDetails('Paused with its campaign.');
    const seen = this.news;
    await condition(() => this.wish !== 'pause' || this.news !== seen);
    return Date.now() - since;
  }

  private async read(): Promise<Status> {
    return (await quick.readExperiment.executeWithOptions({ summary: 'where is it' }, [this.ref])).status;
  }

  /** Waits for news, in case it is lost no longer than `atMost`; a history that has grown long is left behind then. */
  private async untilNews(
    seen: number,
    { atMost, summary }: { atMost: '15 minutes' | '6 hours'; summary: string },
  ): Promise<void> {
    await condition(() => this.news !== seen || this.isCancelled, atMost, { summary });
    if (workflowInfo().continueAsNewSuggested && !this.isCancelled)
      await this.goOnAsNew({ isPaused: this.wish === 'pause' });
  }

  /** What activities are called with: the test, and the workflow's clock. */
  private moment(): ExperimentRef & { now: string } {
    return { ...this.ref, now: new Date(Date.now()).toISOString() };
  }
}
