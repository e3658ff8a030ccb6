/** The day that a calendar in `timeZone` shows at a moment, such as 2026-06-03. */
export function dayIn(moment: Date | string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(moment),
  );
}

const [firstMs, lastMs] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/**
 * Whether a moment, in milliseconds since 1970, lies in the years 1 to 9999 by UTC: Postgres has no year 0, and ISO 8601 writes years
 * beyond with a sign and six digits.
 */
export function canBeKept(ms: number): boolean {
  return ms >= firstMs && ms <= lastMs;
}
