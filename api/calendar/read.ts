import type { TenantDb } from '../../db/connection.ts';
import {
  listBroadcastSpans,
  listCampaignSpans,
  listDripStepSpans,
  type CalendarCampaign,
  type CalendarFilter,
} from '../../db/queries/calendar.ts';
import { countHitTwice, listPlannedSends, type PlannedSend } from '../../db/queries/calendar-overlaps.ts';
import { findCampaign } from '../../db/queries/campaigns.ts';
import {
  mostDays,
  mostEntries,
  mostOverlapDays,
  mostSendsADay,
  type Calendar,
  type CalendarEntry,
  type Overlap,
} from '../../domain/calendar/calendar.ts';
import { dayIn } from '../../domain/calendar/day.ts';
import { movableDates } from '../../domain/campaigns/reschedule.ts';
import { DomainError, notFound } from '../../domain/errors.ts';

/** A range of the calendar: from a moment up to another one, which is not in it. */
export interface Range {
  from: string;
  to: string;
}

/** Everything on the calendar within a range, in the order of time. */
export async function readCalendar(db: TenantDb, filter: Omit<CalendarFilter, 'limit'>): Promise<Calendar> {
  requireRange(filter);
  const timeZone = await timeZoneOf(db);
  const limited = { ...filter, limit: mostEntries + 1 };
  const campaigns = await listCampaignSpans(db, limited);
  const broadcasts = await listBroadcastSpans(db, limited);
  const steps = await listDripStepSpans(db, { ...limited, timeZone });
  const entries: CalendarEntry[] = [
    ...campaigns.map((row) => ({
      ...of(row),
      id: `campaign-${row.campaignId}`,
      kind: 'campaign' as const,
      name: row.campaignName,
      startAt: row.startAt.toISOString(),
      endAt: row.endAt?.toISOString() ?? null,
      people: null,
    })),
    ...broadcasts.map((row) => ({
      ...of(row),
      id: `broadcast-${row.id}`,
      kind: 'broadcast' as const,
      name: row.name,
      startAt: row.startAt.toISOString(),
      endAt: null,
      people: row.people,
    })),
    ...steps.map((row) => ({
      ...of(row),
      id: `step-${row.dripId}-${row.step}-${dayIn(row.startAt, timeZone)}`,
      kind: 'drip_step' as const,
      name: `${row.dripName}: ${row.step}`,
      startAt: row.startAt.toISOString(),
      endAt: null,
      people: row.people,
      movable: 'none' as const,
    })),
  ].sort((a, b) => (a.startAt < b.startAt ? -1 : a.startAt > b.startAt ? 1 : 0));
  return { timeZone, entries: entries.slice(0, mostEntries), isCut: entries.length > mostEntries };
}

/** The calendar of one campaign: from the day it starts to the day it ends, or a range of the caller's. */
export async function readCampaignCalendar(db: TenantDb, campaignId: string, range: Partial<Range>): Promise<Calendar> {
  const campaign = await findCampaign(db, campaignId);
  if (!campaign) throw notFound('campaign');
  const start = campaign.startAt ?? campaign.startedAt ?? campaign.createdAt;
  const end = campaign.endAt ?? campaign.completedAt ?? start;
  const aDay = 86_400_000;
  const from = range.from ?? new Date(start.getTime() - aDay).toISOString();
  const last = Math.min(Math.max(end.getTime(), start.getTime()) + aDay, Date.parse(from) + mostDays * aDay);
  return readCalendar(db, { campaignId, from, to: range.to ?? new Date(last).toISOString() });
}

/** The days from today on with several sends that reach the same people. */
export async function readOverlaps(db: TenantDb, range: Range, nowIso: string): Promise<Overlap[]> {
  requireRange(range, mostOverlapDays);
  const timeZone = await timeZoneOf(db);
  const today = dayIn(nowIso, timeZone);
  const days = new Map<string, PlannedSend[]>();
  for (const send of await listPlannedSends(db, range)) {
    const day = dayIn(send.at, timeZone);
    if (day >= today) days.set(day, [...(days.get(day) ?? []), send]);
  }
  const overlaps: Overlap[] = [];
  for (const [date, sends] of [...days].sort()) {
    if (sends.length < 2) continue;
    const people = sends.length > mostSendsADay ? null : await countHitTwice(db, sends, nowIso);
    const named = sends.map(({ broadcastId, campaignId, name }) => ({ broadcastId, campaignId, name }));
    if (people !== 0) overlaps.push({ date, people, sends: named });
  }
  return overlaps;
}

function of(row: CalendarCampaign) {
  const { campaignId, campaignName, campaignTypeName, campaignStatus, ownerId, tags, version } = row;
  return {
    campaignId,
    campaignName,
    campaignTypeName,
    campaignStatus,
    campaignStartAt: row.campaignStartAt?.toISOString() ?? null,
    campaignEndAt: row.campaignEndAt?.toISOString() ?? null,
    ownerId,
    tags,
    movable: movableDates(campaignStatus),
    version,
  };
}

function requireRange({ from, to }: Range, most = mostDays): void {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  if (days > 0 && days <= most) return;
  const message = `must lie after "from", by ${most} days at most`;
  throw new DomainError('invalid', `The range makes no sense: "to" ${message}.`, [
    { path: 'query.to', code: 'invalid', message },
  ]);
}

async function timeZoneOf(db: TenantDb): Promise<string> {
  const { timeZone } = await db.selectFrom('tenants').select('timeZone').executeTakeFirstOrThrow();
  return timeZone;
}
