import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  proxyActivities,
  setCurrentDetails,
  sleep,
} from '@temporalio/workflow';
import type { BroadcastActivities } from '../../activities/broadcasts.ts';
import type { BroadcastRef } from './messages.ts';

/** What the campaign wants of a broadcast. */
export type Wish = 'send' | 'pause' | 'cancel';

/** What the next run of a broadcast's workflow has to know of its sending. */
export interface CarriedSending {
  /** What the campaign wants of it, and which wish its row has already. */
  wish?: Wish;
  written?: Wish;
  /** Moments (ISO 8601) at which people are still to get it by their own clocks. */
  departures?: string[];
}

/** How far it is. */
type Progress = Awaited<ReturnType<BroadcastActivities['readProgress']>>;

const quick = proxyActivities<BroadcastActivities>({ startToCloseTimeout: '1 minute' });
const { freezeAudience } = proxyActivities<BroadcastActivities>({ startToCloseTimeout: '30 minutes' });

/** Without news from the outbox the progress is read this often, in case a message to us was lost. */
const lookEvery = '10 minutes';

/** One message on its way to one audience: who gets it, when they do, and what the campaign wants meanwhile. */
export class Sending {
  private wish: Wish;
  private written: Wish;
  /** Moments at which people are still to get it by their own clocks. */
  private readonly waiting: Set<string>;
  private news = 0;
  /** What had been heard when the last look began. */
  private seen: { wish: Wish; news: number };

  constructor(
    private readonly ref: BroadcastRef,
    { wish = 'send', written = 'send', departures = [] }: CarriedSending,
  ) {
    this.wish = wish;
    this.written = written;
    this.waiting = new Set(departures);
    this.seen = { wish, news: 0 };
  }

  get isCancelled(): boolean {
    return this.wish === 'cancel';
  }

  /** What the next run takes over. */
  carry(): CarriedSending {
    const { wish, written, waiting } = this;
    return { wish, written, ...(waiting.size > 0 ? { departures: [...waiting] } : {}) };
  }

  /** The campaign wants something else; what is cancelled stays so. */
  hearWish(wish: Wish): void {
    if (!this.isCancelled) this.wish = wish;
  }

  /** There is something to look at. */
  hearNews(): void {
    this.news++;
  }

  /** Fixes who gets it. False where the broadcast itself is at fault: its row says why. */
  async freeze(): Promise<boolean> {
    setCurrentDetails('Fixing who gets the message.');
    try {
      const departures = await freezeAudience.executeWithOptions({ summary: 'fix who gets it' }, [this.moment()]);
      // What was recorded before there were departures returned nothing.
      for (const at of (departures as string[] | undefined) ?? []) this.waiting.add(at);
      return true;
    } catch (error) {
      if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
      await this.fail(error.cause.message);
      return false;
    }
  }

  /** Lets the outbox have what may go now; those who get it by their own clocks follow, each zone at its moment. */
  async release(): Promise<void> {
    if (!this.isCancelled)
      await quick.releaseBroadcast.executeWithOptions({ summary: 'let the queue go' }, [this.moment()]);
    for (const at of this.waiting) void this.depart(at);
  }

  /** Begins a look: writes down what the campaign wants. What is heard from here on is news, also while the progress is read. */
  writeWish(): Promise<void> {
    this.seen = { wish: this.wish, news: this.news };
    return this.writeUntilWished();
  }

  /** Counts the messages, and how many of them are left to send. */
  count(): Promise<Progress> {
    return quick.readProgress.executeWithOptions({ summary: 'count what is left' }, [this.ref]);
  }

  /** Tells whoever looks at the workflow how far it is. */
  tell(progress: Progress): Progress {
    const { sent, total, left } = progress;
    const paused = this.wish === 'pause' ? '; paused' : '';
    setCurrentDetails(`Sent ${sent} of ${total}; ${left} left${paused}.${this.nextDeparture()}`);
    return progress;
  }

  /** Takes back what is still queued; what is in flight lands. */
  takeBack(): Promise<void> {
    return quick.cancelBroadcast.executeWithOptions({ summary: 'take back what is queued' }, [this.moment()]);
  }

  /** Nothing is left to send. */
  complete(): Promise<void> {
    return quick.completeBroadcast.executeWithOptions({ summary: 'close it' }, [this.moment()]);
  }

  /** Until the outbox has drained, the campaign wants something else, or it is time to look. */
  async untilNews(): Promise<void> {
    const { wish, news } = this.seen;
    const isNews = () => this.news !== news || this.wish !== wish;
    if (wish === 'cancel') await condition(isNews, '5 seconds', { summary: 'until what is in flight has landed' });
    else await condition(isNews, lookEvery, { summary: 'until the outbox has drained' });
  }

  /** A timer until the clocks of some zones show the hour; then those who live there get it, or as soon as a pause is over. */
  private async depart(at: string): Promise<void> {
    const wait = Date.parse(at) - Date.now();
    if (wait > 0) await sleep(wait, { summary: `until the hour comes in its zones, ${at}` });
    if (wait > 0 && !this.isCancelled)
      await quick.releaseBroadcast.executeWithOptions({ summary: 'let those go whose clocks show the hour' }, [
        this.moment(),
      ]);
    this.waiting.delete(at);
    if (wait > 0) this.hearNews();
  }

  private nextDeparture(): string {
    const [next] = [...this.waiting].filter((at) => Date.parse(at) > Date.now()).sort();
    return next ? ` The next go at ${next}, by their own clocks.` : '';
  }

  /** Writes a pause or its end onto the row, until what is written is what is wished. */
  private async writeUntilWished(): Promise<void> {
    while (this.wish !== this.written && !this.isCancelled) {
      const wish = this.wish;
      if (wish === 'pause') await quick.pauseBroadcast.executeWithOptions({ summary: 'pause' }, [this.ref]);
      else await quick.resumeBroadcast.executeWithOptions({ summary: 'resume' }, [this.ref]);
      this.written = wish;
    }
  }

  private async fail(failure: string): Promise<void> {
    await quick.failBroadcast.executeWithOptions({ summary: 'say why it cannot go' }, [{ ...this.ref, failure }]);
    setCurrentDetails(`Could not be sent: ${failure}`);
  }

  private moment(): BroadcastRef & { now: string } {
    return { ...this.ref, now: new Date(Date.now()).toISOString() };
  }
}
