import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { HousekeepingActivities } from '../../activities/tenants/housekeeping.ts';
import { newerMark, type InstallationMark } from '../../domain/installation/mark.ts';

/** There is one for the whole installation. */
export const housekeepingId = 'housekeeping';

/** Does a round now instead of waiting for the next one. */
export const sweepNow = defineSignal('sweepNow');

/** Remembers how far Postgres has come, told by whoever has just seen it: a database that is behind it later was restored. */
export const rememberMark = defineSignal<[InstallationMark]>('rememberMark');

/** How far Postgres is known to have come. */
export const rememberedMark = defineQuery<InstallationMark | null>('rememberedMark');

/** Is the database the one we left? Answers when that was looked into; a worker asks before it sends anything. */
export const checkMark = defineUpdate<InstallationMark>('checkMark');

/** What it carries from run to run. */
export interface HousekeepingState {
  mark: InstallationMark | null;
  /** The day (ISO date) of the last daily round. */
  lastDaily: string | null;
}

const { advanceMark, sweepTenants, mendCampaigns, mendJobs, daily } = proxyActivities<HousekeepingActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** Open campaigns are compared with workflows every so many rounds. */
const roundsBetweenMending = 10;

/**
 * Keeps the installation in order: notices a database restored from a backup before anything more is sent, wakes the workflows
 * of tenants with work that nobody carries, and once a day makes partitions ahead and throws away what is past its time.
 */
export async function housekeeping(state: HousekeepingState = { mark: null, lastDaily: null }): Promise<void> {
  let { mark, lastDaily } = state;
  let isAsked = false;
  const check = async (): Promise<InstallationMark> => {
    mark = newerMark(
      mark,
      await advanceMark.executeWithOptions({ summary: 'is the database the one we left?' }, [mark]),
    );
    return mark;
  };
  setHandler(sweepNow, () => void (isAsked = true));
  setHandler(rememberMark, (told) => void (mark = newerMark(mark, told)));
  setHandler(rememberedMark, () => mark);
  setHandler(checkMark, check);
  for (let rounds = 0; !workflowInfo().continueAsNewSuggested; rounds++) {
    await check();
    const now = new Date(Date.now()).toISOString();
    const swept = await sweepTenants.executeWithOptions({ summary: 'wake what has work' }, [now]);
    const isMending = rounds % roundsBetweenMending === 0;
    if (isMending) await mendCampaigns.executeWithOptions({ summary: 'compare campaigns and workflows' }, [now]);
    if (patched('mend-jobs')) await mendJobs.executeWithOptions({ summary: 'start jobs that nobody carries' }, [now]);
    if (lastDaily !== now.slice(0, 10)) {
      await daily.executeWithOptions({ summary: 'partitions ahead, old keys away' }, [now]);
      lastDaily = now.slice(0, 10);
    }
    setCurrentDetails(
      `Round of ${now}: ${swept.outboxes} tenants with mail to send, ${swept.engagements} with events that waited.`,
    );
    isAsked = false;
    const pause = swept.isBusy ? '30 seconds' : '2 minutes';
    await condition(() => isAsked || workflowInfo().continueAsNewSuggested, pause, { summary: 'until the next round' });
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof housekeeping>({ mark, lastDaily });
}
