import ical, { ICalEventStatus, type ICalCalendar } from 'ical-generator';
import type { CalendarEntry } from '../../../domain/calendar/calendar.ts';
import { dayIn } from '../../../domain/calendar/day.ts';
import type { CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';

/** What a feed is written from. */
export interface FeedContent {
  name: string;
  timeZone: string;
  entries: readonly CalendarEntry[];
  /** Where people open campaigns: the origin of the product. */
  publicUrl: string;
  now: Date;
}

const aDay = 86_400_000;
const usualMinutes = 15;

/**
 * A calendar as RFC 5545 has it: a campaign is an all-day event whose end is the day after its last; what goes at a moment is
 * written in UTC, so that no reader needs our time zones. UIDs stay for good and SEQUENCE counts with the campaign's version.
 */
export function writeIcs(content: FeedContent): string {
  const product = { company: 'SalesCompass', product: 'Marketing', language: 'EN' };
  // The library escapes the texts of events and not the calendar's name.
  const calendar = ical({ name: content.name.replaceAll(/[,;\\\r\n]+/g, ' '), prodId: product, ttl: 3600 });
  for (const entry of content.entries) addEvent(calendar, entry, content);
  return `${calendar.toString()}\r\n`;
}

function addEvent(calendar: ICalCalendar, entry: CalendarEntry, { timeZone, publicUrl, now }: FeedContent): void {
  const { host } = new URL(publicUrl);
  calendar.createEvent({
    id: `${entry.id}@${host}`,
    sequence: entry.version - 1,
    stamp: now,
    summary: entry.kind === 'campaign' ? entry.name : `${entry.campaignName}: ${entry.name}`,
    description: descriptionOf(entry),
    status: statusOf(entry.campaignStatus),
    url: `${publicUrl}/campaigns/${entry.campaignId}`,
    categories: [entry.campaignTypeName, ...entry.tags].map((name) => ({ name })),
    ...timesOf(entry, timeZone, now),
  });
}

/** Midnight in UTC stands for a day: with `allDay` nothing but the date is written. */
function timesOf({ kind, startAt, endAt: end, goesOn }: CalendarEntry, timeZone: string, now: Date) {
  if (kind !== 'campaign') {
    const start = new Date(startAt);
    return { start, end: new Date(start.getTime() + usualMinutes * 60_000) };
  }
  // A calendar has no event without an end: what goes on takes the days up to today, and one more tomorrow.
  const endAt = goesOn ? now.toISOString() : end;
  // What ends at midnight does not touch the day that begins then.
  const last = endAt ? new Date(Math.max(Date.parse(startAt), Date.parse(endAt) - 1)) : startAt;
  const [first, lastDay] = [startAt, last].map((at) => Date.parse(dayIn(at, timeZone))) as [number, number];
  return { start: new Date(first), end: new Date(lastDay + aDay), allDay: true };
}

function statusOf(status: CampaignStatus): ICalEventStatus {
  if (status === 'cancelled') return ICalEventStatus.CANCELLED;
  const isOpen = status === 'draft' || status === 'in_review' || status === 'approved';
  return isOpen ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

function descriptionOf({ campaignTypeName, campaignStatus, people }: CalendarEntry): string {
  const reach = people === null ? '' : `\n${people} people`;
  return `${campaignTypeName}, ${campaignStatus.replace('_', ' ')}${reach}`;
}
