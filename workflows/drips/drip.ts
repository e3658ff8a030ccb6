import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  TimeoutFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { DripActivities, DripRound } from '../../activities/drips/drips.ts';
import type { DripStayActivities } from '../../activities/drips/stay.ts';
import { quietMs, stayMs, stillBusy } from '../../domain/drips/pace.ts';
import { taskQueues } from '../../domain/task-queues.ts';
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../broadcasts/broadcast.ts';
import { closeDrip, hurryDrip, wakeDrip, type DripRef } from './messages.ts';

/** What a drip's workflow is started with; the rest is what a long one takes along when it continues as new. */
export interface DripInput extends DripRef {
  isOpened?: boolean;
  isClosing?: boolean;
  isCancelled?: boolean;
  /** The account of looks, see `restAfter`. */
  busyUntil?: string | null;
}

/** How a drip ends. */
export type DripOutcome = 'completed' | 'cancelled' | 'failed';

/** Rounds side by side where more people are due than one round moves. */
const rounds = 4;

const { openDrip, failDrip, closeEntry, completeDrip, cancelDrip } = proxyActivities<DripActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
const { advanceDrip } = proxyActivities<DripActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});
/** So long it is waited for a worker that has room to stay (milliseconds); then looks go on as before. */
const roomMs = 10_000;
const { stayWithDrip } = proxyActivities<DripStayActivities>({
  taskQueue: taskQueues.staying,
  scheduleToStartTimeout: roomMs,
  startToCloseTimeout: stayMs + 10 * quietMs,
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
  // The one that is left sees in the drip's row that it is not wanted any more, at its next glance.
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/**
 * A drip as a cohort: everybody's place is a row; this sleeps until the earliest of them is due and moves all who are, in batches.
 * Whoever comes in, edits or reports what became of messages wakes it. After each look it rests: what comes meanwhile is moved
 * together. Where looks follow each other all the time, an activity stays with the drip instead, hours at a time. It ends when it is cancelled, or when its entry is closed and nobody is in it any more.
 */
export async function drip(input: DripInput): Promise<DripOutcome> {
  const { tenantId, campaignId, dripId } = input;
  const ref: DripRef = { tenantId, campaignId, dripId };
  const heard = { news: 0, commands: 0, isClosing: input.isClosing ?? false, isCancelled: input.isCancelled ?? false };
  let seen = { ...heard };
  let lookedAt = Date.now();
  let isClosed = false;
  /** What the stay before came to, where it ended by itself. */
  let stayed: DripRound | null = null;
  let busyUntil = input.busyUntil ?? null;
  const moment = () => ({ ...ref, now: new Date(Date.now()).toISOString() });
  const isNews = () => heard.news !== seen.news;
  const isCommand = () => heard.commands !== seen.commands;
  const restsFirst = patched('rests-first');
  const hear = () => void heard.news++;
  const command = () => void (heard.news++, heard.commands++);
  setHandler(wakeDrip, hear);
  setHandler(hurryDrip, command);
  // Whether the campaign runs is on its row; each look reads it.
  setHandler(pauseBroadcast, command);
  setHandler(resumeBroadcast, command);
  setHandler(closeDrip, () => ((heard.isClosing = true), command()));
  setHandler(cancelBroadcast, () => ((heard.isCancelled = true), command()));

  if (!input.isOpened && !heard.isCancelled && !(await open())) return 'failed';
  while (!heard.isCancelled) {
    const round = await look();
    if (round.isStopped && patched('stopped-by-row')) break;
    if (round.isEntryClosed && round.open === 0) return complete();
    if (round.isBusy && patched('stays')) await stayOrRest(round);
    else if (restsFirst) await restThenSleep(round);
    else await sleepThenRest(round);
    await goOnAsNew();
  }
  await cancelDrip.executeWithOptions({ summary: 'everybody leaves, take back what is queued' }, [moment()]);
  return 'cancelled';

  /** Begins the drip; where the drip itself is at fault its row says why, and the answer is false. */
  async function open(): Promise<boolean> {
    try {
      await openDrip.executeWithOptions({ summary: 'begin with the approved version' }, [moment()]);
      return true;
    } catch (error) {
      if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
      const failure = error.cause.message;
      await failDrip.executeWithOptions({ summary: 'say why it cannot begin' }, [{ ...ref, failure }]);
      setCurrentDetails(`Could not begin: ${failure}`);
      return false;
    }
  }

  /** How the drip stands: as the stay before left it, unless somebody told us something since, or once everybody who is due is moved. */
  async function look(): Promise<DripRound> {
    const known = stayed && (stayed.isBusy || !isNews()) ? stayed : null;
    stayed = null;
    seen = { ...heard };
    lookedAt = Date.now();
    if (!heard.isClosing || isClosed) return known ?? advance();
    await closeEntry.executeWithOptions({ summary: 'nobody new comes in' }, [moment()]);
    isClosed = true;
    return advance();
  }

  /** Moves everybody who is due. One round moves thousands; where that is not enough, several go side by side. */
  async function advance(): Promise<DripRound> {
    const move = () =>
      advanceDrip.executeWithOptions({ summary: 'move those who are due', priority: { fairnessKey: tenantId } }, [
        { ...moment(), busyUntil },
      ]);
    let round = await move();
    while (round.isMore && !heard.isCancelled) {
      const others = await Promise.all(Array.from({ length: rounds }, move));
      round = others.find(({ isMore }) => isMore) ?? others.at(-1)!;
    }
    busyUntil = round.busyUntil;
    const next = round.nextDueAt === null ? 'nobody is due' : `the next are due at ${round.nextDueAt}`;
    setCurrentDetails(`${round.open} people are in it; ${next}.`);
    return round;
  }

  async function complete(): Promise<DripOutcome> {
    await completeDrip.executeWithOptions({ summary: 'close it' }, [moment()]);
    return 'completed';
  }

  /** Where looks follow each other all the time somebody stays; where nobody can, or the stay has ended, it rests as ever. */
  async function stayOrRest(round: DripRound): Promise<void> {
    const came = await stay();
    if (typeof came !== 'string') {
      stayed = came;
      busyUntil = came.busyUntil;
      return;
    }
    if (came === 'ended') busyUntil = stillBusy(Date.now());
    await rest(round);
    if (came === 'noRoom' && patched('sleeps-without-room') && !isNews()) await untilDue(round);
  }

  async function restThenSleep(round: DripRound): Promise<void> {
    await rest(round);
    if (!isNews()) await untilDue(round);
  }

  /** As drips did that began before they rested first. */
  async function sleepThenRest(round: DripRound): Promise<void> {
    await untilDue(round);
    const left = quietMs - (Date.now() - lookedAt);
    if (left > 0)
      await condition(() => heard.isCancelled, left, { summary: 'so that what comes together is moved together' });
  }

  async function goOnAsNew(): Promise<void> {
    if (!workflowInfo().continueAsNewSuggested || heard.isCancelled) return;
    await continueAsNew<typeof drip>({ ...ref, isOpened: true, isClosing: heard.isClosing, busyUntil });
  }

  /** Has somebody stay with the drip, unless a command ends that or no worker has room for it from the first: then the drip's row is as it was. */
  async function stay(): Promise<DripRound | 'ended' | 'noRoom'> {
    const askedAt = Date.now();
    const scope = new CancellationScope();
    const staying = scope
      .run(() =>
        stayWithDrip.executeWithOptions({ summary: 'stay while people come', priority: { fairnessKey: tenantId } }, [
          { ...moment(), busyUntil },
        ]),
      )
      .catch((error: unknown) => {
        if (!(error instanceof ActivityFailure)) throw error;
        const { cause } = error;
        const hasWaited = cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START';
        // Later than that somebody has stayed, and nobody had room to go on: the row says that the drip rests, and needs a look.
        return hasWaited && Date.now() - askedAt < 2 * roomMs ? 'noRoom' : 'ended';
      });
    setCurrentDetails('People come all the time: they are moved as they come and fall due.');
    const told = scope.run(() => condition(isCommand)).catch(() => {});
    await Promise.race([staying, told]);
    scope.cancel();
    return staying;
  }

  /** Rests as long as the round says; only a command ends it sooner. */
  async function rest({ restsUntil }: DripRound): Promise<void> {
    const left = Date.parse(restsUntil) - Date.now();
    if (left > 0) await condition(isCommand, left, { summary: 'so that what comes together is moved together' });
  }

  /** Sleeps until the earliest is due, or somebody says that there is something to look at. */
  async function untilDue({ nextDueAt }: DripRound): Promise<void> {
    if (nextDueAt === null) return condition(isNews);
    const wait = Date.parse(nextDueAt) - Date.now();
    if (wait <= 0) return;
    await condition(isNews, wait, { summary: `until ${nextDueAt}` });
  }
}
