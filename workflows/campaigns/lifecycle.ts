import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  log,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  uuid4,
  workflowInfo,
  ApplicationFailure,
} from '@temporalio/workflow';
import type { CampaignActivities } from '../../activities/campaigns/campaigns.ts';
import { clock, type CampaignSnapshot, type CommandRequest } from '../../domain/campaigns/command.ts';
import { canApply, isClosed, refusal, statusWords } from '../../domain/campaigns/lifecycle.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { Parts, type CarriedParts } from './parts.ts';
import { searchAttributes, statusAttribute } from '../search-attributes.ts';

/** Which campaign a workflow carries. */
export interface CampaignRef {
  tenantId: string;
  campaignId: string;
}

/** What the workflow is started with; `parts` are those that its earlier run left under way. */
export interface CampaignInput extends CampaignRef {
  parts?: CarriedParts;
}

/** `campaign/{tenant}/{campaign}`: one workflow for each campaign, whatever happens to it. */
export const campaignWorkflowId = ({ tenantId, campaignId }: CampaignRef): string =>
  `campaign/${tenantId}/${campaignId}`;

/** How the workflow of a campaign is started, by whoever finds that it has none; when it may be is the caller's. */
export const campaignStart = (ref: CampaignRef) => ({
  workflowId: campaignWorkflowId(ref),
  taskQueue: taskQueues.main,
  args: [{ tenantId: ref.tenantId, campaignId: ref.campaignId }] as [CampaignInput],
  typedSearchAttributes: searchAttributes({ ...ref, kind: 'campaign' }),
  staticSummary: 'The life of a campaign, from review to its end',
});

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
export async function campaignLifecycle({ parts: carried, ...ref }: CampaignInput): Promise<string> {
  let campaign: CampaignSnapshot | undefined;
  const listOpenParts = () => listParts.executeWithOptions({ summary: 'find what is to be sent' }, [ref]);
  const parts = new Parts(ref, listOpenParts);
  if (carried) parts.takeOver(carried);

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
    validator: ({ command, seenVersion = 0 }) => {
      // Who has seen a newer row than is remembered here (news of an edit can get lost) is judged by the row itself.
      if (!campaign || seenVersion > campaign.version) return;
      if (!canApply(campaign.status, command)) throw conflict(refusal(campaign.status, command));
    },
  });
  setHandler(editedSignal, reload);

  await reload();
  while (campaign && !isClosed(campaign.status)) {
    const seen: CampaignSnapshot = campaign;
    const isChanged = changesFrom(seen);
    if (seen.status === 'scheduled' && (await startHasCome(seen, isChanged))) await giveByClock('start');
    else if (seen.status === 'running') await runUntilDone(seen, isChanged);
    else if (seen.status !== 'scheduled') await condition(() => isChanged() || isLong());
    if (isLong() || (workflowInfo().continueAsNewSuggested && parts.openCount === 0)) {
      await condition(allHandlersFinished);
      const open = parts.openCount > 0 ? { parts: parts.carry() } : {};
      await continueAsNew<typeof campaignLifecycle>({ ...ref, ...open });
    }
  }
  await parts.settled();
  await condition(allHandlersFinished);
  return campaign?.status ?? 'gone';

  /** Whether the history has grown so long that the next run goes on with what is under way: parts outlive the run that started them. */
  function isLong(): boolean {
    return workflowInfo().continueAsNewSuggested && parts.openCount > 0 && patched('goes-on-with-parts');
  }

  async function runUntilDone(seen: CampaignSnapshot, isChanged: () => boolean): Promise<void> {
    await parts.start(await listOpenParts());
    remember(seen);
    // Without parts it runs until its end date, or until somebody completes it.
    const isOver = () => isChanged() || parts.areDone(seen.parts ?? 0) || isLong();
    // The end date lets nobody new in: broadcasts froze their audience when they began, drips are told; those in flight finish.
    if (!(await untilOrEndDate(seen, isOver))) {
      await parts.close();
      await parts.settled(isLong);
    }
    if (isChanged() || isLong()) return;
    if (parts.hasFailed) await giveByClock('pause');
    else await giveByClock('complete');
  }

  /**
   * The clock's command. Somebody may have been faster (an edit, a cancel): then the row decides. Where the row has not moved and
   * refuses all the same, it is asked again later and not at once.
   */
  async function giveByClock(command: CommandRequest['command']): Promise<void> {
    const seen = campaign;
    try {
      await give({ command, actor: clock });
    } catch (error) {
      log.warn('the campaign refused the clock', { command, error: String(error) });
      await reload();
      if (seen) await condition(changesFrom(seen), '1 minute', { summary: 'before it is asked again' });
    }
  }
}

/** Sleeps until the start; false where the campaign changed before it came. */
async function startHasCome(campaign: CampaignSnapshot, isChanged: () => boolean): Promise<boolean> {
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
