import { proxyActivities } from '@temporalio/workflow';
import type { IntakeActivities, IntakeSummary } from '../../activities/people/intakes.ts';
import { longWork, runJob } from '../jobs/run.ts';
import type { Job } from '../jobs/start.ts';

/** Which intake a workflow carries. */
export interface IntakeRef {
  tenantId: string;
  intakeId: string;
}

/** `intake/{tenant}/{intake}` */
export const intakeWorkflowId = ({ tenantId, intakeId }: IntakeRef): string => `intake/${tenantId}/${intakeId}`;

/** How an intake is started: by the request that made it, or by housekeeping if it finds one without a workflow. */
export const intakeJob = (ref: IntakeRef): Job<IntakeRef> => ({
  workflow: intakePeople,
  workflowId: intakeWorkflowId(ref),
  ref,
  tenantId: ref.tenantId,
  kind: 'intake',
  summary: 'Takes a large group of people into a campaign, a drip or a nurture programme',
});

const quick = proxyActivities<IntakeActivities>({ startToCloseTimeout: '5 minutes' });
const { takePeopleIn } = longWork<IntakeActivities>({ startToCloseTimeout: '12 hours', maximumAttempts: 100 });

/** Takes a large group in: one long activity that any worker can take over, some people at a time. */
export function intakePeople(ref: IntakeRef): Promise<IntakeSummary> {
  const priority = { fairnessKey: ref.tenantId };
  return runJob({
    requestCancel: () => quick.requestIntakeCancel.executeWithOptions({ summary: 'stop after these people' }, [ref]),
    workDetails: 'Fixing who they are and taking them in; the people done so far stand in the intake itself.',
    work: () => takePeopleIn.executeWithOptions({ summary: 'take them in', priority }, [ref]),
    ourFault:
      'Something on our side kept this from going on. Who came in before stays in; add the others again to go on.',
    fail: (failure) => quick.failIntake.executeWithOptions({ summary: 'say why it failed' }, [{ ...ref, failure }]),
    end: () => quick.endIntake.executeWithOptions({ summary: 'end the intake' }, [ref]),
    endDetails: ({ status, done, added }) => `${status}: ${done} people, ${added} of them came in.`,
  });
}
