import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  condition,
  defineUpdate,
  proxyActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import type { IntakeActivities, IntakeSummary } from '../activities/intakes.ts';
import { taskQueues } from '../domain/task-queues.ts';
import type { Job } from './job-start.ts';

/** Which intake a workflow carries. */
export interface IntakeRef {
  tenantId: string;
  intakeId: string;
}

/** `intake/{tenant}/{intake}` */
export const intakeWorkflowId = ({ tenantId, intakeId }: IntakeRef): string => `intake/${tenantId}/${intakeId}`;

/** How an intake is started, by the request that made it or by whoever finds that nobody carries it. */
export const intakeJob = (ref: IntakeRef): Job<IntakeRef> => ({
  workflow: intakePeople,
  workflowId: intakeWorkflowId(ref),
  ref,
  tenantId: ref.tenantId,
  kind: 'intake',
  summary: 'Takes a large group of people into a campaign, a drip or a nurture programme',
});

/** Stops the intake after the people it is at; who is in stays in. Answers whether there was something to stop. */
export const cancelIntake = defineUpdate<boolean>('cancel');

const quick = proxyActivities<IntakeActivities>({ startToCloseTimeout: '5 minutes' });
const { takePeopleIn } = proxyActivities<IntakeActivities>({
  taskQueue: taskQueues.bulk,
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: 100 },
});

/** Takes a large group in: one long activity that any worker can take over, some people at a time. */
export async function intakePeople(ref: IntakeRef): Promise<IntakeSummary> {
  setHandler(cancelIntake, () =>
    quick.requestIntakeCancel.executeWithOptions({ summary: 'stop after these people' }, [ref]),
  );
  setCurrentDetails('Fixing who they are and taking them in; the people done so far stand in the intake itself.');
  try {
    await takePeopleIn.executeWithOptions({ summary: 'take them in', priority: { fairnessKey: ref.tenantId } }, [ref]);
  } catch (error) {
    await quick.failIntake.executeWithOptions({ summary: 'say why it failed' }, [
      { ...ref, failure: sentenceOf(error) },
    ]);
  }
  await condition(allHandlersFinished);
  const ended = await quick.endIntake.executeWithOptions({ summary: 'end the intake' }, [ref]);
  setCurrentDetails(`${ended.status}: ${ended.done} people, ${ended.added} of them came in.`);
  return ended;
}

/** The product's own refusals are sentences for people; everything else is ours to look into. */
function sentenceOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.nonRetryable) return cause.message;
  return 'Something on our side kept this from going on. Who came in before stays in; add the others again to go on.';
}
