import { z } from 'zod';
import { Moment } from '../calendar/moment.ts';
import type { CampaignStatus } from '../campaigns/lifecycle.ts';
import type { Finding } from '../campaigns/preflight.ts';

/** What becomes of a part's people at its own end date: they finish what they are in (what is on the road arrives), or all of it ends. */
export const AtEnd = z.enum(['finish', 'stop']);

/** What becomes of a part's people at its own end date. */
export type AtEnd = z.infer<typeof AtEnd>;

/** A part's own end date; null: it ends with its campaign. */
export const EndAt = Moment.nullable();

/** A drip or a nurture programme as the rules about its end look at it. */
export interface EndingPart {
  /** What people call it: "drip", "nurture programme". */
  what: string;
  status: 'draft' | 'running' | 'paused' | 'completed' | 'cancelled';
  campaignStatus: CampaignStatus;
}

/** Why a part cannot be stopped by itself; null: it can. One that could not begin can be stopped too, so that its campaign goes on without it. */
export function stopObstacle({ what, status, campaignStatus }: EndingPart): string | null {
  if (status === 'completed') return `The ${what} is over already.`;
  if (status === 'cancelled') return `The ${what} was stopped already.`;
  const hasBegun = campaignStatus === 'running' || campaignStatus === 'paused';
  if (status === 'draft' && !hasBegun) return `The ${what} has not begun; remove it from its campaign instead.`;
  return null;
}

/** An end date as it is and as it is to be (ISO 8601), `closedAt`: when the part closed. */
export interface EndChange {
  what: string;
  before: string | null;
  after: string | null;
  closedAt: string | null;
  nowIso: string;
}

/** Why a part cannot get an end date; null: it can. */
export function endObstacle({ what, before, after, closedAt, nowIso }: EndChange): string | null {
  if (after === before) return null;
  if (closedAt !== null) return `The ${what} has closed; its end date stays.`;
  if (after !== null && Date.parse(after) <= Date.parse(nowIso))
    return `The end must be a moment to come. To end the ${what} now, stop it.`;
  return null;
}

/** A part that has not begun, as pre-flight looks at its end: `firstAt` is when it could do something first (ISO 8601). */
export interface PlannedEnd {
  what: string;
  endAt: Date | null;
  startAt: Date | null;
  firstAt: string | null;
  nowIso: string;
}

/** What pre-flight says of the end date of a part that has not begun. */
export function checkEnd({ what, endAt, startAt, firstAt, nowIso }: PlannedEnd): Finding[] {
  if (endAt === null) return [];
  const begins = startAt && startAt.toISOString() > nowIso ? startAt.toISOString() : nowIso;
  const warn = (code: string, message: string): Finding[] => [{ severity: 'warning', code, message, where: 'end' }];
  if (hasEnded(endAt, begins)) {
    const message = `The ${what} ends before its campaign begins, so nothing of it would happen. Give it a later end date, or none.`;
    return warn('ends_before_start', message);
  }
  if (firstAt === null || !hasEnded(endAt, firstAt)) return [];
  const message = `The ${what} ends before anything of it can go. Give it a later end date, or none.`;
  return warn('ends_before_first', message);
}

/** Whether a part's own end has come. */
export function hasEnded(endAt: Date | null, nowIso: string): boolean {
  return endAt !== null && endAt.getTime() <= Date.parse(nowIso);
}

/** Whom stopping a part touches: people in it, messages that are queued, and those that a worker has in flight. */
export const PartStop = z.object({
  people: z.int(),
  queued: z.int(),
  inFlight: z.int(),
  /** What happens, in a sentence. */
  sentence: z.string(),
});

/** Whom stopping a part touches. */
export type PartStop = z.infer<typeof PartStop>;

/** What stopping a part does, in a sentence. */
export function stopSentence({ people, queued, inFlight }: Omit<PartStop, 'sentence'>): string {
  const who = people === 0 ? 'Nobody is in it.' : `${counted(people, 'person leaves', 'people leave')} it.`;
  const mail =
    queued === 0
      ? 'No mail of it is queued.'
      : `${counted(queued, 'message that is queued is', 'messages that are queued are')} taken back.`;
  const flying =
    inFlight === 0 ? '' : ` ${counted(inFlight, 'that is on its way arrives', 'that are on their way arrive')}.`;
  return `${who} ${mail}${flying} What was sent, opened and clicked stays on record.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}
