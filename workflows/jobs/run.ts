import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineUpdate,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  type ActivityInterfaceFor,
} from '@temporalio/workflow';
import type { Duration } from '@temporalio/common';
import { taskQueues } from '../../domain/task-queues.ts';

/** Stops a job after the piece it is at; what is done stays. Answers whether there was something to stop. */
export const cancelJob = defineUpdate<boolean>('cancel');

/** Activities that do the work of a job: long ones that any worker can take over. */
export const longWork = <Activities>(limits: {
  startToCloseTimeout: Duration;
  maximumAttempts: number;
}): ActivityInterfaceFor<Activities> =>
  proxyActivities<Activities>({
    taskQueue: taskQueues.bulk,
    startToCloseTimeout: limits.startToCloseTimeout,
    heartbeatTimeout: '1 minute',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: limits.maximumAttempts },
  });

/** What a job does at each turn; the `…Details` are what the web console says of it. */
export interface JobTurns<Summary> {
  requestCancel: () => Promise<boolean>;
  workDetails: string;
  work: () => Promise<void>;
  /** The message for a failure that was not a refusal by the product. */
  ourFault: string;
  fail: (failure: string) => Promise<unknown>;
  end: () => Promise<Summary>;
  endDetails: (summary: Summary) => string;
}

/** Carries a job from its first piece to its end: cancelled, failed or complete, it ends once. */
export async function runJob<Summary>(turns: JobTurns<Summary>): Promise<Summary> {
  setHandler(cancelJob, turns.requestCancel);
  setCurrentDetails(turns.workDetails);
  try {
    await turns.work();
  } catch (error) {
    await turns.fail(refusalOf(error) ?? turns.ourFault);
  }
  await condition(allHandlersFinished);
  const summary = await turns.end();
  setCurrentDetails(turns.endDetails(summary));
  return summary;
}

/** The product's own refusals are sentences for people; everything else is ours to look into. */
function refusalOf(error: unknown): string | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure && cause.nonRetryable ? cause.message : undefined;
}
