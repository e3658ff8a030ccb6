import { continueAsNew, setHandler } from '@temporalio/workflow';
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/messages.ts';
import { ExperimentCourse, type CarriedCourse } from './course.ts';
import { experimentNews, type ExperimentRef } from './messages.ts';

/** What the workflow of a test is started with; the rest is what a long one takes along when it continues as new. */
export interface ExperimentInput extends ExperimentRef, CarriedCourse {}

/** How a test ends. */
export type ExperimentEnd = 'completed' | 'cancelled' | 'failed';

/**
 * An A/B test: waits until the broadcast or drip that it belongs to has begun, looks at the planned times, and lets the rest go with what
 * was decided, by a look or by a person. The broadcast or the drip is what sends; a pause of the campaign puts the looks off by as long
 * as it lasts.
 */
export async function experiment({ isPaused = false, ...ref }: ExperimentInput): Promise<ExperimentEnd> {
  const goOnAsNew = (carried: CarriedCourse) => continueAsNew<typeof experiment>({ ...ref, ...carried });
  const course = new ExperimentCourse(ref, { isPaused, goOnAsNew });
  setHandler(pauseBroadcast, () => course.hear('pause'));
  setHandler(resumeBroadcast, () => course.hear('send'));
  setHandler(cancelBroadcast, () => course.hear('cancel'));
  setHandler(experimentNews, () => course.hearNews());

  const begun = await course.begin();
  if (begun === 'failed') return 'failed';
  let { status } = begun;
  if (status === 'testing') status = await course.takeLooks(begun);
  if (status === 'choosing') status = await course.awaitChoice();
  if (status === 'decided') {
    await course.rollOut();
    return 'completed';
  }
  if (course.isCancelled) await course.cancel();
  return 'cancelled';
}
