import { isClosed, statusWords, type CampaignStatus } from './lifecycle.ts';

/** When a campaign begins and ends; ISO 8601. */
export interface CampaignDates {
  startAt: string | null;
  endAt: string | null;
}

/** Which of a campaign's dates can be moved by whoever may write it. */
export type Movable = 'both' | 'end' | 'none';

/** What can be moved in `status`: what has started keeps its start; in review and after the end everything stays. */
export function movableDates(status: CampaignStatus): Movable {
  if (status === 'in_review' || isClosed(status)) return 'none';
  return status === 'running' || status === 'paused' ? 'end' : 'both';
}

/**
 * Why the dates of a campaign may not become these; null where they may. The one rule of the form, the calendar and the API: what
 * has started keeps its start, and nothing that waits for its time or runs is moved into the past.
 */
export function rescheduleObstacle(
  before: CampaignDates & { status: CampaignStatus },
  after: CampaignDates,
  nowIso: string,
): { path: 'startAt' | 'endAt'; message: string } | null {
  const movesStart = isOther(before.startAt, after.startAt);
  const movesEnd = isOther(before.endAt, after.endAt);
  const isPast = (iso: string | null): boolean => iso !== null && Date.parse(iso) < Date.parse(nowIso) - 60_000;
  const { status } = before;
  if (movesStart && movableDates(status) === 'end') {
    return { path: 'startAt', message: `It is ${statusWords(status)}: what has started keeps its start.` };
  }
  if (status === 'scheduled' && movesStart && isPast(after.startAt)) {
    return { path: 'startAt', message: 'The start lies in the past. Choose a later one, or start it now.' };
  }
  const isUnderWay = status === 'scheduled' || movableDates(status) === 'end';
  if (isUnderWay && movesEnd && isPast(after.endAt)) {
    return { path: 'endAt', message: 'The end lies in the past. Choose a later one, or complete it now.' };
  }
  return null;
}

const isOther = (a: string | null, b: string | null): boolean =>
  (a === null) !== (b === null) || (a !== null && b !== null && Date.parse(a) !== Date.parse(b));
