/** What a cast would do, in numbers. */
export interface CastCounts {
  gets: readonly { name: string; people: number }[];
  exhausted: number;
  unreachable: number;
  paused: number;
  leaves: number;
}

/** When the next cast is; "paused": when would be known if it went on; null: there is none. */
export type CastMoment = { iso: string; zone: string } | 'paused' | null;

/** The next cast in a sentence. */
export function castSentence(castAt: CastMoment, counts: CastCounts, nowIso: string): string {
  if (!castAt) return 'There is no further cast.';
  const digits = (count: number) => count.toLocaleString('en');
  const people = (count: number) => (count === 1 ? '1 person' : `${digits(count)} people`);
  const what = [
    ...counts.gets.map((item) => `${people(item.people)} ${item.people === 1 ? 'gets' : 'get'} “${item.name}”`),
    ...(counts.exhausted > 0 ? [`${digits(counts.exhausted)} ${counts.exhausted === 1 ? 'is' : 'are'} exhausted`] : []),
    ...(counts.unreachable > 0 ? [`${digits(counts.unreachable)} may not be written to`] : []),
    ...(counts.leaves > 0 ? [`${digits(counts.leaves)} ${counts.leaves === 1 ? 'leaves' : 'leave'} by a rule`] : []),
    ...(counts.paused > 0 ? [`${digits(counts.paused)} ${counts.paused === 1 ? 'is' : 'are'} paused`] : []),
  ];
  const said = what.join(', ') || 'nobody is in it';
  if (castAt === 'paused') return `Paused, so there is no cast. If it went on: ${said}.`;
  return `Next cast ${when(castAt.iso, castAt.zone)}, ${untilWords(nowIso, castAt.iso)}: ${said}.`;
}

function when(iso: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return `${of('weekday')} ${of('hour')}:${of('minute')} ${city}`;
}

function untilWords(fromIso: string, toIso: string): string {
  const minutes = Math.max(0, Math.ceil((Date.parse(toIso) - Date.parse(fromIso)) / 60_000));
  if (minutes < 60) return `in ${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `in ${hours} h` : `in ${Math.round(hours / 24)} days`;
}
