/** By which moment's word each fact stands, in ISO 8601. */
export type FactTimes = Record<string, string>;

/**
 * What of a word about facts takes effect: those of which nobody has spoken for a later moment. Returns them with the moments by which
 * everything stands now. Of two words for one moment the one that is heard later stands.
 */
export function newerFacts<Facts extends object>(
  said: Facts,
  occurredAt: string,
  times: FactTimes,
): { facts: Partial<Facts>; times: FactTimes } {
  const newer = Object.entries(said).filter(
    ([name, value]) => value !== undefined && (times[name] === undefined || times[name] <= occurredAt),
  );
  return {
    facts: Object.fromEntries(newer) as Partial<Facts>,
    times: { ...times, ...Object.fromEntries(newer.map(([name]) => [name, occurredAt])) },
  };
}
