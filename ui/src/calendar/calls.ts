import { queryOptions } from '@tanstack/svelte-query';
import type { CalendarEntry } from '../../../domain/calendar/calendar.ts';
import { api, ok } from '../lib/api.ts';
import { queryClient } from '../lib/query-client.ts';
import { refreshCampaigns } from '../campaigns/calls.ts';

/** What the calendar is narrowed by, as it stands in the address. */
export interface CalendarFilter {
  status?: string;
  campaignTypeId?: string;
  ownerId?: string;
  tag?: string;
  kind?: string;
}

/** What stands on the calendar between two moments. */
export const calendarBetween = (range: { from: string; to: string }, filter: CalendarFilter) =>
  queryOptions({
    queryKey: ['calendar', 'entries', range, filter],
    queryFn: () => ok(api.GET('/api/v1/calendar', { params: { query: { ...range, ...filter } } })),
  });

/** The days on which the same people are hit by several sends. */
export const overlapsBetween = (range: { from: string; to: string }) =>
  queryOptions({
    queryKey: ['calendar', 'overlaps', range],
    queryFn: () => ok(api.GET('/api/v1/calendar/overlaps', { params: { query: range } })),
    staleTime: 60_000,
  });

/** The calendars that other programs subscribe to. */
export const feedList = queryOptions({
  queryKey: ['calendar', 'feeds'],
  queryFn: () => ok(api.GET('/api/v1/calendar/feeds', {})),
});

/** Calendar and campaigns are read anew. */
export async function refreshCalendar(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ['calendar'] }), refreshCampaigns()]);
}

/** Gives the campaign of an entry other dates, as its form would: at the version that is shown, with the same guards. */
export async function reschedule(
  { campaignId, version }: Pick<CalendarEntry, 'campaignId' | 'version'>,
  dates: { startAt?: string; endAt?: string | null },
): Promise<number> {
  const params = { path: { id: campaignId } };
  const headers = { 'if-match': `"${version}"` };
  const campaign = await ok(api.PATCH('/api/v1/campaigns/{id}', { params, headers, body: dates }));
  await refreshCalendar();
  return campaign.version;
}
