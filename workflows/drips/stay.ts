import {
  ActivityCancellationType,
  ActivityFailure,
  CancellationScope,
  condition,
  proxyActivities,
  setCurrentDetails,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { DripRound } from '../../activities/drips/drips.ts';
import type { DripStayActivities } from '../../activities/drips/stay.ts';
import { quietMs, stayMs } from '../../domain/drips/pace.ts';
import { taskQueues } from '../../domain/task-queues.ts';

/** How long a stay waits for a worker that has room for it (milliseconds); without one, the drip looks and rests as usual. */
const roomMs = 10_000;

const { stayWithDrip } = proxyActivities<DripStayActivities>({
  taskQueue: taskQueues.staying,
  scheduleToStartTimeout: roomMs,
  startToCloseTimeout: stayMs + 10 * quietMs,
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
  // An activity that is left sees in the drip's row that it is no longer wanted, the next time that it looks there.
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

type Stay = Parameters<DripStayActivities['stayWithDrip']>[0];

/**
 * Has an activity stay with a busy drip until it comes to an end by itself, or until a command leaves it. The answer is how it left the
 * drip; `ended` if it was broken off, and `noRoom` if no worker took it: then the drip's row is as it was.
 */
export async function stayWithCohort(stay: Stay, isCommand: () => boolean): Promise<DripRound | 'ended' | 'noRoom'> {
  const askedAt = Date.now();
  const scope = new CancellationScope();
  const options = { summary: 'stay while people come', priority: { fairnessKey: stay.tenantId } };
  const staying = scope
    .run(() => stayWithDrip.executeWithOptions(options, [stay]))
    .catch((error: unknown) => {
      if (!(error instanceof ActivityFailure)) throw error;
      const { cause } = error;
      const hasWaited = cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START';
      // Later than that, somebody had stayed, and no worker had room to go on: the row says that the drip rests, and needs a look.
      return hasWaited && Date.now() - askedAt < 2 * roomMs ? 'noRoom' : 'ended';
    });
  setCurrentDetails('People come all the time: they are moved as they come and fall due.');
  const told = scope.run(() => condition(isCommand)).catch(() => {});
  await Promise.race([staying, told]);
  scope.cancel();
  return staying;
}
