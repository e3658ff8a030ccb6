import {
  ApplicationFailure,
  condition,
  log,
  patched,
  proxyActivities,
  setCurrentDetails,
  upsertSearchAttributes,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { CampaignActivities } from '../../activities/campaigns/campaigns.ts';
import { clock, type CampaignSnapshot, type CommandRequest } from '../../domain/campaigns/command.ts';
import { canApply, isClosed, refusal, statusWords } from '../../domain/campaigns/lifecycle.ts';
import { statusAttribute } from '../search-attributes.ts';
import type { CampaignRef } from './messages.ts';
import { Parts, type CarriedParts } from './parts.ts';

const { applyCommand, loadCampaign, listParts } = proxyActivities<CampaignActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/**
 * A campaign as its workflow knows it: its row as last read, the parts that are under way, and what is waited for. Commands of people are
 * given beside the workflow, so what it awaits is no layer deeper than it was recorded.
 */
export class CampaignLife {
  readonly parts: Parts;
  private campaign: CampaignSnapshot | undefined;

  constructor(
    private readonly ref: CampaignRef,
    carried: CarriedParts | undefined,
  ) {
    this.parts = new Parts(ref, () => this.listOpenParts());
    if (carried) this.parts.takeOver(carried);
  }

  /** Its status as last read; undefined where there is no such campaign. */
  get status(): CampaignSnapshot['status'] | undefined {
    return this.campaign?.status;
  }

  /** Whether anything can still happen to it. */
  get isOpen(): boolean {
    return this.campaign !== undefined && !isClosed(this.campaign.status);
  }

  /** Whether the next run of the workflow is to go on: with the parts that are under way, or where there are none. */
  get isRunFull(): boolean {
    return this.isLong() || (workflowInfo().continueAsNewSuggested && this.parts.openCount === 0);
  }

  /** What the next run takes over. */
  carry(): { parts?: CarriedParts } {
    return this.parts.openCount > 0 ? { parts: this.parts.carry() } : {};
  }

  /** Reads the row again. */
  async reload(): Promise<void> {
    this.remember(await loadCampaign.executeWithOptions({ summary: 'read the campaign' }, [this.ref]));
  }

  /** Throws where the campaign's status does not allow a command. */
  refuse({ command, seenVersion = 0 }: CommandRequest): void {
    // Who has seen a newer row than is remembered here (news of an edit can get lost) is judged by the row itself.
    if (!this.campaign || seenVersion > this.campaign.version) return;
    if (!canApply(this.campaign.status, command)) throw conflict(refusal(this.campaign.status, command));
  }

  /** Applies a command to the row and passes it on to the parts; returns the campaign as it is then. */
  async give(request: CommandRequest): Promise<CampaignSnapshot> {
    const snapshot = await applyCommand.executeWithOptions({ summary: request.command }, [
      { ...this.ref, ...request, commandId: uuid4(), now: new Date(Date.now()).toISOString() },
    ]);
    this.remember(snapshot);
    await this.parts.follow(request.command);
    return snapshot;
  }

  /** Sleeps until the start, on a durable timer; false where the campaign changed before it came. */
  startHasCome(): Promise<boolean> {
    const seen = this.campaign!;
    return untilStart(seen, this.changesFrom(seen));
  }

  /** Starts its parts and follows them until all are done or the end date has come, then completes it; paused where one has failed. */
  async runUntilDone(): Promise<void> {
    const seen = this.campaign!;
    const isChanged = this.changesFrom(seen);
    await this.parts.start(await this.listOpenParts());
    this.remember(seen);
    // Without parts it runs until its end date, or until somebody completes it.
    const isOver = () => isChanged() || this.parts.areDone(seen.parts ?? 0) || this.isLong();
    // The end date lets nobody new in: broadcasts froze their audience when they began, drips are told; those in flight finish.
    if (!(await untilOrEndDate(seen, isOver))) {
      await this.parts.close();
      await this.parts.settled(() => this.isLong());
    }
    if (isChanged() || this.isLong()) return;
    await this.giveByClock(this.parts.hasFailed ? 'pause' : 'complete');
  }

  /** Waits for somebody: to approve it, to schedule it, to resume it. */
  waitForChange(): Promise<void> {
    const isChanged = this.changesFrom(this.campaign!);
    return condition(() => isChanged() || this.isLong());
  }

  /**
   * The clock's command. Somebody may have been faster (an edit, a cancel): then the row decides. Where the row has not moved and
   * refuses all the same, it is asked again later and not at once.
   */
  async giveByClock(command: CommandRequest['command']): Promise<void> {
    const seen = this.campaign;
    try {
      await this.give({ command, actor: clock });
    } catch (error) {
      log.warn('the campaign refused the clock', { command, error: String(error) });
      await this.reload();
      if (seen) await condition(this.changesFrom(seen), '1 minute', { summary: 'before it is asked again' });
    }
  }

  private listOpenParts(): Promise<string[]> {
    return listParts.executeWithOptions({ summary: 'find what is to be sent' }, [this.ref]);
  }

  private remember(snapshot: CampaignSnapshot): void {
    if (this.campaign && snapshot.version < this.campaign.version) return;
    if (snapshot.status !== this.campaign?.status) upsertSearchAttributes(statusAttribute(snapshot.status));
    this.campaign = snapshot;
    setCurrentDetails(describe(snapshot, this.parts.openCount));
  }

  private changesFrom(seen: CampaignSnapshot): () => boolean {
    return () => this.campaign !== undefined && this.campaign.version > seen.version;
  }

  /** Whether the history has grown so long that the next run goes on with what is under way: parts outlive the run that started them. */
  private isLong(): boolean {
    return workflowInfo().continueAsNewSuggested && this.parts.openCount > 0 && patched('goes-on-with-parts');
  }
}

/** Sleeps until the start; false where the campaign changed before it came. */
async function untilStart(campaign: CampaignSnapshot, isChanged: () => boolean): Promise<boolean> {
  if (!campaign.startAt) {
    await condition(isChanged);
    return false;
  }
  const wait = Math.max(1, Date.parse(campaign.startAt) - Date.now());
  return !(await condition(isChanged, wait, { summary: `until the start at ${campaign.startAt}` }));
}

/** Waits for the parts; false where the end date came first. */
async function untilOrEndDate(campaign: CampaignSnapshot, isOver: () => boolean): Promise<boolean> {
  if (!campaign.endAt) {
    await condition(isOver);
    return true;
  }
  const wait = Math.max(1, Date.parse(campaign.endAt) - Date.now());
  return condition(isOver, wait, { summary: `until the end date ${campaign.endAt}` });
}

function conflict(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'conflict');
}

function describe({ status, startAt, endAt }: CampaignSnapshot, openParts: number): string {
  const lines = [`The campaign is **${statusWords(status)}**.`];
  if (status === 'in_review') lines.push('It waits for a second person to approve it.');
  if (status === 'scheduled') lines.push(`It starts at ${startAt}.`);
  if (status === 'running') lines.push(`Parts under way: ${openParts}.`);
  if (endAt && !isClosed(status)) lines.push(`It takes nobody in after ${endAt}.`);
  return lines.join('\n\n');
}
