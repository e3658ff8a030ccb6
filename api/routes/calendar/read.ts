import { Temporal } from 'temporal-polyfill';
import type { TenantDb } from '../../../db/connection.ts';
import { listBroadcastSpans, listCampaignSpans, type CalendarFilter } from '../../../db/queries/calendar/calendar.ts';
import { findCampaign } from '../../../db/queries/campaigns/campaigns.ts';
import {
  mostDays,
  mostEntries,
  EntryKind,
  type Calendar,
  type CalendarEntry,
} from '../../../domain/calendar/calendar.ts';
import { canBeKept } from '../../../domain/calendar/day.ts';
import { DomainError, notFound } from '../../../domain/errors.ts';
import { broadcastEntry, campaignEntry, readCasts, readDripSteps } from './entries.ts';

/** A range of the calendar: from a moment up to another one, which is not in it; or whole days by the organisation's clock, the last with it. */
export interface Range {
  from: string;
  to: string;
}

/** What readers of one kind of entry are given. */
type Wanted = CalendarFilter & { timeZone: string };

/** How each kind of entry is found; all of them are the calendar. */
const readers: Record<EntryKind, (db: TenantDb, wanted: Wanted) => Promise<CalendarEntry[]>> = {
  campaign: async (db, wanted) => (await listCampaignSpans(db, wanted)).map(campaignEntry),
  broadcast: async (db, wanted) => (await listBroadcastSpans(db, wanted)).map(broadcastEntry),
  drip_step: readDripSteps,
  cast: readCasts,
};

/** Everything on the calendar within a range, in the order of time. */
export async function readCalendar(db: TenantDb, filter: Omit<CalendarFilter, 'limit'>): Promise<Calendar> {
  const timeZone = await timeZoneOf(db);
  const moments = momentsOf(filter, timeZone);
  requireRange(moments);
  const wanted = { ...filter, ...moments, limit: mostEntries + 1, timeZone };
  const entries: CalendarEntry[] = [];
  for (const kind of filter.kind ?? EntryKind.options) entries.push(...(await readers[kind](db, wanted)));
  entries.sort((a, b) => (a.startAt < b.startAt ? -1 : a.startAt > b.startAt ? 1 : 0));
  return { timeZone, entries: entries.slice(0, mostEntries), isCut: entries.length > mostEntries };
}

/** The calendar of one campaign: from the day it starts to the day it ends, or a range of the caller's. */
export async function readCampaignCalendar(db: TenantDb, campaignId: string, range: Partial<Range>): Promise<Calendar> {
  const campaign = await findCampaign(db, campaignId);
  if (!campaign) throw notFound('campaign');
  const start = campaign.startAt ?? campaign.startedAt ?? campaign.createdAt;
  const end = campaign.endAt ?? campaign.completedAt ?? start;
  const aDay = 86_400_000;
  const given = momentsOf(range, await timeZoneOf(db));
  const from = given.from ?? new Date(start.getTime() - aDay).toISOString();
  const last = Math.min(Math.max(end.getTime(), start.getTime()) + aDay, Date.parse(from) + mostDays * aDay);
  return readCalendar(db, { campaignId, from, to: given.to ?? new Date(last).toISOString() });
}

/** The moments of a range: a day begins on the organisation's clock, and as the last one it is in the range whole. */
export function momentsOf<R extends Partial<Range>>({ from, to }: R, timeZone: string): Pick<R, 'from' | 'to'> {
  const midnight = (day: string, later: number) => {
    const date = Temporal.PlainDate.from(day).add({ days: later });
    const ms = date.toZonedDateTime(timeZone).epochMilliseconds;
    // At the very ends of what can be kept the zone does not matter.
    return canBeKept(ms) ? new Date(ms).toISOString() : `${day}T${later ? '23:59:59.999' : '00:00:00.000'}Z`;
  };
  const isDay = (text: string) => text.length === '2026-06-03'.length;
  return {
    ...(from === undefined ? {} : { from: isDay(from) ? midnight(from, 0) : from }),
    ...(to === undefined ? {} : { to: isDay(to) ? midnight(to, 1) : to }),
  };
}

/** Refuses a range that ends before it begins, or takes longer than is looked through at once. */
export function requireRange({ from, to }: Range, most = mostDays): void {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days > 0 && days <= most) return;
  const message = `must lie after "from", by ${most} days at most`;
  throw new DomainError('invalid', `The range makes no sense: "to" ${message}.`, [
    { path: 'query.to', code: 'invalid', message },
  ]);
}

/** The zone on whose clock the organisation's days begin. */
export async function timeZoneOf(db: TenantDb): Promise<string> {
  const { timeZone } = await db.selectFrom('tenants').select('timeZone').executeTakeFirstOrThrow();
  return timeZone;
}
