import type { CampaignStatus } from '../../../domain/campaigns/lifecycle.ts';
import type { NurtureItem } from '../../../domain/nurtures/item.ts';
import { planWords } from '../../../domain/nurtures/journey.ts';
import type { Nurture, NurtureMember } from '../../../domain/nurtures/nurture.ts';
import type { CastSchedule } from '../../../domain/nurtures/schedule.ts';
import { weekdayWords } from '../drips/words.ts';
import { dateTime, zoneName } from '../lib/format.ts';

/** When it casts: "Tue, Thu at 09:00 Berlin". */
export function scheduleWords({ weekdays, at, zone }: CastSchedule): string {
  return `${weekdayWords(weekdays)} at ${at} ${zoneName(zone)}`;
}

/** What a nurture programme has to say first; `forecast` is what the API says of its next cast. */
export function nurtureSentence(
  { status, pendingVersion }: Pick<Nurture, 'status' | 'pendingVersion'>,
  campaign: CampaignStatus,
  forecast: string,
): string {
  if (status === 'draft') return `It begins with its campaign. ${forecast}`;
  if (status === 'completed') return 'It is over: there is no further cast.';
  if (status === 'cancelled') return 'It was stopped: there is no further cast.';
  const waits = pendingVersion === null ? '' : ` Version ${pendingVersion} waits for approval.`;
  const held = status === 'running' && campaign === 'paused' ? 'Its campaign is paused, so nothing is cast. ' : '';
  return `${held}${forecast}${waits}`;
}

/** What a stream is called. */
export function streamName({ definition }: Pick<Nurture, 'definition'>, key: string): string {
  return definition.streams.find((stream) => stream.key === key)?.name ?? key;
}

/** What the next cast means for a member, and why they get nothing. */
export function memberWords({ outcome, obstacle, nextItemId, nextStream }: NurtureMember, nurture: Nurture): string {
  const itemName = nurture.items.find(({ id }) => id === nextItemId)?.name ?? 'an item';
  return planWords({ outcome, obstacle, itemName, nextStreamName: streamName(nurture, nextStream ?? '') });
}

/** What members are narrowed to, by what the next cast means for them. */
export const outcomeLabels = {
  gets: 'Get something',
  exhausted: 'Exhausted',
  unreachable: 'May not be written to',
  paused: 'Paused',
  leaves: 'Leave by a rule',
} as const;

/** Why an item does not go at the next cast as things stand; empty: it goes. */
export function itemObstacle(item: NurtureItem, castAt: string | null, timeZone: string): string {
  if (item.failure) return item.failure;
  if (item.state === 'in_review') return 'Waits for approval by somebody else';
  if (item.isOnHold) return 'On hold';
  const at = castAt === null ? Date.now() : Date.parse(castAt);
  if (item.validFrom && Date.parse(item.validFrom) > at) return `Not before ${dateTime(item.validFrom, timeZone)}`;
  if (item.validUntil && Date.parse(item.validUntil) <= at) return `Not after ${dateTime(item.validUntil, timeZone)}`;
  return '';
}

/** The dates of an item: "from 3 Jun, 09:00 until 1 Jul, 00:00"; empty where it has none. */
export function datesWords({ validFrom, validUntil }: NurtureItem, timeZone: string): string {
  return [
    validFrom ? `from ${dateTime(validFrom, timeZone)}` : '',
    validUntil ? `until ${dateTime(validUntil, timeZone)}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The items of a stream in their order. */
export function itemsOf({ items }: Pick<Nurture, 'items'>, stream: string): NurtureItem[] {
  const place = (item: NurtureItem): number | undefined =>
    item.places.find((place) => place.stream === stream)?.position;
  return items.filter((item) => place(item) !== undefined).sort((a, b) => (place(a) ?? 0) - (place(b) ?? 0));
}

/** A key for a new stream, from its name and unlike the others. */
export function newStreamKey(name: string, taken: readonly string[]): string {
  const stem =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 30) || 'stream';
  for (let number = 1; ; number++) {
    const key = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.includes(key)) return key;
  }
}

/** The list with one element put at another place; places outside leave it as it is. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  if (from < 0 || to < 0 || from >= list.length || to >= list.length) return [...list];
  const copy = [...list];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}
