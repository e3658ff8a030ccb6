import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  condition,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  sleep,
  startChild,
  type ChildWorkflowHandle,
  type SignalDefinition,
} from '@temporalio/workflow';
import { broadcast, broadcastWorkflowId, cancelBroadcast, pauseBroadcast, resumeBroadcast } from './broadcast.ts';
import { searchAttributes } from './search-attributes.ts';

type Child = ChildWorkflowHandle<typeof broadcast>;
type Wish = 'send' | 'pause' | 'cancel';

const signalOf: Record<Wish, SignalDefinition> = {
  send: resumeBroadcast,
  pause: pauseBroadcast,
  cancel: cancelBroadcast,
};

/** What a command means for the parts; one that is not named here means nothing to them. */
const wishOf: Record<string, Wish> = {
  start: 'send',
  resume: 'send',
  pause: 'pause',
  cancel: 'cancel',
  complete: 'cancel',
};

/** The parts of a campaign: they run as children of its workflow, hear what it hears, and end on their own. */
export class Parts {
  hasFailed = false;
  private started = 0;
  private wish: Wish = 'send';
  private readonly open = new Map<string, { signal: (definition: SignalDefinition) => Promise<void> }>();

  /** `listOpen` gives the ids of the parts that are neither completed nor cancelled. */
  constructor(
    private readonly ref: { tenantId: string; campaignId: string },
    private readonly listOpen: () => Promise<string[]>,
  ) {}

  /** Whether there were parts, as the row (`known`) or this run knows, and none of them is under way. */
  areDone(known: number): boolean {
    return Math.max(known, this.started) > 0 && this.open.size === 0;
  }

  /** How many are under way. */
  get openCount(): number {
    return this.open.size;
  }

  /** Starts every part that is not under way yet, as long as the campaign wants to send. */
  async start(broadcastIds: string[]): Promise<void> {
    this.hasFailed = false;
    this.started = Math.max(this.started, broadcastIds.length);
    for (const broadcastId of broadcastIds) {
      if (this.wish !== 'send') return;
      if (this.open.has(broadcastId)) continue;
      const child = await this.startOne(broadcastId);
      if (child) this.carry(broadcastId, child);
      else this.adopt(broadcastId);
      // A command that came while the child was being started has passed it by.
      if (this.wish !== 'send') await this.tell(broadcastId);
    }
  }

  /** Passes a command on to the parts that are under way; those that are started later get it at their start. */
  async follow(command: string): Promise<void> {
    const wish = wishOf[command];
    if (!wish) return;
    this.wish = wish;
    if (command !== 'start') await Promise.all([...this.open.keys()].map((broadcastId) => this.tell(broadcastId)));
  }

  /** Resolves when every part has come to its end. */
  async settled(): Promise<void> {
    await condition(() => this.open.size === 0);
  }

  /** A part that is left alone when its parent ends goes on to its own end. Null where it is running already. */
  private async startOne(broadcastId: string): Promise<Child | null> {
    const input = { ...this.ref, broadcastId };
    try {
      return await startChild(broadcast, {
        args: [input],
        workflowId: broadcastWorkflowId(input),
        parentClosePolicy: ParentClosePolicy.ABANDON,
        typedSearchAttributes: searchAttributes({ ...this.ref, kind: 'broadcast' }),
        staticSummary: 'Sends one message to an audience',
      });
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
      throw error;
    }
  }

  private carry(broadcastId: string, child: Child): void {
    this.open.set(broadcastId, child);
    void child
      .result()
      .catch(() => 'failed' as const)
      .then((outcome) => {
        if (outcome === 'failed') this.hasFailed = true;
        this.open.delete(broadcastId);
      });
  }

  /** A part of an earlier run of this campaign's workflow: it hears our signals; its end is seen from its row. */
  private adopt(broadcastId: string): void {
    this.open.set(broadcastId, getExternalWorkflowHandle(broadcastWorkflowId({ ...this.ref, broadcastId })));
    void this.watch(broadcastId);
  }

  private async watch(broadcastId: string): Promise<void> {
    for (;;) {
      await sleep('1 minute', { summary: 'until a part of an earlier run has ended' });
      if (!(await this.listOpen()).includes(broadcastId)) break;
      const child = this.wish === 'send' ? await this.startOne(broadcastId) : null;
      if (child) return this.carry(broadcastId, child);
    }
    this.open.delete(broadcastId);
  }

  private async tell(broadcastId: string): Promise<void> {
    // One that has ended meanwhile needs no telling.
    await this.open
      .get(broadcastId)
      ?.signal(signalOf[this.wish])
      .catch(() => {});
  }
}
