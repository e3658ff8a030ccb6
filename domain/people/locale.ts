const languages = new Map<string, true | null>();
const zones = new Map<string, string | null>();

/** Parts of a name are in capitals throughout only where they are short for something: US/Pacific, Australia/NSW, Etc/GMT+0. */
const writtenAsName = /^(US|[A-Z][^/]*[a-z][^/]*)(\/([A-Z]{3}[+-]?\d*|[A-Z][^/]*[a-z][^/]*))+$/;

/** Whether `tag` is a well-formed language tag (BCP 47). */
export function isLanguage(tag: string): boolean {
  return remember(languages, tag, () => (Intl.getCanonicalLocales(tag).length === 1 ? true : null)) === true;
}

/** Whether `zone` is a time zone that this runtime knows by an IANA name. */
export function isTimeZone(zone: string): boolean {
  return zoneNamed(zone) !== null;
}

/**
 * The zone of this name as IANA writes it, which is how everybody who looks it up knows it: runtimes take `europe/berlin` for Europe/Berlin.
 * Null where it is none.
 */
export function zoneNamed(text: string): string | null {
  if (text !== 'UTC' && !text.includes('/')) return null;
  return remember(zones, text, () => {
    const name = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
    // A former name (US/Pacific) stays where it is written as one.
    return name.toLowerCase() !== text.toLowerCase() && writtenAsName.test(text) ? text : name;
  });
}

function remember<Answer>(answers: Map<string, Answer | null>, text: string, ask: () => Answer | null): Answer | null {
  const before = answers.get(text);
  if (before !== undefined) return before;
  if (answers.size > 5_000) answers.clear();
  let answer: Answer | null = null;
  try {
    answer = text === '' ? null : ask();
  } catch {
    // Intl throws on what it does not know.
  }
  answers.set(text, answer);
  return answer;
}
