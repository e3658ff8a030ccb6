import { WithStartWorkflowOperation, WorkflowIdConflictPolicy, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Actor } from '../../../domain/policy/actor.ts';
import {
  modelTraining,
  promoteModel,
  rollBackModel,
  trainingRun,
  trainingStart,
} from '../../../workflows/scoring/model-training.ts';
import { scoring, scoringOfEverybody } from '../../../workflows/scoring/scoring.ts';
import { commandActor, refusalInUpdate } from '../../update-refusal.ts';

/** Starts the workflow of an organisation's models where it is not running. */
const startOf = ({ tenantId }: Actor) =>
  new WithStartWorkflowOperation(modelTraining, {
    ...trainingRun({ tenantId }),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
  });

/** Makes the shadow the champion, and waits until it is. */
export async function givePromotion(temporal: Client, actor: Actor, modelId: string): Promise<void> {
  await temporal.workflow
    .executeUpdateWithStart(promoteModel, {
      startWorkflowOperation: startOf(actor),
      args: [{ modelId, actor: commandActor(actor) }],
    })
    .catch((error: unknown) => {
      throw refusalInUpdate(error);
    });
}

/** Steps back from this champion, and waits until that is done. */
export async function giveRollBack(temporal: Client, actor: Actor, championId: string): Promise<void> {
  await temporal.workflow
    .executeUpdateWithStart(rollBackModel, {
      startWorkflowOperation: startOf(actor),
      args: [{ actor: commandActor(actor), championId }],
    })
    .catch((error: unknown) => {
      throw refusalInUpdate(error);
    });
}

/** Has everybody scored now; whoever decides on models looks at what came of it. Returns the run that does it. */
export async function giveScoring(temporal: Client, { tenantId }: Actor): Promise<string> {
  return (await temporal.workflow.signalWithStart(scoring, scoringOfEverybody({ tenantId }))).signaledRunId;
}

/**
 * Tells that a model was asked for. Where Temporal is away nothing is lost: housekeeping finds the candidate. Returns the run that was
 * told, null where none was.
 */
export async function wakeTraining(temporal: Client, log: Logger, tenantId: string): Promise<string | null> {
  try {
    return (await temporal.workflow.signalWithStart(modelTraining, trainingStart({ tenantId }))).signaledRunId;
  } catch (error) {
    log.warn({ tenant: tenantId, err: error }, 'the training workflow could not be woken; housekeeping will');
    return null;
  }
}
