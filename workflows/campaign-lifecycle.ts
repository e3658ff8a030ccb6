import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  log,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  startChild,
  upsertSearchAttributes,
  uuid4,
  workflowInfo,
  ApplicationFailure,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import type { CampaignActivities } from '../activities/campaigns.ts';
import { clock, type CampaignSnapshot, type CommandRequest } from '../domain/campaigns/command.ts';
import { canApply, isClosed, refusal, statusWords } from '../domain/campaigns/lifecycle.ts';
import { broadcast, broadcastWorkflowId, cancelBroadcast, pauseBroadcast, resumeBroadcast } from './broadcast.ts';
import { searchAttributes, statusAttribute } from './search-attributes.ts';

/** Which campaign a workflow carries. */
export interface CampaignRef {
  tenantId: string;
  campaignId: string;
}

/** `campaign/{tenant}/{campaign}`: one workflow for each campaign, whatever happens to it. */
export const campaignWorkflowId = ({ tenantId, campaignId }: CampaignRef): string =>
  `campaign/${tenantId}/${campaignId}`;

/** A command that needs an answer; refused before it is recorded where the campaign's state does not allow it. */
export const commandUpdate = defineUpdate<CampaignSnapshot, [CommandRequest]>('command');

/** The row was edited elsewhere: read it again. */
export const editedSignal = defineSignal('edited');

const { applyCommand, loadCampaign, listParts } = proxyActivities<CampaignActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/**
 * The life of a campaign, from the first command to its end: it waits for approval, sleeps until the start, starts its parts,
 * passes pause, resume and cancel on to them, and completes when all of them are done or the end date has come.
 */
export async function campaignLifecycle(ref: CampaignRef): Promise<string> {
  let campaign: CampaignSnapshot | undefined;
  const parts = new Parts(ref);

  const remember = (snapshot: CampaignSnapshot): void => {
    if (campaign && snapshot.version < campaign.version) return;
    if (snapshot.status !== campaign?.status) upsertSearchAttributes(statusAttribute(snapshot.status));
    campaign = snapshot;
    setCurrentDetails(describe(snapshot, parts.openCount));
  };
  const give = async (request: CommandRequest): Promise<CampaignSnapshot> => {
    const snapshot = await applyCommand.executeWithOptions({ summary: request.command }, [
      { ...ref, ...request, commandId: uuid4(), now: new Date(Date.now()).toISOString() },
    ]);
    remember(snapshot);
    await parts.follow(request.command);
    return snapshot;
  };
  const reload = async (): Promise<void> =>
    remember(await loadCampaign.executeWithOptions({ summary: 'read the campaign' }, [ref]));
  const changesFrom = (seen: CampaignSnapshot) => () => campaign !== undefined && campaign.version > seen.version;

  setHandler(commandUpdate, give, {
    validator: ({ command }) => {
      if (campaign && !canApply(campaign.status, command)) throw conflict(refusal(campaign.status, command));
    },
  });
  setHandler(editedSignal, reload);

  await reload();
  while (campaign && !isClosed(campaign.status)) {
    const seen: CampaignSnapshot = campaign;
    const isChanged = changesFrom(seen);
    if (seen.status === 'scheduled' && (await startHasCome(seen, isChanged))) await giveByClock('start');
    else if (seen.status === 'running') await runUntilDone(seen, isChanged);
    else if (seen.status !== 'scheduled') await condition(isChanged);
    if (workflowInfo().continueAsNewSuggested && parts.openCount === 0) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof campaignLifecycle>(ref);
    }
  }
  await parts.settled();
  await condition(allHandlersFinished);
  return campaign?.status ?? 'gone';

  async function runUntilDone(seen: CampaignSnapshot, isChanged: () => boolean): Promise<void> {
    await parts.start(await listParts.executeWithOptions({ summary: 'find what is to be sent' }, [ref]));
    remember(seen);
    // Without parts it runs until its end date, or until somebody completes it.
    const isOver = () => isChanged() || parts.areDone;
    if (!(await untilOrEndDate(seen, isOver))) await parts.stopEntry();
    if (isChanged()) return;
    if (parts.hasFailed) await giveByClock('pause');
    else await giveByClock('complete');
  }

  /** The clock's command. Somebody may have been faster (an edit, a cancel): then the row decides. */
  async function giveByClock(command: CommandRequest['command']): Promise<void> {
    try {
      await give({ command, actor: clock });
    } catch (error) {
      log.warn('the campaign had moved on', { command, error: String(error) });
      await reload();
    }
  }
}

/** Sleeps until the start; false where the campaign changed before it came. */
async function startHasCome(campaign: CampaignSnapshot, isChanged: () => boolean): Promise<boolean> {
  const wait = Math.max(0, Date.parse(campaign.startAt ?? '') - Date.now()) || 0;
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

/** The parts of a campaign that were started here: they run as children and end on their own. */
class Parts {
  private started = 0;
  hasFailed = false;
  private readonly open = new Map<string, ChildWorkflowHandle<typeof broadcast>>();

  constructor(private readonly ref: CampaignRef) {}

  get areDone(): boolean {
    return this.started > 0 && this.open.size === 0;
  }

  get openCount(): number {
    return this.open.size;
  }

  /** Starts every part that is not under way yet. A part that is left alone when its parent ends goes on to its own end. */
  async start(broadcastIds: string[]): Promise<void> {
    this.hasFailed = false;
    for (const broadcastId of broadcastIds) {
      if (this.open.has(broadcastId)) continue;
      const input = { ...this.ref, broadcastId };
      const child = await startChild(broadcast, {
        args: [input],
        workflowId: broadcastWorkflowId(input),
        parentClosePolicy: ParentClosePolicy.ABANDON,
        typedSearchAttributes: searchAttributes({ ...this.ref, kind: 'broadcast' }),
        staticSummary: 'Sends one message to an audience',
      });
      this.open.set(broadcastId, child);
      void this.awaitEnd(broadcastId, child);
    }
    this.started = Math.max(this.started, broadcastIds.length);
  }

  private async awaitEnd(broadcastId: string, child: ChildWorkflowHandle<typeof broadcast>): Promise<void> {
    const outcome = await child.result().catch(() => 'failed' as const);
    if (outcome === 'failed') this.hasFailed = true;
    this.open.delete(broadcastId);
  }

  /** Passes a command on to the parts that are under way. */
  async follow(command: string): Promise<void> {
    const signal = {
      pause: pauseBroadcast,
      resume: resumeBroadcast,
      cancel: cancelBroadcast,
      complete: cancelBroadcast,
    }[command];
    if (!signal) return;
    await Promise.all([...this.open.values()].map((child) => child.signal(signal).catch(() => {})));
  }

  /** The end date: nobody new comes in. Broadcasts froze their audience when they began, so those in flight finish. */
  async stopEntry(): Promise<void> {
    await condition(() => this.open.size === 0);
  }

  /** Resolves when every part has come to its end. */
  async settled(): Promise<void> {
    await condition(() => this.open.size === 0);
  }
}
