import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  patched,
  proxyActivities,
  setCurrentDetails,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { NurtureActivities, NurtureOutlook } from '../../activities/nurtures/nurtures.ts';
import type { NurtureRef } from './messages.ts';

/** What the next run of a programme's workflow has to know, if the programme is coming to its end. */
export interface CarriedProgramme {
  isClosing?: boolean;
  isCancelled?: boolean;
}

/** What there is to wait for, and the cast that is made then (ISO 8601); null: nothing. */
export interface NextMoment {
  at: string | null;
  castAt: string | null;
}

const { openNurture, failNurture, readNurture, finishNurture, cancelNurture } = proxyActivities<NurtureActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
const { castNurture, letIn } = proxyActivities<NurtureActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** What a nurture programme does, from its beginning over its casts to its end. */
export class Programme {
  isCancelled: boolean;
  private isClosing: boolean;
  private news = 0;
  private readonly goOnAsNew: (carried: CarriedProgramme) => Promise<never>;

  constructor(
    private readonly ref: NurtureRef,
    input: CarriedProgramme & { goOnAsNew: (carried: CarriedProgramme) => Promise<never> },
  ) {
    this.isClosing = input.isClosing ?? false;
    this.isCancelled = input.isCancelled ?? false;
    this.goOnAsNew = input.goOnAsNew;
  }

  /** There is something to look at. */
  hearNews(): void {
    this.news++;
  }

  /** The end date has come: no further cast. */
  close(): void {
    this.isClosing = true;
  }

  /** No further cast, and what is queued is taken back. */
  cancel(): void {
    this.isCancelled = true;
  }

  /** Whether there is no further cast. */
  isOver(): boolean {
    return this.isClosing || this.isCancelled;
  }

  /** Tells whether anything was heard since this was called. */
  newsFromNowOn(): () => boolean {
    const seen = this.news;
    return () => this.isOver() || this.news !== seen;
  }

  /** Begins the programme. If the programme itself is at fault, its row says why and the answer is false. */
  async open(): Promise<boolean> {
    try {
      await openNurture.executeWithOptions({ summary: 'begin with what was approved' }, [this.moment()]);
      return true;
    } catch (error) {
      if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
      const failure = error.cause.message;
      await failNurture.executeWithOptions({ summary: 'say why it cannot begin' }, [{ ...this.ref, failure }]);
      setCurrentDetails(`Could not begin: ${failure}`);
      return false;
    }
  }

  /** When there is something to do, as its row says; people whom a way in brings are let in if they are due. */
  async look(): Promise<NextMoment> {
    const outlook = await readNurture.executeWithOptions({ summary: 'when is the next cast' }, [this.moment()]);
    const { nextCastAt, members, endAt = null } = outlook;
    if (outlook.isStopped && patched('stopped-by-row')) this.isCancelled = true;
    if (endAt !== null && Date.parse(endAt) <= Date.now() && patched('own-end')) this.isClosing = true;
    if (this.isOver()) return { at: null, castAt: null };
    let { lookAt = null } = outlook;
    if (lookAt !== null && Date.parse(lookAt) <= Date.now() && patched('lets-in')) {
      ({ lookAt } = await letIn.executeWithOptions({ summary: 'let in who comes by themselves' }, [this.moment()]));
    }
    setCurrentDetails(
      `${members} people are in it; ${nextCastAt ? `the next cast is at ${nextCastAt}` : 'its campaign is paused'}.`,
    );
    return this.isOver() ? { at: null, castAt: null } : whatComesFirst({ ...outlook, lookAt });
  }

  /** Deals with every member; one round takes thousands. */
  async cast(castAt: string): Promise<void> {
    const options = { summary: `cast of ${castAt}`, priority: { fairnessKey: this.ref.tenantId } };
    for (let isMore = true; isMore && !this.isOver();) {
      const round = await castNurture.executeWithOptions(options, [{ ...this.moment(), castAt }]);
      isMore = round.isMore;
    }
  }

  /** No further cast: what is on the road arrives, or is taken back if the programme was cancelled. */
  async finish(): Promise<'completed' | 'cancelled'> {
    while (!this.isCancelled) {
      const { left } = await finishNurture.executeWithOptions({ summary: 'close it once all has arrived' }, [
        this.moment(),
      ]);
      if (left === 0) return 'completed';
      setCurrentDetails(`There is no further cast; ${left} messages are on the road.`);
      await condition(() => this.isCancelled, '10 minutes', { summary: 'until what is on the road has arrived' });
      await this.leaveLongHistory();
    }
    for (;;) {
      const { left } = await cancelNurture.executeWithOptions({ summary: 'take back what is queued' }, [this.moment()]);
      if (left === 0) return 'cancelled';
      await sleep('5 seconds', { summary: 'until what is in flight has landed' });
      await this.leaveLongHistory();
    }
  }

  /** Messages on the road may be held for weeks: a long end continues as new too. */
  private async leaveLongHistory(): Promise<void> {
    if (!workflowInfo().continueAsNewSuggested || !patched('ends-as-new')) return;
    await this.goOnAsNew({ isClosing: this.isClosing, isCancelled: this.isCancelled });
  }

  /** What activities are called with: the programme, and the workflow's clock. */
  private moment(): NurtureRef & { now: string } {
    return { ...this.ref, now: new Date(Date.now()).toISOString() };
  }
}

/** What there is to wait for first, and the cast that is made then; a cast at the very moment of the end is not made. */
function whatComesFirst({ nextCastAt, endAt = null, lookAt = null }: NurtureOutlook): NextMoment {
  const isLast = endAt !== null && (nextCastAt === null || endAt <= nextCastAt) && patched('own-end');
  const planned = isLast ? endAt : nextCastAt;
  const looksFirst = lookAt !== null && (planned === null || lookAt < planned) && patched('lets-in');
  return { at: looksFirst ? lookAt : planned, castAt: isLast ? null : nextCastAt };
}
