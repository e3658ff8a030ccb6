import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type Client,
} from '@temporalio/client';
import type { CampaignSnapshot, CommandRequest } from '../../../domain/campaigns/command.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Actor } from '../../../domain/policy/actor.ts';
import { campaignLifecycle, campaignStart } from '../../../workflows/campaigns/lifecycle.ts';
import {
  campaignWorkflowId,
  commandUpdate,
  editedSignal,
  type CampaignRef,
} from '../../../workflows/campaigns/messages.ts';
import { commandActor, refusalInUpdate } from '../../update-refusal.ts';

/**
 * Gives a command to the campaign's workflow and waits for its answer, starting the workflow where it is not running yet: no
 * command can find its workflow missing, and none can raise a campaign that has ended.
 */
export async function giveCommand(
  temporal: Client,
  actor: Actor,
  request: CampaignRef & Omit<CommandRequest, 'actor'>,
): Promise<CampaignSnapshot> {
  const { tenantId, campaignId, ...command } = request;
  const startWorkflowOperation = new WithStartWorkflowOperation(campaignLifecycle, {
    ...campaignStart({ tenantId, campaignId }),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    // One that was terminated may be carried on; one that came to its end may not be raised.
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
  });
  try {
    return await temporal.workflow.executeUpdateWithStart(commandUpdate, {
      startWorkflowOperation,
      args: [{ ...command, actor: commandActor(actor) }],
    });
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Tells a running campaign that its row was edited; one that has no workflow yet reads the row when it gets one. */
export async function tellEdited(temporal: Client, ref: CampaignRef): Promise<void> {
  // Where Temporal is away the row still holds: the workflow checks it before it acts.
  await temporal.workflow
    .getHandle(campaignWorkflowId(ref))
    .signal(editedSignal)
    .catch(() => {});
}

/** Tells the workflows of several campaigns, all at once: where Temporal is away each waits for its own answer. */
export async function tellAllEdited(temporal: Client, tenantId: string, campaignIds: readonly string[]): Promise<void> {
  await Promise.all(campaignIds.map((campaignId) => tellEdited(temporal, { tenantId, campaignId })));
}

function refusalOf(error: unknown): unknown {
  if (error instanceof WorkflowExecutionAlreadyStartedError)
    return new DomainError('conflict', 'The campaign is over.');
  return refusalInUpdate(error);
}
