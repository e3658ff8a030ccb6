import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor, WorkerPlugin } from '@temporalio/worker';

/**
 * Workers that lose the first answer of every activity, where the environment says UNSTEADY (`npm run test:twice`): it has done what it does, and
 * is tried again. `sweep` is what housekeeping does once a minute: whom the lost answer would have told hears of it.
 */
export function unsteadyWorkers(sweep: () => Promise<unknown>): WorkerPlugin[] {
  if (!process.env.UNSTEADY) return [];
  const execute: NonNullable<ActivityInboundCallsInterceptor['execute']> = async (input, next) => {
    const { attempt, retryPolicy } = activityInfo();
    const answer = await next(input);
    if (attempt === 1 && retryPolicy?.maximumAttempts !== 1)
      throw ApplicationFailure.create({ message: 'The answer was lost', nextRetryDelay: '1 second' });
    await sweep();
    return answer;
  };
  const activity = [() => ({ inbound: { execute } })];
  return [{ name: 'unsteady', configureWorker: (options) => ({ ...options, interceptors: { activity } }) }];
}
