import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { condition, getExternalWorkflowHandle, patched, sleep, type SignalDefinition } from '@temporalio/workflow';
import { partOf, signalOf, type Child } from './part-kinds.ts';

type Wish = 'send' | 'pause' | 'cancel';

/** What a command means for the parts; one that is not named here means nothing to them. */
const wishOf: Record<string, Wish> = {
  start: 'send',
  resume: 'send',
  pause: 'pause',
  cancel: 'cancel',
  complete: 'cancel',
};

/** What the next run of a campaign's workflow has to know of the parts that are under way. */
export interface CarriedParts {
  open: string[];
  hasFailed: boolean;
  wish: Wish;
}

/** How long after the last look an earlier run's part is looked at again: sooner at first, as it may be about to end. */
const watchMinutes = [1, 2, 4, 8, 15];

/** The parts of a campaign: they run as children of its workflow, hear what it hears, and end on their own. */
export class Parts {
  hasFailed = false;
  private started = 0;
  private wish: Wish = 'send';
  private readonly open = new Map<string, { signal: (definition: SignalDefinition) => Promise<void> }>();

  /** `listOpen` gives the names of the parts that are neither completed nor cancelled. */
  constructor(
    private readonly ref: { tenantId: string; campaignId: string },
    private readonly listOpen: () => Promise<string[]>,
  ) {}

  /** What the next run takes over. */
  carry(): CarriedParts {
    return { open: [...this.open.keys()], hasFailed: this.hasFailed, wish: this.wish };
  }

  /** Takes over what an earlier run left under way: it hears at once what the campaign hears. */
  takeOver({ open, hasFailed, wish }: CarriedParts): void {
    this.hasFailed = hasFailed;
    this.wish = wish;
    for (const part of open) this.adopt(part);
  }

  /** Whether there were parts, as the row (`known`) or this run knows, and none of them is under way. */
  areDone(known: number): boolean {
    return Math.max(known, this.started) > 0 && this.open.size === 0;
  }

  /** How many are under way. */
  get openCount(): number {
    return this.open.size;
  }

  /** Starts every part that is not under way yet, as long as the campaign wants to send. */
  async start(parts: string[]): Promise<void> {
    this.hasFailed = false;
    this.started = Math.max(this.started, parts.length);
    for (const part of parts) {
      if (this.wish !== 'send') return;
      if (this.open.has(part)) continue;
      const child = await this.startOne(part);
      if (child) this.follows(part, child);
      else this.adopt(part);
      // A command that came while the child was being started has passed it by.
      if (this.wish !== 'send') await this.tell(part);
    }
  }

  /** Passes a command on to the parts that are under way; those that are started later get it at their start. */
  async follow(command: string): Promise<void> {
    const wish = wishOf[command];
    if (!wish) return;
    this.wish = wish;
    if (command !== 'start') await Promise.all([...this.open.keys()].map((part) => this.tell(part)));
  }

  /** The end date has come: parts that let people in let nobody in any more. */
  async close(): Promise<void> {
    for (const [part, handle] of this.open) {
      const { close } = partOf(part).kind;
      if (close) await handle.signal(close).catch(() => {});
    }
  }

  /** Resolves when every part has come to its end, or when `isEnough` says so. */
  async settled(isEnough: () => boolean = () => false): Promise<void> {
    await condition(() => this.open.size === 0 || isEnough());
  }

  /** A part that is left alone when its parent ends goes on to its own end. Null where it is running already. */
  private async startOne(part: string): Promise<Child | null> {
    const { kind, id } = partOf(part);
    try {
      return await kind.start(this.ref, id);
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
      throw error;
    }
  }

  private follows(part: string, child: Child): void {
    this.open.set(part, child);
    void child
      .result()
      .catch(() => 'failed' as const)
      .then((outcome) => {
        if (outcome === 'failed') this.hasFailed = true;
        this.open.delete(part);
      });
  }

  /** A part of an earlier run of this campaign's workflow: it hears our signals; its end is seen from its row. */
  private adopt(part: string): void {
    this.open.set(part, this.handleOf(part));
    void this.watch(part);
  }

  private handleOf(part: string) {
    const { kind, id } = partOf(part);
    return getExternalWorkflowHandle(kind.workflowId(this.ref, id));
  }

  private async watch(part: string): Promise<void> {
    for (let looks = 0; ; looks++) {
      // Every minute for ever would fill a history in three days.
      const minutes = patched('watches-slower') ? watchMinutes[Math.min(looks, watchMinutes.length - 1)]! : 1;
      await sleep(minutes * 60_000, { summary: 'until a part of an earlier run has ended' });
      if (!(await this.listOpen()).includes(part)) break;
      const child = this.wish === 'send' ? await this.startOne(part) : null;
      if (child) return this.follows(part, child);
    }
    this.open.delete(part);
  }

  private async tell(part: string): Promise<void> {
    // One that has ended meanwhile needs no telling.
    await this.open
      .get(part)
      ?.signal(signalOf[this.wish])
      .catch(() => {});
  }
}
