import { allHandlersFinished, condition, continueAsNew, setHandler } from '@temporalio/workflow';
import { taskQueues } from '../../domain/task-queues.ts';
import { searchAttributes } from '../search-attributes.ts';
import { CampaignLife } from './life.ts';
import { campaignWorkflowId, commandUpdate, editedSignal, type CampaignRef } from './messages.ts';
import type { CarriedParts } from './parts.ts';

/** What the workflow is started with; `parts` are those that its earlier run left under way. */
export interface CampaignInput extends CampaignRef {
  parts?: CarriedParts;
}

/** How the workflow of a campaign is started, by whoever finds that it has none; when it may be is the caller's. */
export const campaignStart = (ref: CampaignRef) => ({
  workflowId: campaignWorkflowId(ref),
  taskQueue: taskQueues.main,
  args: [{ tenantId: ref.tenantId, campaignId: ref.campaignId }] as [CampaignInput],
  typedSearchAttributes: searchAttributes({ ...ref, kind: 'campaign' }),
  staticSummary: 'The life of a campaign, from review to its end',
});

/**
 * The life of a campaign, from the first command to its end: it waits for approval, sleeps until the start, starts its parts,
 * passes pause, resume and cancel on to them, and completes when all of them are done or the end date has come.
 */
export async function campaignLifecycle({ parts: carried, ...ref }: CampaignInput): Promise<string> {
  const life = new CampaignLife(ref, carried);
  setHandler(commandUpdate, (request) => life.give(request), { validator: (request) => life.refuse(request) });
  setHandler(editedSignal, () => life.reload());

  await life.reload();
  while (life.isOpen) {
    if (life.status === 'scheduled') {
      if (await life.startHasCome()) await life.giveByClock('start');
    } else if (life.status === 'running') await life.runUntilDone();
    else await life.waitForChange();
    if (life.isRunFull) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof campaignLifecycle>({ ...ref, ...life.carry() });
    }
  }
  await life.parts.settled();
  await condition(allHandlersFinished);
  return life.status ?? 'gone';
}
