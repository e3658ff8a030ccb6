/** A day, with a time of day or without, and with a zone or in UTC. */
const isoTime = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * The moment of a text in ISO 8601, in milliseconds since 1970, or NaN for anything else. `Date.parse` alone would take "5" for a day in
 * 2001, February 30 for one in March, and a time without a zone for one of the server's.
 */
export function parseIsoTime(text: string): number {
  const [, day = '', time = '00:00', zone = 'Z'] = isoTime.exec(text) ?? [];
  const midnight = Date.parse(`${day}T00:00Z`);
  const isDay = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  return isDay ? Date.parse(`${day}T${time}${offsetOf(zone)}`) : NaN;
}

/** +0200 and +02 as +02:00. */
function offsetOf(zone: string): string {
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return hours === undefined ? 'Z' : `${hours}:${minutes}`;
}
