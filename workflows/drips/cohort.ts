import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  patched,
  proxyActivities,
  setCurrentDetails,
} from '@temporalio/workflow';
import type { DripActivities, DripRound } from '../../activities/drips/drips.ts';
import { quietMs, stillBusy } from '../../domain/drips/pace.ts';
import type { DripRef } from './messages.ts';
import { stayWithCohort } from './stay.ts';

/** What the next run of a drip's workflow has to know of its cohort. */
export interface CarriedCohort {
  isClosing?: boolean;
  isCancelled?: boolean;
  /** The account of looks, see `restAfter`. */
  busyUntil?: string | null;
}

/** How many rounds go side by side where more people are due than one round moves. */
const roundsAtOnce = 4;

/** Why a drip waits although somebody may be due. */
const restSummary = 'so that what comes together is moved together';

const { openDrip, failDrip, closeEntry, completeDrip, cancelDrip } = proxyActivities<DripActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
const { advanceDrip } = proxyActivities<DripActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** Everybody who is in a drip: moved together when they are due, and left at rest in between. */
export class Cohort {
  isCancelled: boolean;
  private isClosing: boolean;
  private isEntryClosed = false;
  private news = 0;
  private commands = 0;
  /** What had been heard when the last look began. */
  private seen = { news: 0, commands: 0 };
  private lookedAt = Date.now();
  private busyUntil: string | null;
  /** How the last stay left the drip, if it came to an end by itself. */
  private stayed: DripRound | null = null;

  constructor(
    private readonly ref: DripRef,
    { isClosing = false, isCancelled = false, busyUntil = null }: CarriedCohort,
  ) {
    this.isClosing = isClosing;
    this.isCancelled = isCancelled;
    this.busyUntil = busyUntil;
  }

  /** What the next run takes over. */
  carry(): CarriedCohort {
    return { isClosing: this.isClosing, busyUntil: this.busyUntil };
  }

  /** There is something to look at, as soon as the drip has rested. */
  hearNews(): void {
    this.news++;
  }

  /** There is something to look at now, whatever rest is left. */
  hearCommand(wish?: 'close' | 'cancel'): void {
    if (wish === 'close') this.isClosing = true;
    if (wish === 'cancel') this.isCancelled = true;
    this.news++;
    this.commands++;
  }

  /** Begins the drip. If the drip itself is at fault, its row says why and the answer is false. */
  async open(): Promise<boolean> {
    try {
      await openDrip.executeWithOptions({ summary: 'begin with the approved version' }, [this.moment()]);
      return true;
    } catch (error) {
      if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
      const failure = error.cause.message;
      await failDrip.executeWithOptions({ summary: 'say why it cannot begin' }, [{ ...this.ref, failure }]);
      setCurrentDetails(`Could not begin: ${failure}`);
      return false;
    }
  }

  /** How the drip stands: as the last stay left it, unless there has been news since; otherwise once everybody who is due is moved. */
  async look(): Promise<DripRound> {
    const known = this.stayed && (this.stayed.isBusy || !this.hasNews()) ? this.stayed : null;
    this.stayed = null;
    this.seen = { news: this.news, commands: this.commands };
    this.lookedAt = Date.now();
    if (!this.isClosing || this.isEntryClosed) return known ?? this.advance();
    await closeEntry.executeWithOptions({ summary: 'nobody new comes in' }, [this.moment()]);
    this.isEntryClosed = true;
    return this.advance();
  }

  /** An activity stays with a busy drip. If no worker has room for that, or the stay has been broken off, the drip rests as usual. */
  async stayOrRest(round: DripRound): Promise<void> {
    const came = await stayWithCohort({ ...this.moment(), busyUntil: this.busyUntil }, () => this.hasCommand());
    if (typeof came !== 'string') {
      this.stayed = came;
      this.busyUntil = came.busyUntil;
      return;
    }
    if (came === 'ended') this.busyUntil = stillBusy(Date.now());
    await this.rest(round);
    if (came === 'noRoom' && patched('sleeps-without-room') && !this.hasNews()) await this.untilDue(round);
  }

  /** What comes while the drip rests is moved together; then it sleeps until somebody is due or there is news. */
  async restThenSleep(round: DripRound): Promise<void> {
    await this.rest(round);
    if (!this.hasNews()) await this.untilDue(round);
  }

  /** The order of drips that began before they rested first; their histories are replayed with it. */
  async sleepThenRest(round: DripRound): Promise<void> {
    await this.untilDue(round);
    const left = quietMs - (Date.now() - this.lookedAt);
    if (left > 0) await condition(() => this.isCancelled, left, { summary: restSummary });
  }

  /** Nobody is in it any more, and nobody new comes in. */
  async complete(): Promise<void> {
    await completeDrip.executeWithOptions({ summary: 'close it' }, [this.moment()]);
  }

  /** Everybody leaves, and what is queued is taken back. */
  async cancel(): Promise<void> {
    await cancelDrip.executeWithOptions({ summary: 'everybody leaves, take back what is queued' }, [this.moment()]);
  }

  /** Moves everybody who is due. One round moves thousands; if that is not enough, several go side by side. */
  private async advance(): Promise<DripRound> {
    let round = await this.move();
    while (round.isMore && !this.isCancelled) {
      const others = await Promise.all(Array.from({ length: roundsAtOnce }, () => this.move()));
      round = others.find(({ isMore }) => isMore) ?? others.at(-1)!;
    }
    this.busyUntil = round.busyUntil;
    const next = round.nextDueAt === null ? 'nobody is due' : `the next are due at ${round.nextDueAt}`;
    setCurrentDetails(`${round.open} people are in it; ${next}.`);
    return round;
  }

  private move(): Promise<DripRound> {
    const options = { summary: 'move those who are due', priority: { fairnessKey: this.ref.tenantId } };
    return advanceDrip.executeWithOptions(options, [{ ...this.moment(), busyUntil: this.busyUntil }]);
  }

  /** Rests as long as the round says; only a command ends it sooner. */
  private async rest({ restsUntil }: DripRound): Promise<void> {
    const left = Date.parse(restsUntil) - Date.now();
    if (left > 0) await condition(() => this.hasCommand(), left, { summary: restSummary });
  }

  /** Sleeps until the earliest is due, or until there is news. */
  private async untilDue({ nextDueAt }: DripRound): Promise<void> {
    if (nextDueAt === null) return condition(() => this.hasNews());
    const wait = Date.parse(nextDueAt) - Date.now();
    if (wait <= 0) return;
    await condition(() => this.hasNews(), wait, { summary: `until ${nextDueAt}` });
  }

  private hasNews(): boolean {
    return this.news !== this.seen.news;
  }

  private hasCommand(): boolean {
    return this.commands !== this.seen.commands;
  }

  /** What activities are called with: the drip, and the workflow's clock. */
  private moment(): DripRef & { now: string } {
    return { ...this.ref, now: new Date(Date.now()).toISOString() };
  }
}
