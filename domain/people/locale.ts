const languages = new Map<string, boolean>();
const zones = new Map<string, boolean>();

/** Whether `tag` is a well-formed language tag (BCP 47). */
export function isLanguage(tag: string): boolean {
  return remember(languages, tag, () => Intl.getCanonicalLocales(tag).length === 1);
}

/** Whether `zone` is a time zone that this runtime knows by an IANA name. */
export function isTimeZone(zone: string): boolean {
  if (zone !== 'UTC' && !zone.includes('/')) return false;
  return remember(
    zones,
    zone,
    () => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '',
  );
}

function remember(answers: Map<string, boolean>, text: string, ask: () => boolean): boolean {
  const before = answers.get(text);
  if (before !== undefined) return before;
  if (answers.size > 5_000) answers.clear();
  let answer = false;
  try {
    answer = text !== '' && ask();
  } catch {
    // Intl throws on what it does not know.
  }
  answers.set(text, answer);
  return answer;
}
